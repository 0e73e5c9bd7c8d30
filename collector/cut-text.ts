/** Cutting long texts so that a reader sees beginning and end, how much is gone, and whether two cut texts were equal. */
import { createHash } from 'node:crypto';

/** What stands between head and tail. Bounded, so that looking for it costs linear time. */
export const CUT_MARK = /…\[(\d{1,12}) characters, middle cut, sha256 [0-9a-f]{16}\]…/;

const SPACE = 0x20;
/** How far a cut moves, at most a quarter of the half, to fall between words, so that no secret is cut in two and missed by the redaction. */
const WORD = 512;

/** The text itself when its UTF-8 form is at most `maxBytes`; else head and tail of half that each, with a mark between them. */
export function cutText(text: string, maxBytes: number): string {
  if (text.length * 3 <= maxBytes || Buffer.byteLength(text) <= maxBytes) return text;
  const bytes = Buffer.from(text);
  const half = maxBytes >> 1;
  const word = Math.min(WORD, half >> 2);
  const digest = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const head = bytes.toString('utf8', 0, cutPoint(bytes, half, -1, word));
  const tail = bytes.toString('utf8', cutPoint(bytes, bytes.length - half, 1, word));
  return `${head}…[${text.length} characters, middle cut, sha256 ${digest}]…${tail}`;
}

/** The next place in this direction that is between words, or, when they are long, between characters. */
function cutPoint(bytes: Uint8Array, near: number, step: 1 | -1, word: number): number {
  for (let at = near, tried = 0; tried < word && at < bytes.length; at += step, tried += 1) {
    if ((bytes[at] ?? 0) <= SPACE) return at;
  }
  let at = near;
  while (((bytes[at] ?? 0) & 0xc0) === 0x80) at += step;
  return at;
}
