/** Whether words of one text stand in the same order in another, of which only hashes are kept. */
import { wordsOf } from './words';

/** Words of one shingle. */
const WIDTH = 3;
/** Most words of a text that are kept: of a longer one the beginning and the end. */
const MAX_KEPT = 6_000;
const MAX_HEAD = 4_000;
/** Longest text that is read, and most words of it. */
const MAX_TEXT = 64 * 1024;
const MAX_WORDS = 24_000;
/** Longest text that is looked up, characters. */
const MAX_ASKED = 8 * 1024;
const MAX_ASKED_WORDS = 1_500;

/** Hashes of the text's runs of three words, in numerical order; at most 6,000 for a text, as much again for a page of markup. */
export function shinglesOf(text: string): Uint32Array {
  const read = text.slice(0, MAX_TEXT);
  const hashes = new Set(hashesOf(read));
  if (read.includes('</')) for (const hash of hashesOf(withoutTags(read))) hashes.add(hash);
  return Uint32Array.from(hashes).sort();
}

function hashesOf(text: string): number[] {
  const words = wordsOf(text, MAX_WORDS).map(({ hash }) => hash);
  const kept = words.length <= MAX_KEPT ? [words] : [words.slice(0, MAX_HEAD), words.slice(MAX_HEAD - MAX_KEPT)];
  return kept.flatMap((part) => part.slice(WIDTH - 1).map((_, at) => shingle(part, at)));
}

function shingle(words: readonly number[], at: number): number {
  let hash = 7;
  for (let next = at; next < at + WIDTH; next++) hash = Math.imul(hash ^ (words[next] ?? 0), 0x9e3779b1) + next - at;
  return (hash ^ (hash >>> 15)) >>> 0;
}

/** Tags that end no word. */
const INLINE = /^<\/?(?:a|b|i|u|s|em|strong|span|font|mark|wbr)[\s>]/i;

/** The text of a page. */
function withoutTags(text: string): string {
  const pieces: string[] = [];
  let from = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', Math.max(from, at + 1))) {
    if (!/[a-z/!]/i.test(text.charAt(at + 1))) continue;
    const end = text.indexOf('>', at);
    if (end < 0) break;
    pieces.push(text.slice(from, at), INLINE.test(text.slice(at, at + 10)) ? '' : ' ');
    from = end + 1;
  }
  return [...pieces, text.slice(from)].join('');
}

/** A run of words of the text that was asked about. */
export interface Shared {
  words: number;
  /** Where the run stands in the text. */
  start: number;
  end: number;
  /** Words of the whole text. */
  of: number;
}

/** The runs of words whose shingles all are `known`, in their order. */
export function sharedRuns(text: string, known: (hash: number) => boolean): Shared[] {
  const words = wordsOf(text.slice(0, MAX_ASKED), MAX_ASKED_WORDS);
  const hashes = words.map(({ hash }) => hash);
  const runs: Shared[] = [];
  let open = false;
  for (let at = 0; at + WIDTH <= words.length; at++) {
    const is = known(shingle(hashes, at));
    const last = runs.at(-1);
    if (is && open && last) extend(last, words[at + WIDTH - 1]?.end ?? 0);
    else if (is)
      runs.push({ words: WIDTH, start: words[at]?.start ?? 0, end: words[at + WIDTH - 1]?.end ?? 0, of: words.length });
    open = is;
  }
  return runs;
}

function extend(run: Shared, end: number): void {
  run.words += 1;
  run.end = end;
}

/** Whether a sorted list holds the hash. */
export function holds(sorted: Uint32Array, hash: number): boolean {
  let low = 0;
  let high = sorted.length - 1;
  while (low <= high) {
    const middle = (low + high) >>> 1;
    const value = sorted[middle] ?? 0;
    if (value === hash) return true;
    if (value < hash) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** Shingles as text, to be kept with what is plain JSON. */
export const packShingles = (hashes: Uint32Array): string =>
  Buffer.from(hashes.buffer, hashes.byteOffset, hashes.byteLength).toString('base64');

export function unpackShingles(packed: string): Uint32Array {
  const bytes = Uint8Array.from(Buffer.from(packed, 'base64'));
  return new Uint32Array(bytes.buffer);
}
