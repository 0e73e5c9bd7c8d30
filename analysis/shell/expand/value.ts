/** Text as far as it can be known before running. */
import type { ResolvedWord } from '../../../contracts/shell';

/** Stands for a part that can't be known. */
export const UNKNOWN_TEXT = '\uFFFD';

export interface Value extends ResolvedWord {
  /** Came out of a decoder (base64, rev, `\x..` …), at least in part. */
  decoded: boolean;
}

export const UNKNOWN: Value = Object.freeze({ text: UNKNOWN_TEXT, known: false, derived: true, decoded: false });
export const EMPTY: Value = Object.freeze({ text: '', known: true, derived: false, decoded: false });

export const literal = (text: string): Value => ({ text, known: true, derived: false, decoded: false });
export const derived = (text: string, from: Value = EMPTY): Value => ({
  text,
  known: from.known,
  derived: true,
  decoded: from.decoded,
});

/** Nothing of it is known. */
export const isUnknown = (value: Value): boolean => !value.known && /^[\uFFFD\s]*$/.test(value.text.slice(0, 200));

/** One after the other; unknown neighbours become one. */
export function join(first: Value, second: Value): Value {
  if (first === EMPTY || (first.text === '' && first.known)) return second;
  if (second === EMPTY) return first;
  const merges = second.text === UNKNOWN_TEXT && first.text.endsWith(UNKNOWN_TEXT);
  return {
    text: merges ? first.text : first.text + second.text,
    known: first.known && second.known,
    derived: first.derived || second.derived,
    decoded: first.decoded || second.decoded,
  };
}
