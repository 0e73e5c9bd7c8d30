/** Ids seen lately, in two halves that take turns: bounded, and old ones go without a clock. */
export interface Seen {
  now: Set<string>;
  before: Set<string>;
  since: number;
}

const HALF = 512;
const HALF_LIFE_MS = 15 * 60_000;

export const newSeen = (): Seen => ({ now: new Set(), before: new Set(), since: 0 });

/** True when the id is new. `at` is the time of receipt. */
export function note(seen: Seen, id: string, at: number): boolean {
  if (seen.now.has(id) || seen.before.has(id)) return false;
  if (seen.now.size >= HALF || at - seen.since > HALF_LIFE_MS) {
    seen.before = seen.now;
    seen.now = new Set();
    seen.since = at;
  }
  seen.now.add(id);
  return true;
}
