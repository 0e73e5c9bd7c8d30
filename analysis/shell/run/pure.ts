/** Programs whose output follows from their arguments and input alone: what `$(echo …)`, `printf` and pipes of decoders give. */
import { textOfBytes } from '../bytes';
import { EMPTY, UNKNOWN, isUnknown, join, literal } from '../expand/value';
import type { Value } from '../expand/value';
import { decodeEscapes } from '../syntax/quotes';
import { decode } from './decoders';
import { placeOf } from './find';
import { applySed } from './sed';
import type { State } from './state';

export type Pure = (args: readonly Value[], stdin: Value | undefined, state: State, program: string) => Value;

const texts = (args: readonly Value[]): string[] => args.map((arg) => arg.text);
const allKnown = (args: readonly Value[]): boolean => args.every((arg) => arg.known);

/** Programs that print nothing when all goes well. */
const SILENT =
  'true : false test [ cd pushd popd export declare local typeset readonly unset set shopt read mapfile readarray shift sleep wait exit return mkdir rmdir touch chmod chown rm mkfifo mv cp ln trap umask ulimit kill'.split(
    ' ',
  );

export const PURE: ReadonlyMap<string, Pure> = new Map<string, Pure>([
  ['echo', echo],
  ['printf', printf],
  ['cat', cat],
  ['tac', (args, stdin, state) => onInput(args, stdin, state, (text) => lines(text).reverse().join(''))],
  ['rev', (args, stdin, state) => onInput(args, stdin, state, reverseLines, true)],
  ['tr', (args, stdin, state) => translate(args, stdin, state)],
  ['sed', sed],
  ['which', where],
  ['command', (args) => (args[0]?.text === '-v' ? where(args.slice(1)) : UNKNOWN)],
  ['ls', (args) => listed(args)],
  ['find', (args) => found(args)],
  [
    'head',
    (args, stdin, state) =>
      onInput(
        args.filter((arg) => !/^-|^\d+$/.test(arg.text)),
        stdin,
        state,
        (text) => text,
      ),
  ],
  ['pwd', (_args, _stdin, state) => (state.cwd === undefined ? UNKNOWN : literal(`${state.cwd}\n`))],
  ...[
    'base64',
    'base32',
    'basenc',
    'xxd',
    'openssl',
    'gzip',
    'gunzip',
    'zcat',
    'zlib-flate',
    'pigz',
    'brotli',
    'zstd',
  ].map((program): [string, Pure] => [program, decodeInput]),
  ...SILENT.map((program): [string, Pure] => [program, () => EMPTY]),
]);

/** Where a program is found: the folder does not matter, its name does. */
function where(args: readonly Value[]): Value {
  const [name] = args;
  const plain = args.length === 1 && name?.known === true && /^[\w.+-]{1,60}$/.test(name.text);
  return plain ? literal(`/usr/bin/${name.text}\n`) : UNKNOWN;
}

/** Of a listing of patterns, the patterns: they stand for what they find. */
function listed(args: readonly Value[]): Value {
  const names = args.filter((arg) => !/^-[1A]$/.test(arg.text));
  const patterns =
    names.length > 0 && names.every((arg) => arg.known && !arg.text.startsWith('-') && /[*?[]/.test(arg.text));
  return patterns ? literal(`${texts(names).join('\n')}\n`) : UNKNOWN;
}

/** Of a search, the pattern of what it finds. */
function found(args: readonly Value[]): Value {
  const place = placeOf(args);
  return place.known && !args.some((arg) => /^-(?:exec|execdir|delete|printf|ls|ok)$/.test(arg.text))
    ? literal(place.text + (args.some((arg) => arg.text === '-print0') ? '\0' : '\n'))
    : UNKNOWN;
}

/** Escapes that stand for a character by its code. */
const HIDING = /\\[xuU0-7]/;

const lengthOf = (args: readonly Value[]): number => args.reduce((sum, arg) => sum + arg.text.length, 0);

function echo(args: readonly Value[], _stdin: Value | undefined, state: State): Value {
  if (!state.charge(lengthOf(args) >> 2)) return UNKNOWN;
  let at = 0;
  let escapes = false;
  let newline = true;
  for (; at < args.length && /^-[neE]+$/.test(args[at]?.text ?? ''); at++) {
    for (const letter of (args[at]?.text ?? '').slice(1)) {
      if (letter === 'n') newline = false;
      else escapes = letter === 'e';
    }
  }
  const words = args.slice(at);
  const text = words.map((word) => word.text).join(' ');
  const out = escapes ? decodeEscapes(text, 'echo') : text;
  return {
    text: newline ? `${out}\n` : out,
    known: allKnown(words),
    derived: words.some((word) => word.derived) || out !== text,
    decoded: words.some((word) => word.decoded) || (escapes && HIDING.test(text)),
  };
}

const DIRECTIVE =
  /%(?:%|[-+ #0]{0,5}(?:\*|\d{0,4})(?:\.(?:\*|\d{0,4}))?(?:[hlL]{0,2}[diouxXcsbqeEfgG]|\([^)]{0,40}\)T))/g;

function printf(args: readonly Value[], _stdin: Value | undefined, state: State): Value {
  const words = args[0]?.text === '-v' ? args.slice(2) : args[0]?.text === '--' ? args.slice(1) : args;
  const [format, ...rest] = words;
  if (!format) return EMPTY;
  if (!state.charge(lengthOf(words))) return UNKNOWN;
  let used = 0;
  let out = '';
  let decoded = words.some((word) => word.decoded);
  const next = (): string => rest[used++]?.text ?? '';
  do {
    const before = used;
    const pieces = format.text.split(DIRECTIVE);
    const directives: readonly string[] = format.text.match(DIRECTIVE) ?? [];
    pieces.forEach((piece, index) => {
      out += decodeEscapes(piece, 'format');
      const directive = directives[index];
      if (directive !== undefined) out += formatOne(directive, next);
    });
    decoded ||= HIDING.test(format.text) || directives.includes('%b');
    if (used === before || !state.charge(out.length)) break;
  } while (used < rest.length);
  return { text: textOfBytes(out), known: allKnown(words), derived: true, decoded };
}

function formatOne(directive: string, next: () => string): string {
  const kind = directive.at(-1) ?? '';
  if (kind === '%') return '%';
  const [, flags = '', width = '', precision] = /^%([-+ #0]*)(\*|\d*)(?:\.(\*|\d*))?/.exec(directive) ?? [];
  const columns = Math.min(Math.abs(Number(width === '*' ? next() : width) || 0), 1000);
  const limit = precision === '*' ? Number(next()) : precision === undefined ? undefined : Number(precision);
  const text = converted(kind, next(), limit, flags);
  if (flags.includes('-')) return text.padEnd(columns);
  if (!flags.includes('0') || !'diouxX'.includes(kind)) return text.padStart(columns);
  return text.startsWith('-') ? `-${text.slice(1).padStart(columns - 1, '0')}` : text.padStart(columns, '0');
}

function converted(kind: string, argument: string, limit: number | undefined, flags: string): string {
  switch (kind) {
    case 's':
    case 'q':
      return argument.slice(0, limit);
    case 'b':
      return decodeEscapes(argument, 'echo').slice(0, limit);
    case 'c':
      return argument.slice(0, 1);
    case 'd':
    case 'i':
    case 'u':
      return String(integer(argument));
    case 'x':
    case 'X': {
      const hex =
        (flags.includes('#') ? '0x' : '') +
        integer(argument)
          .toString(16)
          .padStart(limit ?? 0, '0');
      return kind === 'X' ? hex.toUpperCase() : hex;
    }
    case 'o':
      return integer(argument)
        .toString(8)
        .padStart(limit ?? 0, '0');
    default:
      return argument;
  }
}

/** A number as printf reads it; `'A` is the code of A. */
function integer(text: string): number {
  if (/^['"]/.test(text)) return text.codePointAt(1) ?? 0;
  if (/^-?0[xX]/.test(text)) return Number(text) || 0;
  if (/^-?0[0-7]+$/.test(text)) return Number.parseInt(text, 8);
  return Number.parseInt(text, 10) || 0;
}

function cat(args: readonly Value[], stdin: Value | undefined, state: State): Value {
  const names = args.filter((arg) => arg.text === '-' || !arg.text.startsWith('-'));
  const plain = args.every(
    (arg) => arg.text === '-' || arg.text === '--' || !arg.text.startsWith('-') || arg.text === '-u',
  );
  return plain ? inputOf(names, stdin, state) : UNKNOWN;
}

/** Content of the files named, or standard input. */
export function inputOf(names: readonly Value[], stdin: Value | undefined, state: State): Value {
  if (names.length === 0) return stdin ?? UNKNOWN;
  let out = EMPTY;
  for (const name of names.slice(0, 32)) {
    const standard = name.text === '-' || name.text === '/dev/stdin';
    const content = standard ? stdin : name.known ? state.files.get(state.resolve(name.text)) : undefined;
    if (!content || !state.charge(content.text.length)) return UNKNOWN;
    out = join(out, content);
  }
  return out;
}

/** A filter without options that matter, on its files or input. */
function onInput(
  names: readonly Value[],
  stdin: Value | undefined,
  state: State,
  change: (text: string) => string,
  decodes = false,
): Value {
  const input = inputOf(names, stdin, state);
  if (isUnknown(input) || !state.charge(input.text.length)) return UNKNOWN;
  return { text: change(input.text), known: input.known, derived: true, decoded: input.decoded || decodes };
}

const lines = (text: string): string[] => text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
const reverseLines = (text: string): string =>
  text
    .split('\n')
    .map((line) => Array.from(line).reverse().join(''))
    .join('\n');

const TR_CLASSES: Readonly<Record<string, string>> = {
  lower: 'a-z',
  upper: 'A-Z',
  alpha: 'A-Za-z',
  digit: '0-9',
  alnum: '0-9A-Za-z',
  space: ' \t\n\v\f\r',
  blank: ' \t',
};

/** A set of `tr`, ranges and classes written out. */
function trSet(given: string): string[] {
  const text = decodeEscapes(
    given.replace(/\[:(\w{1,10}):\]/g, (whole, name: string) => TR_CLASSES[name] ?? whole),
    'ansi',
  );
  const characters = Array.from(text);
  const out: string[] = [];
  for (let at = 0; at < characters.length && out.length < 1024; at++) {
    const first = characters[at] ?? '';
    const last = characters[at + 2];
    if (characters[at + 1] === '-' && last !== undefined && last >= first) {
      const from = first.codePointAt(0) ?? 0;
      const to = Math.min(last.codePointAt(0) ?? 0, from + 512);
      for (let code = from; code <= to; code++) out.push(String.fromCodePoint(code));
      at += 2;
    } else out.push(first);
  }
  return out;
}

function translate(args: readonly Value[], stdin: Value | undefined, state: State): Value {
  const flags = texts(args)
    .filter((text) => /^-[a-zA-Z]+$/.test(text))
    .join('');
  const [from, to] = args.filter((arg) => !/^-[a-zA-Z]+$/.test(arg.text));
  if (!stdin || isUnknown(stdin) || !from?.known || !(to?.known ?? true)) return UNKNOWN;
  if (!state.charge(2 * stdin.text.length + from.text.length + (to?.text.length ?? 0))) return UNKNOWN;
  const text = Array.from(stdin.text)
    .map(translator(trSet(from.text), trSet(to?.text ?? ''), flags))
    .join('');
  return { text, known: stdin.known, derived: true, decoded: true };
}

function translator(from: readonly string[], to: readonly string[], flags: string): (character: string) => string {
  const set = new Set(from);
  const complement = /[cC]/.test(flags);
  if (flags.includes('d')) return (character) => (set.has(character) !== complement ? '' : character);
  const last = to.at(-1) ?? '';
  if (to.length === 0) return (character) => character;
  if (complement) return (character) => (set.has(character) ? character : last);
  const map = new Map(from.map((character, index) => [character, to[index] ?? last]));
  return (character) => map.get(character) ?? character;
}

function sed(args: readonly Value[], stdin: Value | undefined, state: State): Value {
  const words = texts(args);
  const inPlace = words.some((word) => /^-[a-zA-Z]*i|^--in-place/.test(word));
  const quiet = words.some((word) => /^-[a-zA-Z]*n/.test(word));
  if (inPlace || quiet || !allKnown(args)) return UNKNOWN;
  const scripts = words.filter((_, at) => words[at - 1] === '-e');
  const rest = args.filter((arg, at) => !arg.text.startsWith('-') && words[at - 1] !== '-e');
  const script = scripts.length > 0 ? scripts.join(';') : (rest.shift()?.text ?? '');
  const input = inputOf(rest, stdin, state);
  if (isUnknown(input) || !state.charge(2_000 + input.text.length * 8)) return UNKNOWN;
  const text = applySed(script, input.text);
  return text === undefined ? UNKNOWN : { text, known: input.known, derived: true, decoded: true };
}

/** base64, xxd, gunzip and their kin on their files or input. */
function decodeInput(args: readonly Value[], stdin: Value | undefined, state: State, program: string): Value {
  if (!allKnown(args)) return UNKNOWN;
  const { run, files, cost = 0 } = decode(program, texts(args));
  if (!run) return UNKNOWN;
  const input = inputOf(files.map(literal), stdin, state);
  if (!input.known || !state.charge(input.text.length + cost)) return UNKNOWN;
  const text = run(input.text);
  if (text === undefined || !state.charge(text.length)) return UNKNOWN;
  return { text, known: true, derived: true, decoded: true };
}
