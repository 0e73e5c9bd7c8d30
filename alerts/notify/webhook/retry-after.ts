/** Longest pause that a sink can ask for. */
const LONGEST_MS = 24 * 3_600_000;

/** `Retry-After` as seconds or HTTP date (RFC 9110, 10.2.3), in milliseconds from now, at most a day; undefined when it is neither. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  const text = header?.trim() ?? '';
  const wait = /^\d{1,10}$/.test(text)
    ? Number(text) * 1_000
    : /^[A-Z][a-z]{2}/.test(text)
      ? Date.parse(text) - now
      : NaN;
  return Number.isNaN(wait) ? undefined : Math.min(Math.max(wait, 0), LONGEST_MS);
}
