/** Conditions: `and`, `or`, `not`, parentheses, `1 of name*`, `all of them`. Weakest first: or, and, not, x of. */
import type { Predicate } from './fields';
import { invalid, unsupported } from './problem';

type Path = readonly (string | number)[];
export type Selections = ReadonlyMap<string, Predicate>;

const MAX_LENGTH = 4_000;
const MAX_DEPTH = 50;
const TOKEN = /\s*(\(|\)|\||[\w.*?-]{1,200})/y;

/** Throws `RuleProblem`. */
export function compileCondition(text: string, selections: Selections, path: Path): Predicate {
  return new Parser(tokensOf(text, path), selections, path).whole();
}

function tokensOf(text: string, path: Path): string[] {
  if (text.length > MAX_LENGTH) throw invalid(path, `is longer than ${MAX_LENGTH} characters`);
  const tokens: string[] = [];
  const end = text.trimEnd().length;
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < end) {
    const at = TOKEN.lastIndex;
    const token = TOKEN.exec(text)?.[1];
    if (token === undefined) throw invalid(path, `cannot be read from "${text.slice(at, at + 20)}"`);
    if (token === '|') throw unsupported(path, 'counting inside a condition is obsolete: write a correlation rule');
    tokens.push(token);
  }
  return tokens;
}

class Parser {
  #at = 0;
  #depth = 0;

  constructor(
    private readonly tokens: readonly string[],
    private readonly selections: Selections,
    private readonly path: Path,
  ) {}

  whole(): Predicate {
    const result = this.#either();
    if (this.#at < this.tokens.length)
      throw invalid(this.path, `"${this.tokens[this.#at] ?? ''}" stands where nothing should`);
    return result;
  }

  #either(): Predicate {
    const parts = [this.#both()];
    while (this.#take('or')) parts.push(this.#both());
    const [only] = parts;
    return only && parts.length === 1 ? only : (fields) => parts.some((part) => part(fields));
  }

  #both(): Predicate {
    const parts = [this.#negated()];
    while (this.#take('and')) parts.push(this.#negated());
    const [only] = parts;
    return only && parts.length === 1 ? only : (fields) => parts.every((part) => part(fields));
  }

  #negated(): Predicate {
    let negated = false;
    while (this.#take('not')) negated = !negated;
    const part = this.#single();
    return negated ? (fields) => !part(fields) : part;
  }

  #single(): Predicate {
    const token = this.tokens[this.#at];
    if (token === undefined) throw invalid(this.path, 'ends too early');
    this.#at += 1;
    if (token === '(') return this.#grouped();
    if (/^(?:all|any|\d{1,4})$/i.test(token) && this.#take('of')) return this.#quantified(token.toLowerCase());
    const selection = this.selections.get(token);
    if (!selection) throw invalid(this.path, `there is no selection "${token}"`);
    return selection;
  }

  #grouped(): Predicate {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw invalid(this.path, `nests deeper than ${MAX_DEPTH}`);
    const inner = this.#either();
    if (!this.#take(')')) throw invalid(this.path, 'a parenthesis is not closed');
    this.#depth -= 1;
    return inner;
  }

  #quantified(word: string): Predicate {
    const pattern = this.tokens[this.#at];
    if (pattern === undefined) throw invalid(this.path, '"of" names nothing');
    this.#at += 1;
    const parts = [...this.selections].filter(([name]) => isMeant(name, pattern)).map(([, part]) => part);
    if (parts.length === 0) throw invalid(this.path, `no selection is called "${pattern}"`);
    const least = word === 'all' ? parts.length : word === 'any' ? 1 : Number(word);
    if (least > parts.length || least < 1) throw invalid(this.path, `"${word} of ${pattern}" can never hold`);
    return (fields) => {
      let held = 0;
      return parts.some((part) => part(fields) && ++held >= least);
    };
  }

  #take(word: string): boolean {
    if (this.tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at += 1;
    return true;
  }
}

/** `them` leaves out what begins with an underscore; a star stands for any characters. */
function isMeant(name: string, pattern: string): boolean {
  if (pattern.toLowerCase() === 'them') return !name.startsWith('_');
  const [head = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return name === pattern;
  let at = head.length;
  if (!name.startsWith(head)) return false;
  for (const piece of rest.slice(0, -1)) {
    const found = name.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  const tail = rest.at(-1) ?? '';
  return name.length - tail.length >= at && name.endsWith(tail);
}
