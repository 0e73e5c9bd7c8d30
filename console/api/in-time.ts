/** A bound on waiting for a part of Gander that may hang. */
import { setTimeout as pause } from 'node:timers/promises';
import { GanderError } from '../../platform/errors';

/** Rejects with `store_unavailable` after the time; the work itself goes on. */
export async function inTime<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  const timer = new AbortController();
  const late = pause(ms, undefined, { signal: timer.signal, ref: false }).then(() => {
    throw new GanderError('store_unavailable', `${what} did not answer within ${ms} ms`);
  });
  late.catch(() => undefined);
  try {
    return await Promise.race([work, late]);
  } finally {
    timer.abort();
  }
}
