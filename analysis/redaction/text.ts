/** Puts a word in the place of each secret of a text, inside encoded payloads too. */
import { findSecrets, scan } from '../secrets';
import type { Secret } from '../secrets';
import { turn } from './decoys';
import type { DecoyFinder } from './decoys';
import { findPayloads } from './payloads';

/** Makes the word for a secret; called once for each place it is found in. */
export type Word = (kind: string, value: string) => string;

export interface Replacement {
  start: number;
  end: number;
  text: string;
}

/** How often a payload is looked for within a payload. */
const MAX_DEPTH = 3;

/** The text with its secrets replaced; the same string when it holds none. */
export function replaceSecrets(text: string, word: Word, decoys?: DecoyFinder, depth = 0): string {
  if (text.length < 8) return text;
  const { secrets, turns, turned: backwards } = scan(text);
  // Decoys first: of two that claim the same region the first wins.
  const direct = [...(decoys?.find(text) ?? []), ...secrets].map((secret) => replacementOf(secret, word));
  const inside = depth >= MAX_DEPTH ? [] : payloads(text, direct, word, decoys, depth);
  const turned = backwards || (turns && depth === 0 && TURNING.test(text)) ? reversed(text, word) : [];
  return apply(text, [...direct, ...inside, ...turned]);
}

export function replacementOf({ start, end, kind, value, wrap }: Secret, word: Word): Replacement {
  const plain = word(kind, value);
  return { start, end, text: wrap ? wrap(plain) : plain };
}

function payloads(
  text: string,
  taken: readonly Replacement[],
  word: Word,
  decoys: DecoyFinder | undefined,
  depth: number,
): Replacement[] {
  return findPayloads(text).flatMap((payload) => {
    if (taken.some((one) => one.start < payload.end && payload.start < one.end)) return [];
    const clean = replaceSecrets(payload.decoded, word, decoys, depth + 1);
    return clean === payload.decoded ? [] : [{ start: payload.start, end: payload.end, text: payload.encode(clean) }];
  });
}

const TURNING = /\brev\b|\[::-1\]|\breverse\b/;

/** What is a secret when it is read backwards. */
function reversed(text: string, word: Word): Replacement[] {
  return findSecrets(turn(text))
    .filter(({ kind }) => kind !== 'password' && kind !== 'secret' && kind !== 'token')
    .map((secret) => ({
      start: text.length - secret.end,
      end: text.length - secret.start,
      text: turn(replacementOf(secret, word).text),
    }));
}

/** Puts the texts in the place of their regions; of two that overlap the first wins, then the longer one. */
export function apply(text: string, replacements: Replacement[]): string {
  if (replacements.length === 0) return text;
  const ordered = replacements.sort((a, b) => a.start - b.start || b.end - a.end);
  const pieces: string[] = [];
  let from = 0;
  for (const one of ordered) {
    if (one.start < from) continue;
    pieces.push(text.slice(from, one.start), one.text);
    from = one.end;
  }
  return [...pieces, text.slice(from)].join('');
}
