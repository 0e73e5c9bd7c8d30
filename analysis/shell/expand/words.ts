/** Word expansion: braces, tilde, parameters, substitutions, field splitting. File name patterns stay as they are written. */
import type { Word, WordPart } from '../../../contracts/shell';
import { MAX_FIELDS, MAX_VALUE } from '../limits';
import { evaluateArithmetic } from './arithmetic';
import { expandBraces, hasBraces } from './braces';
import type { Host } from './host';
import { expandParameter, namesOf } from './parameters';
import { EMPTY, UNKNOWN, UNKNOWN_TEXT, derived, literal } from './value';
import type { Value } from './value';

/** Adds the arguments that a word becomes to `out`: none, one or several. */
export function expandWord(word: Word, host: Host, out: Value[]): void {
  const { parts } = word;
  const only = parts[0];
  if (parts.length === 1 && only?.type === 'literal' && (only.quoted || isPlainText(only.text))) {
    out.push(literal(only.text));
    return;
  }
  const alternatives = hasBraces(parts) ? expandBraces(parts) : [parts];
  if (!alternatives) {
    host.overflow();
    out.push(literal(word.raw));
    return;
  }
  const limit = out.length + MAX_FIELDS;
  for (const alternative of alternatives) {
    if (out.length >= limit) break;
    for (const field of fieldsOf(alternative, host)) out.push(field);
  }
}

/** The arguments that words become, in order. */
export function expandWords(words: readonly Word[], host: Host): Value[] {
  const out: Value[] = [];
  for (const word of words) expandWord(word, host, out);
  return out;
}

/** The one text that a word becomes where no splitting happens: assignments, here-strings, the subject of a case. */
export function expandText(word: Word | undefined, host: Host): Value {
  return word ? expandQuoted(word.parts, host, true) : EMPTY;
}

/** Parts as if all were quoted; with `tilde` a leading `~` is the home folder. */
export function expandQuoted(parts: readonly WordPart[], host: Host, tilde = false): Value {
  const fields = new Fields(host);
  parts.forEach((part, index) => {
    if (part.type === 'parameter') fields.append(joined(expandParameter(part, host).values, ' '));
    else if (part.type === 'literal' && tilde && index === 0) fields.append(withHome(parts, host));
    else fields.append(valueOf(part, host));
  });
  return fields.current();
}

const isPlainText = (text: string): boolean => text.charCodeAt(0) !== 126 && !text.includes('{');

function fieldsOf(parts: readonly WordPart[], host: Host): Value[] {
  const fields = new Fields(host);
  parts.forEach((part, index) => {
    if (part.type === 'literal') {
      fields.append(index === 0 ? withHome(parts, host) : literal(part.text));
      fields.hold();
    } else if (part.type === 'parameter') addParameter(part, fields, host);
    else if (part.type === 'command' && !part.quoted) fields.split(valueOf(part, host));
    else {
      fields.append(valueOf(part, host));
      fields.hold();
    }
  });
  return fields.finish();
}

function addParameter(part: Extract<WordPart, { type: 'parameter' }>, fields: Fields, host: Host): void {
  const { values, list } = expandParameter(part, host);
  if (!part.quoted) {
    values.forEach((value, index) => {
      if (index > 0) fields.cut();
      fields.split(value);
    });
    return;
  }
  const star = part.name === '*' || part.index?.some((one) => one.type === 'glob' && one.text === '*');
  if (!list || star === true) {
    fields.append(joined(values, star === true ? (ifsOf(host)[0] ?? '') : ' '));
    fields.hold();
    return;
  }
  values.forEach((value, index) => {
    if (index > 0) fields.cut();
    fields.append(value);
    fields.hold();
  });
}

/** The first part, a leading `~` replaced when an unquoted slash or the end follows. */
function withHome([first, second]: readonly WordPart[], host: Host): Value {
  if (first?.type !== 'literal') return EMPTY;
  const { text } = first;
  const ends =
    text.length > 1
      ? text[1] === '/'
      : second === undefined || (second.type === 'literal' && !second.quoted && second.text.startsWith('/'));
  return literal(!first.quoted && text.startsWith('~') && ends ? host.home + text.slice(1) : text);
}

function valueOf(part: WordPart, host: Host): Value {
  switch (part.type) {
    case 'literal':
    case 'glob':
      return literal(part.text);
    case 'parameter':
      return joined(expandParameter(part, host).values, ' ');
    case 'command':
      return host.substitute(part.script);
    case 'process':
      return host.process(part.script, part.direction);
    case 'arithmetic': {
      const text = expandQuoted(part.parts, host);
      const value = text.known ? evaluateArithmetic(text.text, namesOf(host)) : undefined;
      return value === undefined ? UNKNOWN : derived(String(value));
    }
  }
}

function joined(values: readonly Value[], separator: string): Value {
  if (values.length === 1 && values[0]) return values[0];
  return {
    text: values.map((value) => value.text).join(separator),
    known: values.every((value) => value.known),
    derived: values.length > 0,
    decoded: values.some((value) => value.decoded),
  };
}

function ifsOf(host: Host): string {
  const ifs = host.variables.get('IFS')?.value;
  return ifs ? ifs.text : ' \t\n';
}

/** What a field costs beyond its characters. */
const FIELD_COST = 8;

/** Collects text into fields. */
class Fields {
  private readonly done: Value[] = [];
  private text = '';
  private known = true;
  private derived = false;
  private decoded = false;
  /** The field counts even when it is empty. */
  private held = false;

  constructor(private readonly host: Host) {}

  append(value: Value): void {
    if (value.text === UNKNOWN_TEXT && !value.known) {
      this.lose();
      return;
    }
    if (value.derived && (this.text.length + value.text.length > MAX_VALUE || !this.host.charge(value.text.length))) {
      this.host.overflow();
      this.lose();
      return;
    }
    this.text += value.text;
    this.known &&= value.known;
    this.derived ||= value.derived;
    this.decoded ||= value.decoded;
  }

  /** Something that can't be known, or not be afforded, belongs here. */
  private lose(): void {
    if (!this.text.endsWith(UNKNOWN_TEXT)) this.text += UNKNOWN_TEXT;
    this.known = false;
    this.derived = true;
  }

  hold(): void {
    this.held = true;
  }

  /** Appends unquoted text, cut where the field separators are. */
  split(value: Value): void {
    const ifs = ifsOf(this.host);
    if (value.text.length > 64 && !this.host.charge(value.text.length)) {
      this.lose();
      return;
    }
    if (ifs === '' || !hasAny(value.text, ifs)) {
      this.append(value);
      return;
    }
    const pieces = splitFields(value.text, ifs);
    if (pieces.leading) this.cut();
    pieces.list.forEach((text, index) => {
      if (index > 0) this.cut();
      this.append({ ...value, text });
      if (text === '') this.hold();
    });
    if (pieces.trailing) this.cut();
  }

  /** Ends the current field when there is one. */
  cut(): void {
    if (this.text !== '' || this.held) {
      if (this.done.length < MAX_FIELDS && this.host.charge(FIELD_COST)) this.done.push(this.current());
      else this.host.overflow();
    }
    this.text = '';
    this.known = true;
    this.derived = false;
    this.decoded = false;
    this.held = false;
  }

  current(): Value {
    return { text: this.text, known: this.known, derived: this.derived, decoded: this.decoded };
  }

  finish(): Value[] {
    this.cut();
    return this.done;
  }
}

function hasAny(text: string, signs: string): boolean {
  for (const sign of signs) if (text.includes(sign)) return true;
  return false;
}

/** Blanks of IFS run together and vanish at the ends; each other sign of it ends a field. */
export function splitFields(text: string, ifs: string): { list: string[]; leading: boolean; trailing: boolean } {
  const blank = (sign: string | undefined) => sign !== undefined && ifs.includes(sign) && ' \t\n'.includes(sign);
  const list: string[] = [];
  let at = 0;
  while (blank(text[at])) at++;
  const leading = at > 0;
  if (leading && at < text.length && ifs.includes(text[at] ?? '')) {
    at++;
    while (blank(text[at])) at++;
  }
  let from = at;
  let trailing = false;
  while (at < text.length) {
    if (!ifs.includes(text[at] ?? '')) {
      at++;
      trailing = false;
      continue;
    }
    list.push(text.slice(from, at));
    while (blank(text[at])) at++;
    if (at < text.length && ifs.includes(text[at] ?? '')) at++;
    while (blank(text[at])) at++;
    from = at;
    trailing = true;
  }
  if (from < text.length) list.push(text.slice(from));
  return { list, leading, trailing };
}
