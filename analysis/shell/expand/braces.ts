/** Brace expansion, `{a,b}` and `{1..5}`, on the parts of a word. Linear in input and output, and both are bounded. */
import type { WordPart } from '../../../contracts/shell';
import { MAX_FIELDS } from '../limits';

type Token = WordPart | '{' | '}' | ',';
const SIGNS = '{},';
const MAX_NESTING = 16;
const MAX_TOKENS = 2_048;
/** Parts of all results together. */
const MAX_CELLS = 16 * 1024;

/** Whether expansion could do anything at all: a cheap question for nearly every word. */
export function hasBraces(parts: readonly WordPart[]): boolean {
  return parts.some((part) => part.type === 'literal' && !part.quoted && part.text.includes('{'));
}

/** The words that the parts become, in order; undefined when they would be too many. */
export function expandBraces(parts: readonly WordPart[]): WordPart[][] | undefined {
  if (countSigns(parts) > MAX_TOKENS) return undefined;
  const tokens = tokenise(parts);
  const reader = new Reader(tokens);
  const results = reader.expand(0, tokens.length, 0);
  return reader.overflowed ? undefined : results;
}

function countSigns(parts: readonly WordPart[]): number {
  let count = parts.length;
  for (const part of parts) {
    if (part.type !== 'literal' || part.quoted) continue;
    for (let at = 0; at < part.text.length; at++) if (SIGNS.includes(part.text[at] ?? '')) count++;
  }
  return count;
}

function tokenise(parts: readonly WordPart[]): Token[] {
  return parts.flatMap((part): Token[] => {
    if (part.type !== 'literal' || part.quoted || !/[{},]/.test(part.text)) return [part];
    return part.text
      .split(/([{},])/)
      .filter((piece) => piece !== '')
      .map((piece) =>
        piece === '{' || piece === '}' || piece === ',' ? piece : { type: 'literal', text: piece, quoted: false },
      );
  });
}

interface Pair {
  close: number;
  commas: number[];
}

class Reader {
  overflowed = false;
  private cells = 0;
  private readonly pairs: ReadonlyMap<number, Pair>;

  constructor(private readonly tokens: readonly Token[]) {
    this.pairs = pairUp(tokens);
  }

  expand(from: number, to: number, depth: number): WordPart[][] {
    let results: WordPart[][] = [[]];
    for (let at = from; at < to && !this.overflowed; at++) {
      const token = this.tokens[at];
      if (token === undefined) break;
      const pair = token === '{' ? this.pairs.get(at) : undefined;
      const alternatives = pair ? this.alternatives(at, pair, depth) : undefined;
      if (pair && alternatives) {
        results = this.multiply(results, alternatives);
        at = pair.close;
      } else {
        const part: WordPart = typeof token === 'string' ? { type: 'literal', text: token, quoted: false } : token;
        this.spend(results.length);
        for (const result of results) result.push(part);
      }
    }
    return results;
  }

  private alternatives(open: number, pair: Pair, depth: number): WordPart[][] | undefined {
    if (pair.commas.length === 0) return this.sequence(open, pair.close);
    if (depth >= MAX_NESTING) {
      this.overflowed = true;
      return undefined;
    }
    const edges = [open, ...pair.commas, pair.close];
    return edges
      .slice(1)
      .flatMap((edge, index) => (this.overflowed ? [] : this.expand((edges[index] ?? 0) + 1, edge, depth + 1)));
  }

  private sequence(open: number, close: number): WordPart[][] | undefined {
    const only = this.tokens[open + 1];
    if (close !== open + 2 || typeof only !== 'object' || only.type !== 'literal') return undefined;
    return sequenceOf(only.text)?.map((text) => [{ type: 'literal', text, quoted: false }]);
  }

  private multiply(left: WordPart[][], right: WordPart[][]): WordPart[][] {
    if (left.length * right.length > MAX_FIELDS) {
      this.overflowed = true;
      return left;
    }
    const results = left.flatMap((prefix) => right.map((suffix) => [...prefix, ...suffix]));
    this.spend(results.reduce((sum, result) => sum + result.length, 0));
    return results;
  }

  private spend(cells: number): void {
    this.cells += cells;
    if (this.cells > MAX_CELLS) this.overflowed = true;
  }
}

/** Which `}` closes which `{`, and the commas that stand directly between them. */
function pairUp(tokens: readonly Token[]): Map<number, Pair> {
  const pairs = new Map<number, Pair>();
  const open: { at: number; commas: number[] }[] = [];
  tokens.forEach((token, at) => {
    if (token === '{') open.push({ at, commas: [] });
    else if (token === ',') open.at(-1)?.commas.push(at);
    else if (token === '}') {
      const pair = open.pop();
      if (pair) pairs.set(pair.at, { close: at, commas: pair.commas });
    }
  });
  return pairs;
}

/** `1..5`, `01..10..2`, `a..e`. */
function sequenceOf(text: string): string[] | undefined {
  const numbers = /^(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?$/.exec(text);
  const letters = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d{1,9}))?$/.exec(text);
  const [, first = '', last = '', step] = numbers ?? letters ?? [];
  if (first === '') return undefined;
  const from = numbers ? Number(first) : first.charCodeAt(0);
  const to = numbers ? Number(last) : last.charCodeAt(0);
  const by = Math.max(Math.abs(Number(step ?? 1)), 1) * (from <= to ? 1 : -1);
  const count = Math.min(Math.floor(Math.abs(to - from) / Math.abs(by)) + 1, MAX_FIELDS);
  const padded = numbers && (/^-?0\d/.test(first) || /^-?0\d/.test(last));
  const width = padded ? Math.max(first.length, last.length) : 0;
  return Array.from({ length: count }, (_, index) => {
    const value = from + index * by;
    if (!numbers) return String.fromCharCode(value);
    return value < 0 ? `-${String(-value).padStart(width - 1, '0')}` : String(value).padStart(width, '0');
  });
}
