/** Shell patterns inside `${v#p}` and its kin: a set of states walked over the text, so never worse than length times pattern. */

/** One place of a pattern. Ranges are code unit pairs. */
export type PatternToken =
  | { kind: 'character'; text: string }
  | { kind: 'any' }
  | { kind: 'star' }
  | { kind: 'class'; negated: boolean; ranges: (readonly [number, number])[] };

/** A piece of a pattern before it is read: glob signs keep their meaning only unquoted. */
export interface PatternPiece {
  text: string;
  active: boolean;
}

const CLASSES: Readonly<Record<string, (readonly [number, number])[]>> = {
  alpha: [
    [65, 90],
    [97, 122],
  ],
  digit: [[48, 57]],
  alnum: [
    [48, 57],
    [65, 90],
    [97, 122],
  ],
  upper: [[65, 90]],
  lower: [[97, 122]],
  space: [
    [9, 13],
    [32, 32],
  ],
  blank: [
    [9, 9],
    [32, 32],
  ],
  punct: [
    [33, 47],
    [58, 64],
    [91, 96],
    [123, 126],
  ],
  xdigit: [
    [48, 57],
    [65, 70],
    [97, 102],
  ],
  cntrl: [
    [0, 31],
    [127, 127],
  ],
  print: [[32, 126]],
  graph: [[33, 126]],
};

export function compilePattern(pieces: readonly PatternPiece[]): PatternToken[] {
  const text = pieces.map((piece) => piece.text).join('');
  const active = pieces.flatMap((piece) => Array.from({ length: piece.text.length }, () => piece.active));
  const tokens: PatternToken[] = [];
  for (let at = 0; at < text.length; at++) {
    const character = text[at] ?? '';
    if (active[at] !== true || !'*?['.includes(character)) tokens.push({ kind: 'character', text: character });
    else if (character === '*') tokens.push({ kind: 'star' });
    else if (character === '?') tokens.push({ kind: 'any' });
    else {
      const bracket = readClass(text, at);
      if (bracket) {
        tokens.push(bracket.token);
        at = bracket.end;
      } else tokens.push({ kind: 'character', text: '[' });
    }
  }
  return tokens;
}

function readClass(text: string, open: number): { token: PatternToken; end: number } | undefined {
  let at = open + 1;
  const negated = text[at] === '!' || text[at] === '^';
  if (negated) at++;
  const ranges: (readonly [number, number])[] = [];
  const first = at;
  const limit = Math.min(text.length, open + 300);
  while (at < limit) {
    if (text[at] === ']' && at > first) return { token: { kind: 'class', negated, ranges }, end: at };
    const named = text.startsWith('[:', at) ? /^\[:(\w{1,10}):\]/.exec(text.slice(at, at + 16)) : null;
    if (named) {
      ranges.push(...(CLASSES[named[1] ?? ''] ?? []));
      at += named[0].length;
    } else if (text[at + 1] === '-' && text[at + 2] !== ']' && at + 2 < limit) {
      ranges.push([text.charCodeAt(at), text.charCodeAt(at + 2)]);
      at += 3;
    } else {
      ranges.push([text.charCodeAt(at), text.charCodeAt(at)]);
      at++;
    }
  }
  return undefined;
}

function fits(token: PatternToken, character: string): boolean {
  if (token.kind === 'character') return token.text === character;
  if (token.kind !== 'class') return true;
  const code = character.charCodeAt(0);
  return token.ranges.some(([low, high]) => code >= low && code <= high) !== token.negated;
}

/** The pattern's plain text when it has no active signs. */
export function plainPattern(tokens: readonly PatternToken[]): string | undefined {
  let text = '';
  for (const token of tokens) {
    if (token.kind !== 'character') return undefined;
    text += token.text;
  }
  return text;
}

/**
 * Ends of all matches that begin at `start`, smallest first, or only the first with `shortest`. `work` is called with the states
 * visited and may stop it by answering false.
 */
export function matchEnds(
  tokens: readonly PatternToken[],
  text: string,
  start: number,
  work: (steps: number) => boolean,
  shortest = false,
): number[] {
  const ends: number[] = [];
  let states = close(tokens, new Set([0]));
  for (let at = start; ; at++) {
    if (states.has(tokens.length)) ends.push(at);
    if ((shortest && ends.length > 0) || at >= text.length || states.size === 0 || !work(states.size)) return ends;
    const character = text[at] ?? '';
    const next = new Set<number>();
    for (const state of states) {
      const token = tokens[state];
      if (token?.kind === 'star') next.add(state);
      else if (token && fits(token, character)) next.add(state + 1);
    }
    states = close(tokens, next);
  }
}

/** A star may also match nothing. */
function close(tokens: readonly PatternToken[], states: Set<number>): Set<number> {
  for (const state of states) if (tokens[state]?.kind === 'star') states.add(state + 1);
  return states;
}
