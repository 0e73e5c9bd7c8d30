/** Texts that are kept for long. V8 keeps a slice as a view of the whole text, and a joined text as its parts. */

/** The last beginning that was made: what is kept of a text is mostly kept in two places. */
let last = { text: '', most: 0, beginning: '' };

/** The first `most` characters, without the rest behind them in memory. */
export function beginningOf(text: string, most: number): string {
  if (text.length <= most) return text;
  if (last.text !== text || last.most !== most)
    last = { text, most, beginning: Buffer.from(text.slice(0, most)).toString() };
  return last.beginning;
}

const MOST_KEPT = 1_000;
const kept = new Map<string, string>();

/** The same string object for the same text: for texts that repeat in every session. */
export function shared(text: string): string {
  const known = kept.get(text);
  if (known !== undefined) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const own = Buffer.from(text).toString();
  kept.set(own, own);
  return own;
}
