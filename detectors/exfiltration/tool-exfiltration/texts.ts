/** Texts by samples of their runs of words, so that a quoted part is known again. */

/** Words of one run, and of all runs the share that is kept: one in so many. */
const RUN = 5;
const ONE_IN = 2;
const MAX_TEXT = 64 * 1024;
const MAX_SAMPLES = 400;

/** Hashes of runs of words; the same runs are kept of every text that has them. Linear. */
export function samplesOf(text: string): number[] {
  const hashes: number[] = [];
  const found = new Set<number>();
  for (const [word] of text
    .slice(0, MAX_TEXT)
    .toLowerCase()
    .matchAll(/[\p{L}\p{N}@]{2,60}/gu)) {
    hashes.push(hashOf(word));
    if (hashes.length < RUN) continue;
    const run = hashes.slice(-RUN).reduce((sum, hash) => Math.imul(sum ^ hash, 0x01000193) >>> 0, 0x811c9dc5);
    if (run % ONE_IN === 0) found.add(run);
    if (found.size >= MAX_SAMPLES) break;
  }
  return [...found];
}

function hashOf(word: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < word.length; at++) hash = Math.imul(hash ^ word.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

const ADDRESS = /[\w.+-]{1,64}@(?:[\w-]{1,63}\.){1,5}[a-z]{2,24}|https?:\/\/((?:[\w-]{1,63}\.){1,6}[a-z]{2,24})/gi;
const MAX_ADDRESSES = 16;

/** Mail addresses, and hosts of URLs, lower case. */
export function addressesIn(text: string): string[] {
  const found = [...text.slice(0, MAX_TEXT).matchAll(ADDRESS)].slice(0, 200);
  return [...new Set(found.map(([whole, host]) => (host ?? whole).toLowerCase()))].slice(0, MAX_ADDRESSES);
}

const SENDS = /\b(?:send|forward|post|share|upload|e?mail|copy|bcc|cc|submit|report|write|open|visit|fetch)\b/i;
/** So far before an address a word stands that orders to send something there. */
const BEFORE = 160;

/** The addresses that the text says to send something to. */
export function orderedIn(text: string): string[] {
  const found = [...text.slice(0, MAX_TEXT).matchAll(ADDRESS)].slice(0, 200);
  const ordered = found.filter(({ index }) => SENDS.test(text.slice(Math.max(0, index - BEFORE), index)));
  return [...new Set(ordered.map(([whole, host]) => (host ?? whole).toLowerCase()))].slice(0, MAX_ADDRESSES);
}
