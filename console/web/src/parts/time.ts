/** Times and amounts in words for people, in the reader's own zone. */
const DAY = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric' });
const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hour12: false,
});
const FULL = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium', hour12: false });

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

export const clock = (at: number): string => CLOCK.format(at);
export const full = (at: number): string => FULL.format(at);

/** `now`, `5 min`, `3 h`, then the day. */
export function ago(at: number, now = Date.now()): string {
  const past = now - at;
  if (past < MINUTE) return 'now';
  if (past < HOUR) return `${Math.floor(past / MINUTE)} min`;
  if (past < 24 * HOUR) return `${Math.floor(past / HOUR)} h`;
  return DAY.format(at);
}

/** `250 ms`, `3.2 s`, `4 min 5 s`. */
export function span(ms: number): string {
  if (ms < 1_000) return `${Math.round(ms)} ms`;
  if (ms < MINUTE) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < HOUR) return `${Math.floor(ms / MINUTE)} min ${Math.round((ms % MINUTE) / 1_000)} s`;
  return `${Math.floor(ms / HOUR)} h ${Math.round((ms % HOUR) / MINUTE)} min`;
}

export const amount = (n: number): string => n.toLocaleString();
