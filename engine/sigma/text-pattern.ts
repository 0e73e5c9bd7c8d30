/** Sigma's text patterns: `*` and `?`, with a backslash before them (or before itself) for the character. Matched in linear time. */
import { RE2JS } from 're2js';

/** A piece of a pattern. `dash` is any character that begins an option on Windows. */
type Piece = { literal: string } | 'any' | 'one' | 'dash';

export type Placement = 'whole' | 'start' | 'end' | 'anywhere';

export interface PatternOptions {
  placement: Placement;
  cased: boolean;
  /** A dash at the beginning of a word stands for each of its kin. */
  windash: boolean;
}

const DASHES = '-/\u2013\u2014\u2015';

/** Whether a text (in lower case unless cased) fits. */
export type TextMatcher = (text: string) => boolean;

export function compilePattern(pattern: string, { placement, cased, windash }: PatternOptions): TextMatcher {
  const pieces = piecesOf(cased ? pattern : pattern.toLowerCase(), windash);
  if (placement === 'end' || placement === 'anywhere') pieces.unshift('any');
  if (placement === 'start' || placement === 'anywhere') pieces.push('any');
  return quick(pieces) ?? slow(pieces);
}

function piecesOf(pattern: string, windash: boolean): Piece[] {
  const pieces: Piece[] = [];
  let literal = '';
  const flush = () => {
    if (literal !== '') pieces.push({ literal });
    literal = '';
  };
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    const next = pattern.charAt(at + 1);
    const startsWord = at === 0 || /\s/.test(pattern.charAt(at - 1));
    if (character === '\\' && (next === '*' || next === '?' || next === '\\')) {
      literal += next;
      at += 1;
    } else if (character === '*' || character === '?' || (windash && startsWord && DASHES.includes(character))) {
      flush();
      pieces.push(character === '*' ? 'any' : character === '?' ? 'one' : 'dash');
    } else literal += character;
  }
  flush();
  return pieces.filter((piece, index) => piece !== 'any' || pieces[index - 1] !== 'any');
}

/** Patterns that are one text with or without something around it: nearly all of them. */
function quick(pieces: readonly Piece[]): TextMatcher | undefined {
  const open = pieces[0] === 'any';
  const ended = pieces.length > 1 && pieces.at(-1) === 'any';
  const middle = pieces.filter((piece) => piece !== 'any');
  const [only] = middle;
  if (middle.length > 1 || pieces.length !== middle.length + (open ? 1 : 0) + (ended ? 1 : 0)) return undefined;
  if (only === undefined) return open ? () => true : (text) => text === '';
  if (typeof only !== 'object') return undefined;
  const { literal } = only;
  if (open && ended) return (text) => text.includes(literal);
  if (open) return (text) => text.endsWith(literal);
  return ended ? (text) => text.startsWith(literal) : (text) => text === literal;
}

function slow(pieces: readonly Piece[]): TextMatcher {
  const source = pieces.map((piece) =>
    piece === 'any'
      ? '.*'
      : piece === 'one'
        ? '.'
        : piece === 'dash'
          ? `[${DASHES.replace('-', '\\-')}]`
          : RE2JS.quote(piece.literal),
  );
  const compiled = RE2JS.compile(source.join(''), RE2JS.DOTALL);
  return (text) => compiled.testExact(text);
}
