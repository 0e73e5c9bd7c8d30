/** Texts that are kept for long. V8 keeps a slice as a view of the whole text, and a joined text as its parts. */

/** The first `most` characters, without the rest behind them in memory. */
export function beginningOf(text: string, most: number): string {
  return text.length <= most ? text : Buffer.from(text.slice(0, most)).toString();
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
