/**
 * Arguments as Python prints a dictionary (`{'command': 'ls', 'timeout': None}`), which is what some frameworks record in place of JSON.
 * Linear in the text; anything that is no whole literal is left as text.
 */
import type { Json } from './partial-json';

const MAX_DEPTH = 32;
/** Longest text looked at, in characters. */
const MAX_LENGTH = 1_000_000;

/** The dictionary or list that the text is; undefined when it is none. */
export function readPythonLiteral(text: string): Json | undefined {
  if (text.length > MAX_LENGTH || !/^\s{0,100}(?:\{'|\[['{])/.test(text)) return undefined;
  const reader = new LiteralReader(text);
  const value = reader.value(0);
  return reader.isWhole() ? value : undefined;
}

const WORDS: Readonly<Record<string, Json>> = { True: true, False: false, None: null };

const ESCAPES: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  "'": "'",
  '"': '"',
  '\\': '\\',
  '\n': '',
};

class LiteralReader {
  private at = 0;
  private failed = false;

  constructor(private readonly text: string) {}

  isWhole(): boolean {
    this.peek();
    return !this.failed && this.at >= this.text.length;
  }

  value(depth: number): Json {
    const first = this.peek();
    if (depth > MAX_DEPTH) return this.fail();
    if (first === '{') return this.dictionary(depth);
    if (first === '[' || first === '(') return this.list(depth, first === '[' ? ']' : ')');
    return first === "'" || first === '"' ? this.string(first) : this.word();
  }

  private dictionary(depth: number): Json {
    const members: { [key: string]: Json } = {};
    this.at += 1;
    while (!this.failed && !this.takes('}')) {
      const key = this.value(depth + 1);
      if (typeof key !== 'string' || !this.takes(':')) return this.fail();
      // A plain assignment to this one key would set the prototype.
      if (key !== '__proto__') members[key] = this.value(depth + 1);
      else this.value(depth + 1);
      if (!this.takes(',') && this.peek() !== '}') return this.fail();
    }
    return members;
  }

  private list(depth: number, end: string): Json {
    const items: Json[] = [];
    this.at += 1;
    while (!this.failed && !this.takes(end)) {
      items.push(this.value(depth + 1));
      if (!this.takes(',') && this.peek() !== end) return this.fail();
    }
    return items;
  }

  private string(quote: string): Json {
    let value = '';
    let from = this.at + 1;
    for (let at = from; at < this.text.length; at += 1) {
      const character = this.text.charAt(at);
      if (character === quote) {
        this.at = at + 1;
        return value + this.text.slice(from, at);
      }
      if (character !== '\\') continue;
      const [escaped, length] = this.escape(at + 1);
      value += this.text.slice(from, at) + escaped;
      at += length;
      from = at + 1;
    }
    return this.fail();
  }

  /** What an escape stands for, and how many characters it takes after the backslash. */
  private escape(at: number): [string, number] {
    const kind = this.text.charAt(at);
    const digits = { x: 2, u: 4, U: 8 }[kind];
    if (digits === undefined) return [ESCAPES[kind] ?? `\\${kind}`, 1];
    const code = this.text.slice(at + 1, at + 1 + digits);
    const point = /^[0-9a-fA-F]+$/.test(code) ? parseInt(code, 16) : Infinity;
    return point <= 0x10ffff && code.length === digits ? [String.fromCodePoint(point), digits + 1] : [`\\${kind}`, 1];
  }

  private word(): Json {
    const pattern = /[-+.0-9A-Za-z_]{1,40}/y;
    pattern.lastIndex = this.at;
    const word = pattern.exec(this.text)?.[0];
    if (word === undefined) return this.fail();
    this.at += word.length;
    if (Object.hasOwn(WORDS, word)) return WORDS[word] ?? null;
    const number = Number(word);
    return Number.isFinite(number) ? number : this.fail();
  }

  private peek(): string {
    while (this.at < this.text.length && ' \n\r\t'.includes(this.text.charAt(this.at))) this.at += 1;
    return this.text.charAt(this.at);
  }

  private takes(character: string): boolean {
    if (this.failed || this.peek() !== character) return false;
    this.at += 1;
    return true;
  }

  private fail(): null {
    this.failed = true;
    return null;
  }
}
