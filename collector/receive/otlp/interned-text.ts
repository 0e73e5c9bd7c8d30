/** Short texts repeat in every record (keys, names, ids of the session): one string each, kept in a table of fixed size. */

const SLOTS = 4_096;
/** Longer texts, in bytes, are not kept. */
export const LONGEST_INTERNED = 40;
const table: string[] = new Array<string>(SLOTS).fill('');

/** The text of at most `LONGEST_INTERNED` bytes; the same string object for the same bytes as long as nothing else takes its slot. */
export function internedText(bytes: Buffer, start: number, length: number): string {
  if (length === 0) return '';
  const slot = slotOf(bytes, start, length);
  const known = table[slot] as string;
  if (known.length === length && isAt(known, bytes, start)) return known;
  const text = bytes.toString('utf8', start, start + length);
  table[slot] = text;
  return text;
}

/** Five bytes and the length are enough to tell most keys apart; what collides only takes turns. */
function slotOf(bytes: Buffer, start: number, length: number): number {
  const last = length - 1;
  let hash = length;
  hash = (hash * 31 + (bytes[start] as number)) | 0;
  hash = (hash * 31 + (bytes[start + (last >> 2)] as number)) | 0;
  hash = (hash * 31 + (bytes[start + (last >> 1)] as number)) | 0;
  hash = (hash * 31 + (bytes[start + last - (last >> 2)] as number)) | 0;
  hash = (hash * 31 + (bytes[start + last] as number)) | 0;
  return hash & (SLOTS - 1);
}

/** Equal byte for byte; a text with more than ASCII in it is never equal to its UTF-8 form, and is read anew. */
function isAt(text: string, bytes: Buffer, start: number): boolean {
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i);
    if (code !== bytes[start + i] || code > 0x7f) return false;
  }
  return true;
}
