/** How a form of secret is described: the literal that it must contain, and a bounded look around that literal. */

/** A secret in a text. `value` is what is fingerprinted: the text between `start` and `end`, freed of line breaks and escapes. */
export interface Secret {
  kind: string;
  start: number;
  end: number;
  value: string;
  /** Set when the region holds more than the secret: makes the new text of the region from the word that stands for the secret. */
  wrap?: (word: string) => string;
}

/**
 * One form. `find` is called where `anchor` stands and may look at most at a few hundred characters (private keys: to the end of the
 * key). `seen` is where an earlier call of the same group ended its search, so that a search is never repeated.
 */
export interface Form {
  anchor: string;
  /** Upper and lower case are the same. */
  fold?: boolean;
  /** Higher wins where two forms claim the same text. */
  rank: number;
  find(text: string, at: number, seen: Seen): readonly Secret[];
}

/** Ends of the searches of one scan, by group; and the number of characters looked at, for the proof of linear time. */
export interface Seen {
  names: number;
  programs: number;
  /** Of runs that may be long: keys, web tokens. */
  long: number;
  /** The text has a word or sign for turning text round, so that it may hold secrets written backwards. */
  turns: boolean;
  /** The literal part of a form stands in it backwards, behind text that may be the rest. */
  turned: boolean;
  /** Values behind names that were looked at: whether each is a secret. */
  judged?: Map<string, boolean>;
  steps: number;
}

export const NONE: readonly Secret[] = Object.freeze([]);

/** A set of ASCII characters as a table. */
export type CharacterSet = Uint8Array;

export function characters(pattern: RegExp): CharacterSet {
  const set = new Uint8Array(128);
  for (let code = 0; code < 128; code++) set[code] = pattern.test(String.fromCharCode(code)) ? 1 : 0;
  return set;
}

export const HEX = characters(/[0-9a-fA-F]/);
export const ALPHANUMERIC = characters(/[A-Za-z0-9]/);
export const LETTERS = characters(/[A-Za-z]/);
export const URL_BASE64 = characters(/[A-Za-z0-9_-]/);
export const DOTTED = characters(/[A-Za-z0-9_.-]/);
export const BASE64 = characters(/[A-Za-z0-9+/]/);
export const BASE64_PADDED = characters(/[A-Za-z0-9+/=]/);
export const UPPER_BASE32 = characters(/[A-Z2-7]/);
export const UPPER = characters(/[A-Z0-9]/);
export const FULL_STOP = characters(/[.:]/);
export const BACKSLASH = characters(/\\/);
export const TOKEN = characters(/[A-Za-z0-9._~+/=-]/);

/** How many characters from `from` on are in `set`, at most `max`. */
export function run(text: string, from: number, set: CharacterSet, max: number, seen: Seen): number {
  const end = Math.min(text.length, from + max);
  let at = from;
  while (at < end && set[text.charCodeAt(at)] === 1) at++;
  seen.steps += at - from + 1;
  return at - from;
}

/** `text` without the characters of `set` at its end. (A pattern ending in `+$` would be quadratic.) */
export function withoutEnd(text: string, set: CharacterSet): string {
  let end = text.length;
  while (end > 0 && set[text.charCodeAt(end - 1)] === 1) end--;
  return text.slice(0, end);
}

/** Whether a token may start at `at`: nothing before it that would belong to a longer word. `\n` and `%3D` in front are escapes. */
export function startsWord(text: string, at: number): boolean {
  if (at === 0) return true;
  const before = text.charCodeAt(at - 1);
  const inWord = before === 95 || ALPHANUMERIC[before] === 1;
  if (!inWord) return true;
  return text[at - 2] === '\\' || (text[at - 3] === '%' && HEX[text.charCodeAt(at - 2)] === 1);
}
