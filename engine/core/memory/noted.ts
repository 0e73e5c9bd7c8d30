/**
 * Small lists of what was met, by key, in order of time. Each key keeps its earliest time, and what is over the cap goes from one end, so
 * what a list holds depends on what was met and not on the order of arrival.
 */

export interface Noted {
  key: string;
  at: number;
}

/** Which end gives way at the cap. */
export type GivesWay = 'oldest' | 'newest';

/** Puts the entry in its place. False when nothing changes: the key was met as early, or there is no room at that end. */
export function note<T extends Noted>(list: T[], entry: T, most: number, givesWay: GivesWay): boolean {
  const known = list.findIndex(({ key }) => key === entry.key);
  if (known >= 0) {
    if ((list[known]?.at ?? 0) <= entry.at) return false;
    list.splice(known, 1);
  }
  const index = list.findLastIndex((one) => one.at < entry.at || (one.at === entry.at && one.key < entry.key)) + 1;
  if (list.length >= most && index === (givesWay === 'oldest' ? 0 : list.length)) return false;
  list.splice(index, 0, entry);
  if (list.length > most) list.splice(givesWay === 'oldest' ? 0 : -1, 1);
  return true;
}

/** What was met before that time. */
export function before<T extends Noted>(list: readonly T[] | undefined, time: number): readonly T[] {
  if (list === undefined || list.length === 0) return NOTHING;
  if ((list.at(-1)?.at ?? 0) < time) return list;
  return list.filter((one) => one.at < time);
}

const NOTHING: readonly never[] = [];
