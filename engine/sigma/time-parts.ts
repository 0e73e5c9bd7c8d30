/** Parts of a time (milliseconds since 1970, or ISO text), in UTC. */
import type { FieldValue } from './fields';

export type TimePart = 'minute' | 'hour' | 'day' | 'week' | 'month' | 'year';

const DAY_MS = 86_400_000;

/** Undefined when the value is no time. */
export function partOfTime(value: FieldValue, part: TimePart): number | undefined {
  const time = new Date(typeof value === 'boolean' ? Number.NaN : value);
  if (Number.isNaN(time.getTime())) return undefined;
  switch (part) {
    case 'minute':
      return time.getUTCMinutes();
    case 'hour':
      return time.getUTCHours();
    case 'day':
      return time.getUTCDate();
    case 'week':
      return weekOf(time);
    case 'month':
      return time.getUTCMonth() + 1;
    case 'year':
      return time.getUTCFullYear();
  }
}

/** ISO 8601: the week is of the year that its Thursday is in. */
function weekOf(time: Date): number {
  const thursday = Date.UTC(time.getUTCFullYear(), time.getUTCMonth(), time.getUTCDate() + 4 - (time.getUTCDay() || 7));
  const start = Date.UTC(new Date(thursday).getUTCFullYear(), 0, 1);
  return Math.ceil(((thursday - start) / DAY_MS + 1) / 7);
}
