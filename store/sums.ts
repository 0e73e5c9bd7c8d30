/** How archive rows add up, the same in every driver. Pure. */
import type { SessionAgent, SessionRow, SourceRow } from '../contracts/store';

/** Most ranges kept of a session; over it the nearest ones are joined, so that they still cover its events. */
export const MOST_RANGES = 256;
/** Most hidden fields kept of a source. */
export const MOST_HIDDEN = 200;
/** Most entries of each list of a session's agent. */
const MOST_USED = 20;

type Range = SessionRow['ranges'][number];

export function sumSession(before: SessionRow | undefined, more: SessionRow): SessionRow {
  if (before === undefined) return { ...more, ranges: joinRanges(more.ranges) };
  const [older, newer] = more.lastSeen >= before.lastSeen ? [before, more] : [more, before];
  const agent = sumAgent(before.agent, more.agent);
  return {
    ...older,
    ...newer,
    ...(agent && { agent }),
    firstSeen: Math.min(before.firstSeen, more.firstSeen),
    events: before.events + more.events,
    ranges: joinRanges([...before.ranges, ...more.ranges]),
  };
}

/** Lists are joined, the first ones stay; the family is what was said first. */
export function sumAgent(before: SessionAgent | undefined, more: SessionAgent | undefined): SessionAgent | undefined {
  if (before === undefined || more === undefined) return before ?? more;
  const both = (list: 'permissionModes' | 'mcpServers' | 'skills') =>
    [...new Set([...before[list], ...more[list]])].slice(0, MOST_USED);
  return {
    family: before.family,
    permissionModes: both('permissionModes'),
    mcpServers: both('mcpServers'),
    skills: both('skills'),
  };
}

export function sumSource(before: SourceRow | undefined, more: SourceRow): SourceRow {
  if (before === undefined) return { ...more, hidden: firstNotices(more.hidden) };
  return {
    ...more,
    firstSeen: Math.min(before.firstSeen, more.firstSeen),
    lastSeen: Math.max(before.lastSeen, more.lastSeen),
    events: before.events + more.events,
    hidden: firstNotices([...before.hidden, ...more.hidden]),
  };
}

/** Ranges in order, those that touch joined, and the nearest ones too while there are more than `most`. */
export function joinRanges(ranges: readonly Range[], most = MOST_RANGES): Range[] {
  const sorted = [...ranges].sort((a, b) => a.partition - b.partition || a.from - b.from);
  const joined = joinWithin(sorted, 0);
  if (joined.length <= most) return joined;
  const gaps = joined.slice(1).map((range, index) => gapBetween(joined[index], range));
  const allowed = gaps.sort((a, b) => a - b)[joined.length - most - 1] ?? 0;
  return joinWithin(joined, allowed);
}

function joinWithin(sorted: readonly Range[], gap: number): Range[] {
  const joined: Range[] = [];
  for (const range of sorted) {
    const last = joined.at(-1);
    if (last?.partition === range.partition && gapBetween(last, range) <= gap) {
      joined[joined.length - 1] = { ...last, to: Math.max(last.to, range.to) };
    } else joined.push(range);
  }
  return joined;
}

const gapBetween = (a: Range | undefined, b: Range): number =>
  a?.partition === b.partition ? b.from - a.to : Infinity;

/** One notice a field and state: the first. */
function firstNotices(hidden: SourceRow['hidden']): SourceRow['hidden'] {
  const first = new Map<string, SourceRow['hidden'][number]>();
  for (const notice of hidden) {
    const key = `${notice.field}\n${notice.state}`;
    const known = first.get(key);
    if (known === undefined) {
      if (first.size < MOST_HIDDEN) first.set(key, notice);
    } else if (notice.firstSeen < known.firstSeen) first.set(key, { ...known, firstSeen: notice.firstSeen });
  }
  return [...first.values()];
}
