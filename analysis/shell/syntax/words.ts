/** Words: runs of quoted and unquoted pieces up to a blank or an operator. */
import type { Word, WordPart } from '../../../contracts/shell';
import { isMeta, isPlain } from './characters';
import { readBackquote, readDollar, readSubstitution } from './dollar';
import { readDoubleQuoted, readEscape, readSingleQuoted } from './quotes';
import type { Source } from './source';

/** Reads the word at the position; undefined when none begins there. */
export function readWord(source: Source): Word | undefined {
  const { text, end } = source;
  const start = source.position;
  let at = start;
  while (at < end && isPlain(text.charCodeAt(at))) at++;
  if (at > start && source.delimited(at) && text[at] !== '(' && text[at] !== '\\') {
    source.position = at;
    source.count();
    const raw = text.slice(start, at);
    return {
      parts: [{ type: 'literal', text: raw, quoted: false }],
      raw,
      start: source.base + start,
      end: source.base + source.position,
    };
  }
  const parts: WordPart[] = [];
  while (!source.ended() && readPiece(source, parts));
  if (source.position === start) return undefined;
  source.count();
  return {
    parts,
    raw: text.slice(start, source.position),
    start: source.base + start,
    end: source.base + source.position,
  };
}

/** Reads one piece of a word; false at the word's end. */
function readPiece(source: Source, parts: WordPart[]): boolean {
  const sign = source.peek();
  switch (sign) {
    case '\\':
      readEscape(source, parts);
      return true;
    case "'":
      readSingleQuoted(source, parts);
      return true;
    case '"':
      readDoubleQuoted(source, parts);
      return true;
    case '$':
      readDollar(source, parts, false);
      return true;
    case '`':
      readBackquote(source, parts, false);
      return true;
    case '<':
    case '>':
      if (source.peek(1) !== '(') return false;
      readProcess(source, parts, sign);
      return true;
    case '*':
    case '?':
    case '[':
      if (sign !== '[' && readExtendedGlob(source, parts, sign)) return true;
      source.position++;
      source.add(parts, { type: 'glob', text: sign });
      return true;
    case '\r':
      if (source.peek(1) === '\n') return false;
      return readPlain(source, parts);
    default:
      return !isMeta(sign.charCodeAt(0)) && readPlain(source, parts);
  }
}

function readPlain(source: Source, parts: WordPart[]): boolean {
  const { text } = source;
  const start = source.position;
  let at = start + 1;
  while (at < source.end && isPlain(text.charCodeAt(at))) at++;
  const sign = text[at - 1] ?? '';
  if (at < source.end && text[at] === '(' && '@!+'.includes(sign)) {
    source.position = at - 1;
    if (at - 1 > start) {
      source.add(parts, { type: 'literal', text: text.slice(start, at - 1), quoted: false });
      return true;
    }
    if (readExtendedGlob(source, parts, sign)) return true;
  }
  source.position = at;
  source.add(parts, { type: 'literal', text: text.slice(start, at), quoted: false });
  return true;
}

/** `@(a|b)` and its kin, kept as written; `name+()` is a function definition instead. */
function readExtendedGlob(source: Source, parts: WordPart[], sign: string): boolean {
  if (source.peek(1) !== '(' || source.peek(2) === ')') return false;
  const start = source.position;
  const inner: WordPart[] = [];
  source.position += 2;
  source.deeper(() => {
    readGroup(source, inner);
  });
  source.add(parts, { type: 'glob', text: sign + source.text.slice(start + 1, source.position) });
  for (const part of inner) if (part.type !== 'literal' && part.type !== 'glob') parts.push(part);
  return true;
}

/** Up to the parenthesis that closes the one just read; expansions inside are kept, the rest is text. */
export function readGroup(source: Source, parts: WordPart[]): void {
  let depth = 1;
  while (!source.ended()) {
    const sign = source.peek();
    if (sign === '(' || sign === ')' || isMeta(sign.charCodeAt(0))) {
      source.position++;
      if (sign === '(') depth++;
      else if (sign === ')' && --depth === 0) return;
    } else if (!readPiece(source, parts)) source.position++;
  }
  source.problem('unterminated-substitution');
}

function readProcess(source: Source, parts: WordPart[], sign: '<' | '>'): void {
  source.position++;
  const script = readSubstitution(source);
  source.add(parts, { type: 'process', direction: sign === '<' ? 'in' : 'out', script });
}

/** The right side of `=~`: parentheses and bars are letters of it, blanks too within parentheses. */
export function readRegex(source: Source): Word | undefined {
  const start = source.position;
  const parts: WordPart[] = [];
  while (!source.ended()) {
    const sign = source.peek();
    if (' \t\n)'.includes(sign) || (sign === '\r' && source.peek(1) === '\n')) break;
    if (sign === '(') {
      source.position++;
      source.addText(parts, sign, false);
      const from = source.position;
      readGroup(source, parts);
      source.addText(parts, source.text.slice(from, source.position), false);
    } else if (isMeta(sign.charCodeAt(0)) && !'<>'.includes(sign)) {
      source.position++;
      source.addText(parts, sign, false);
    } else if (!readPiece(source, parts)) {
      source.position++;
      source.addText(parts, sign, false);
    }
  }
  if (source.position === start) return undefined;
  return {
    parts,
    raw: source.text.slice(start, source.position),
    start: source.base + start,
    end: source.base + source.position,
  };
}

/** The word's text when it is a plain word without quotes or expansions. */
export function plainText(word: Word): string | undefined {
  const [first] = word.parts;
  return word.parts.length === 1 && first?.type === 'literal' && !first.quoted ? first.text : undefined;
}
