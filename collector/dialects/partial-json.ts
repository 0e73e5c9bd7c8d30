/**
 * JSON that may be cut midway, as agents put it into string attributes. What was there before the cut is kept: a started string keeps
 * its beginning, a started object its members so far. Linear in the text; nesting past the bound is dropped.
 */

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface JsonReading {
  value: Json;
  /** The text ended, or went wrong, before the value did. */
  cut: boolean;
}

const MAX_DEPTH = 32;
/** Longest text looked at, in characters. */
const MAX_LENGTH = 1_000_000;

/** Reads an object, array or string; undefined for anything that does not begin as one (a patch, a plain command, a bare number). */
export function readJson(text: string): JsonReading | undefined {
  const start = skipSpace(text, 0);
  const first = text.charAt(start);
  if (first !== '{' && first !== '[' && first !== '"') return undefined;
  if (text.length <= MAX_LENGTH) {
    try {
      const value = JSON.parse(text) as Json;
      return depthWithin(value, MAX_DEPTH) ? { value, cut: false } : readPart(text, start);
    } catch {
      // Cut or broken: read what is there.
    }
  }
  return readPart(text.slice(0, MAX_LENGTH), start);
}

function depthWithin(value: Json, left: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (left === 0) return false;
  if (Array.isArray(value)) return value.every((item) => depthWithin(item, left - 1));
  for (const key in value) if (!depthWithin(value[key] as Json, left - 1)) return false;
  return true;
}

function readPart(text: string, start: number): JsonReading | undefined {
  const reader = new PartReader(text, start);
  const value = reader.value(0);
  return value === undefined ? undefined : { value, cut: true };
}

/** Reads until the text ends or is no longer JSON; then every open value closes with what it has. */
class PartReader {
  private stopped = false;

  constructor(
    private readonly text: string,
    private at: number,
  ) {}

  value(depth: number): Json | undefined {
    this.at = skipSpace(this.text, this.at);
    const first = this.text.charAt(this.at);
    if (depth > MAX_DEPTH || first === '') return this.nothing();
    if (first === '{') return this.object(depth);
    if (first === '[') return this.array(depth);
    return first === '"' ? this.string() : this.literal();
  }

  private nothing(): Json | undefined {
    this.stopped = true;
    return undefined;
  }

  private object(depth: number): Json {
    const members = Object.create(null) as { [key: string]: Json };
    this.at += 1;
    while (!this.stopped && !this.takes('}')) {
      if (this.peek() !== '"') break;
      const key = this.string();
      if (!this.takes(':')) break;
      const member = this.value(depth + 1);
      if (member !== undefined) members[key] = member;
      if (!this.takes(',') && this.peek() !== '}') this.stopped = true;
    }
    return members;
  }

  private array(depth: number): Json {
    const items: Json[] = [];
    this.at += 1;
    while (!this.stopped && !this.takes(']')) {
      const item = this.value(depth + 1);
      if (item !== undefined) items.push(item);
      if (!this.takes(',') && this.peek() !== ']') this.stopped = true;
    }
    return items;
  }

  private peek(): string {
    this.at = skipSpace(this.text, this.at);
    return this.text.charAt(this.at);
  }

  private takes(character: string): boolean {
    if (this.stopped || this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private string(): string {
    const start = this.at + 1;
    let end = start;
    while (end < this.text.length && this.text.charAt(end) !== '"') end += this.text.charAt(end) === '\\' ? 2 : 1;
    if (end >= this.text.length) {
      this.stopped = true;
      this.at = this.text.length;
      return unescape(this.text.slice(start));
    }
    this.at = end + 1;
    return unescape(this.text.slice(start, end));
  }

  private literal(): Json | undefined {
    const word = /[-+.0-9A-Za-z]{1,40}/y;
    word.lastIndex = this.at;
    const found = word.exec(this.text)?.[0];
    if (found === undefined) return this.nothing();
    this.at += found.length;
    if (found === 'true' || found === 'false') return found === 'true';
    // Some agents write `undefined` into what is JSON otherwise.
    if (found === 'null' || found === 'undefined') return null;
    const number = Number(found);
    // A number at the very end may have lost digits.
    return Number.isNaN(number) || this.at >= this.text.length ? this.nothing() : number;
  }
}

const ESCAPES: Readonly<Record<string, string>> = { b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' };

/** Undoes JSON's escapes; half an escape at the end is left out. */
function unescape(text: string): string {
  if (!text.includes('\\')) return text;
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|u[0-9a-fA-F]{0,3}$|(.)|$)/gs, (_, hex?: string, other?: string) => {
    if (hex !== undefined) return String.fromCharCode(parseInt(hex, 16));
    return other === undefined ? '' : (ESCAPES[other] ?? other);
  });
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && ' \n\r\t'.includes(text.charAt(at))) at += 1;
  return at;
}
