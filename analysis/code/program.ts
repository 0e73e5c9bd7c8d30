/** A program as tokens with what is known of its names, and the calls in it. One pass, in the order of the text. */
import type { Language } from './languages';
import { SYNTAX } from './languages';
import type { Token } from './tokens';
import { tokenize } from './tokens';
import type { Value } from './values';

/** Half-open range of token indexes. */
export interface Range {
  from: number;
  to: number;
}

export interface Call {
  /** Dotted, aliases and modules resolved as far as known: `socket.socket().connect`. */
  path: string;
  /** Last part of the path. */
  name: string;
  /** What stands before the last part, as written. */
  owner: string;
  args: readonly Range[];
  /** Everything between the brackets. */
  inside: Range;
  /** The call or value that a method was called on: `Path("x").read_text()`. */
  self?: Range;
  at: number;
  /** Index of the token after the call. */
  end: number;
}

export interface Program {
  language: Language;
  tokens: readonly Token[];
  /** Index of the closing bracket of each opening one and the other way round; -1 elsewhere. */
  partner: Int32Array;
  constants: Map<string, Value>;
  /** What a name stands for: a module, a function, or the result of a call (`socket.socket()`). */
  aliases: Map<string, string>;
  /** Names that hold what came over a socket. */
  tainted: Set<string>;
  /** Names before this index were taken in by an assignment of several. */
  learnt: number;
  /** Which item of each loop over literals this pass is for, from 0, and how many passes that needs, at most 12. */
  turn: number;
  turns: number;
  /** Steps that evaluation may still take; keeps everything linear. */
  budget: number;
}

export function createProgram(language: Language, text: string): Program {
  const tokens = tokenize(text, SYNTAX[language]);
  return {
    language,
    tokens,
    partner: pair(tokens),
    constants: new Map(),
    aliases: new Map(),
    tainted: new Set(),
    learnt: 0,
    turn: 0,
    turns: 1,
    budget: 20_000 + tokens.length * 4,
  };
}

function pair(tokens: readonly Token[]): Int32Array {
  const partner = new Int32Array(tokens.length).fill(-1);
  const open: number[] = [];
  tokens.forEach(({ type, text }, at) => {
    if (type !== 'sign') return;
    if (text === '(' || text === '[' || text === '{') open.push(at);
    else if (text === ')' || text === ']' || text === '}') {
      const from = open.pop();
      if (from === undefined) return;
      partner[from] = at;
      partner[at] = from;
    }
  });
  return partner;
}

export const isSign = (token: Token | undefined, text: string) => token?.type === 'sign' && token.text === text;

/** Pieces between `,` at the top of a range. Empty pieces are left out. */
export function pieces(program: Program, { from, to }: Range): Range[] {
  const { tokens, partner } = program;
  const found: Range[] = [];
  let start = from;
  for (let at = from; at < to; at++) {
    program.budget--;
    const token = tokens[at];
    const close = partner[at] ?? -1;
    if (close >= 0 && close < from) {
      // The bracket that the range stands in closes here.
      if (at > start) found.push({ from: start, to: at });
      return found;
    }
    if (close > at) at = close;
    else if (isSign(token, ',')) {
      if (at > start) found.push({ from: start, to: at });
      start = at + 1;
    }
  }
  if (to > start) found.push({ from: start, to });
  return found;
}

/** Index after the statement or bare argument list that begins at `from`. Looks at most at `most` tokens. */
export function statementEnd(program: Program, from: number, most = 2_000): number {
  const { tokens, partner, language } = program;
  const bare = language === 'perl' || language === 'ruby';
  const limit = Math.min(tokens.length, from + most);
  for (let at = from; at < limit; at++) {
    program.budget--;
    const token = tokens[at];
    const close = partner[at] ?? -1;
    if (close > at) at = Math.min(close, limit);
    else if (close >= 0 || token?.type === 'line' || isSign(token, ';')) return at;
    else if (bare && token?.type === 'name' && /^(?:if|unless|while|until|for|foreach|do|and|or)$/.test(token.text))
      return at;
    else if (bare && (isSign(token, '&&') || isSign(token, '||')) && at > from) return at;
  }
  return limit;
}

const JOINTS: ReadonlySet<string> = new Set(['.', '->', '::', ':', '?.', '&.']);

/** Whether the sign at `at` leads from a value to its member, in this language. */
export function isJoint({ tokens, language }: Program, at: number): boolean {
  const token = tokens[at];
  if (token?.type !== 'sign' || !JOINTS.has(token.text)) return false;
  if (token.text === '.') return language !== 'perl' && language !== 'php';
  return token.text !== ':' || language === 'lua';
}

/** Index after a dotted name that begins at `at`, and its parts. `x["y"]` counts as `x.y`. */
export function dotted(program: Program, at: number): { parts: string[]; end: number } {
  const { tokens, partner } = program;
  const parts = [tokens[at]?.text ?? ''];
  let end = at + 1;
  while (parts.length < 12) {
    const key = tokens[end + 1];
    if (isJoint(program, end) && key?.type === 'name') [parts[parts.length], end] = [key.text, end + 2];
    else if (
      isSign(tokens[end], '[') &&
      key?.type === 'string' &&
      partner[end] === end + 2 &&
      /^\w{1,40}$/.test(key.text)
    )
      [parts[parts.length], end] = [key.text, end + 3];
    else break;
  }
  return { parts, end };
}
