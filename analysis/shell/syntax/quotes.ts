/** Quoting: `'..'`, `".."`, `$'..'`, backslash, and text in which only `$`, backquote and backslash are special. */
import type { WordPart } from '../../../contracts/shell';
import { textOfBytes } from '../bytes';
import { readBackquote, readDollar } from './dollar';
import type { Source } from './source';

/** `'…'`, the position at its first quote. */
export function readSingleQuoted(source: Source, parts: WordPart[]): void {
  const start = source.position + 1;
  const close = source.text.indexOf("'", start);
  const ends = close >= 0 && close < source.end;
  if (!ends) source.problem('unterminated-quote');
  const end = ends ? close : source.end;
  source.position = ends ? end + 1 : end;
  source.add(parts, { type: 'literal', text: source.text.slice(start, end), quoted: true });
}

/** `"…"`, the position at its first quote. */
export function readDoubleQuoted(source: Source, parts: WordPart[]): void {
  const start = source.position;
  const before = parts.length;
  source.position++;
  readQuotedText(source, parts, 34);
  if (parts.length === before) source.add(parts, { type: 'literal', text: '', quoted: true });
  if (source.ended()) source.problem('unterminated-quote', start);
  else source.position++;
}

/** Text up to `closer` (a code; -1: up to the end) in which `$`, backquote and backslash keep their meaning: also here-documents and arithmetic. */
export function readQuotedText(source: Source, parts: WordPart[], closer: number): void {
  const { text } = source;
  let literal = '';
  let from = source.position;
  let at = from;
  while (at < source.end) {
    const code = text.charCodeAt(at);
    if (code === closer) break;
    if (code === 92) {
      const skip = escapeLength(text, at, closer);
      if (skip > 0) {
        literal += text.slice(from, at);
        from = at + skip;
      }
      at += skip === 1 ? 2 : Math.max(skip, 2);
    } else if (code === 36 || code === 96) {
      source.addText(parts, literal + text.slice(from, at), true);
      literal = '';
      source.position = at;
      if (code === 36) readDollar(source, parts, true);
      else readBackquote(source, parts, true);
      at = from = source.position;
    } else at++;
  }
  source.position = Math.min(at, source.end);
  source.addText(parts, literal + text.slice(from, source.position), true);
}

/** Characters to leave out at a backslash in quoted text: itself, or a whole line continuation, or none. */
function escapeLength(text: string, at: number, closer: number): number {
  switch (text[at + 1]) {
    case '\n':
      return 2;
    case '\r':
      return text[at + 2] === '\n' ? 3 : 0;
    case '$':
    case '`':
    case '\\':
      return 1;
    case '"':
      return closer === 34 ? 1 : 0;
    default:
      return 0;
  }
}

/** A backslash outside quotes. */
export function readEscape(source: Source, parts: WordPart[]): void {
  const next = source.peek(1);
  if (next === '\n') source.position += 2;
  else if (next === '\r' && source.peek(2) === '\n') source.position += 3;
  else if (next === '') {
    source.position++;
    source.add(parts, { type: 'literal', text: '\\', quoted: true });
  } else {
    const text = String.fromCodePoint(source.text.codePointAt(source.position + 1) ?? 92);
    source.position += 1 + text.length;
    source.add(parts, { type: 'literal', text, quoted: true });
  }
}

/** `$'…'`, the position at the dollar sign. */
export function readAnsiQuoted(source: Source, parts: WordPart[]): void {
  const start = source.position + 2;
  let at = start;
  while (at < source.end && source.text[at] !== "'") at += source.text[at] === '\\' ? 2 : 1;
  const end = Math.min(at, source.end);
  if (at >= source.end) source.problem('unterminated-quote', start - 2);
  source.position = Math.min(end + 1, source.end);
  const text = decodeEscapes(source.text.slice(start, end), 'ansi');
  source.add(parts, { type: 'literal', text, quoted: true });
}

const SIMPLE: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

/** One escape after its backslash: octal, hexadecimal, Unicode, control, or a letter. Sticky. */
const ESCAPE = /x\{?([0-9a-fA-F]{1,8})\}?|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|([0-7]{1,3})|c([^])|([^])/y;

/**
 * Decodes backslash escapes. `ansi` is `$'..'`, `echo` is `echo -e` and `%b` (octal is `\0nnn`, `\c` stops all), `format` is the format of
 * printf. Bytes of 0x80 and above are joined to UTF-8 characters.
 */
export function decodeEscapes(text: string, dialect: 'ansi' | 'echo' | 'format'): string {
  let at = text.indexOf('\\');
  if (at < 0) return text;
  let out = text.slice(0, at);
  let bytes = false;
  while (at < text.length) {
    const next = text.indexOf('\\', at);
    if (next < 0) {
      out += text.slice(at);
      break;
    }
    out += text.slice(at, next);
    const escape = readOne(text, next + 1, dialect);
    if (escape.stops === true) break;
    bytes ||= escape.byte === true;
    out += escape.text;
    at = next + 1 + escape.length;
  }
  return bytes ? textOfBytes(out) : out;
}

interface Escape {
  text: string;
  length: number;
  byte?: boolean;
  stops?: boolean;
}

function readOne(text: string, at: number, dialect: 'ansi' | 'echo' | 'format'): Escape {
  if (dialect === 'echo' && text[at] === 'c') return { text: '', length: 1, stops: true };
  if (dialect === 'echo' && text[at] === '0') {
    const digits = /[0-7]{0,3}/y;
    digits.lastIndex = at + 1;
    const octal = digits.exec(text)?.[0] ?? '';
    return byteOf(Number.parseInt(octal || '0', 8), 1 + octal.length, dialect);
  }
  ESCAPE.lastIndex = at;
  const match = ESCAPE.exec(text);
  if (!match) return { text: '\\', length: 0 };
  const [whole, hex, short, long, octal, control, letter = ''] = match;
  if (hex !== undefined) return hexadecimal(whole, hex, dialect);
  const point = short ?? long;
  if (point !== undefined) return { text: characterOf(Number.parseInt(point, 16)), length: whole.length };
  if (octal !== undefined) return byteOf(Number.parseInt(octal, 8) & 0xff, whole.length, dialect);
  if (control !== undefined && dialect === 'ansi')
    return { text: String.fromCharCode(control.charCodeAt(0) & 0x1f), length: 2 };
  const known = control === undefined ? SIMPLE[letter] : undefined;
  return { text: known ?? `\\${whole}`, length: whole.length };
}

/** `\xHH` takes two digits; with braces (newer shells) all of them, modulo 256. */
function hexadecimal(whole: string, hex: string, dialect: 'ansi' | 'echo' | 'format'): Escape {
  if (whole.startsWith('x{')) return byteOf(Number.parseInt(hex, 16) & 0xff, whole.length, dialect);
  const digits = hex.slice(0, 2);
  return byteOf(Number.parseInt(digits, 16), 1 + digits.length, dialect);
}

/** A zero byte ends a `$'..'`, and no argument can hold one. */
function byteOf(value: number, length: number, dialect: 'ansi' | 'echo' | 'format'): Escape {
  if (value === 0 && dialect === 'ansi') return { text: '', length, stops: true };
  return { text: String.fromCharCode(value), length, byte: value >= 0x80 };
}

function characterOf(point: number): string {
  return point <= 0x10ffff ? String.fromCodePoint(point) : '\uFFFD';
}
