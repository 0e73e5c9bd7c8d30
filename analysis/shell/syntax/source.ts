/** The text being read, with a position, and what all readers of one parse share. */
import type { Redirection, Script, ShellProblem, WordPart } from '../../../contracts/shell';
import { MAX_DEPTH, MAX_NODES, MAX_PROBLEMS } from '../limits';
import { isMeta } from './characters';

/** A here-document whose body begins after the next newline. */
export interface PendingHeredoc {
  redirection: Redirection;
  delimiter: string;
  strips: boolean;
  expands: boolean;
}

/** One per parse, also where a part is read from a text of its own (backquotes). */
export interface Shared {
  readonly problems: ShellProblem[];
  nodes: number;
  full: boolean;
  depth: number;
  backquotes: number;
  /** Characters that were looked at ahead of reading them; bounded, so that reading stays linear. */
  lookahead: number;
  readonly lookaheadLimit: number;
  readonly readScript: (source: Source, stop: number) => Script;
}

export class Source {
  position = 0;
  end: number;
  pending: PendingHeredoc[] = [];
  /** Open `$(` and `<(` around the position. */
  substitutions = 0;

  constructor(
    readonly text: string,
    readonly shared: Shared,
    /** Where this text stands in the whole one. */
    readonly base = 0,
  ) {
    this.end = text.length;
  }

  ended(): boolean {
    return this.position >= this.end;
  }

  /** Character at the position plus `ahead`, `''` beyond the end. */
  peek(ahead = 0): string {
    const at = this.position + ahead;
    return at < this.end ? (this.text[at] ?? '') : '';
  }

  /** Reports what is wrong at `at`; `text` is the place as written when left out. */
  problem(kind: ShellProblem['kind'], at = this.position, text?: string): void {
    if (this.shared.problems.length >= MAX_PROBLEMS) return;
    const excerpt = text ?? this.text.slice(at, Math.min(at + 20, this.end));
    this.shared.problems.push({ kind, at: this.base + Math.min(at, this.end), text: excerpt });
  }

  /** Counts a node, or as many as `weight`; at the cap the rest of the text is left unread. */
  count(weight = 1): void {
    const { shared } = this;
    shared.nodes += weight;
    if (shared.nodes <= MAX_NODES) return;
    if (!this.full) this.problem('too-many');
    this.shared.full = true;
    this.position = this.end;
  }

  /** The cap on nodes was reached. */
  get full(): boolean {
    return this.shared.full;
  }

  add(parts: WordPart[], part: WordPart): void {
    this.count();
    parts.push(part);
  }

  /** Reads something that may hold more of its own kind; at the deepest the rest of the text is left unread. */
  deeper<T>(read: () => T): T {
    if (++this.shared.depth > MAX_DEPTH) {
      this.problem('too-deep');
      this.position = this.end;
    }
    const result = read();
    this.shared.depth--;
    return result;
  }

  /** Adds literal text when there is any. */
  addText(parts: WordPart[], text: string, quoted: boolean): void {
    if (text !== '') this.add(parts, { type: 'literal', text, quoted });
  }

  /** Reads a part of this text as if it were all, then goes on at `after`. */
  within<T>(start: number, end: number, after: number, read: () => T): T {
    const outer = { end: this.end, pending: this.pending };
    this.position = start;
    this.end = end;
    this.pending = [];
    const result = read();
    this.end = outer.end;
    this.pending = outer.pending;
    this.position = this.full ? this.end : after;
    return result;
  }

  /** Reads what a shell reads only when it runs (here-document bodies, backquotes): its mistakes are none of the script's. */
  later<T>(read: () => T): T {
    const { problems } = this.shared;
    const before = problems.length;
    const result = read();
    const limits = problems.slice(before).filter((problem) => problem.kind.startsWith('too-'));
    problems.splice(before, problems.length - before, ...limits);
    return result;
  }

  /** Skips blanks, line continuations, the `\r` of `\r\n`, and a comment up to its newline. */
  skipBlanks(): void {
    const { text, end } = this;
    let at = this.position;
    for (; at < end; at++) {
      const code = text.charCodeAt(at);
      if (code === 32 || code === 9) continue;
      if (code === 13 && text.charCodeAt(at + 1) === 10) continue;
      if (code === 92 && (at + 1 >= end || text.charCodeAt(at + 1) === 10)) at++;
      else if (code === 92 && text.startsWith('\r\n', at + 1)) at += 2;
      else if (code === 35) {
        const newline = text.indexOf('\n', at);
        at = newline < 0 || newline > end ? end : newline;
        break;
      } else break;
    }
    this.position = Math.min(at, end);
  }

  /** Whether a word that ends before `from` is complete there. */
  delimited(from: number): boolean {
    let at = from;
    while (at < this.end && this.text.charCodeAt(at) === 92) {
      if (at + 1 < this.end && this.text.charCodeAt(at + 1) !== 10) return false;
      at += 2;
    }
    if (at >= this.end) return true;
    const code = this.text.charCodeAt(at);
    return isMeta(code) || (code === 13 && this.text.charCodeAt(at + 1) === 10);
  }

  /** Notes `amount` characters of looking ahead; false when there was too much of it. */
  lookAhead(amount: number): boolean {
    this.shared.lookahead += amount;
    return this.shared.lookahead <= this.shared.lookaheadLimit;
  }
}
