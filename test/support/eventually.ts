/** Waits for a condition instead of for a time. */
import { setTimeout as pause } from 'node:timers/promises';

/** Resolves with the first answer that is neither undefined nor false; fails after `withinMs` with the last error or `what`. */
export async function eventually<T>(
  what: string,
  check: () => T | Promise<T>,
  withinMs = 10_000,
): Promise<Exclude<Awaited<T>, undefined | false>> {
  const end = Date.now() + withinMs;
  let last: unknown = new Error(`did not come: ${what}`);
  while (Date.now() < end) {
    try {
      const answer = await check();
      if (answer !== undefined && answer !== false) return answer as Exclude<Awaited<T>, undefined | false>;
    } catch (error) {
      last = error;
    }
    await pause(2);
  }
  throw last instanceof Error ? last : new Error(what);
}
