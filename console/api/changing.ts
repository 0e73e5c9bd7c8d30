/** What changes of alerts and incidents share: the version that was read, and what to answer when it is not the one that is there. */
import { errorCode } from '../../platform/errors';
import { fromStore } from './parts';
import { ProblemError } from './problem';

const STALE = {
  status: 412,
  code: 'request_stale',
  detail: 'It was changed since it was read: read it again, and change that.',
} as const;

/** Throws 412 unless the version is the one that is there. */
export function checkRevision(asked: number, is: number): void {
  if (asked !== is) throw new ProblemError(STALE);
}

/** Writes; a write that came first makes this one stale. */
export async function writeUnlessStale(work: Promise<void>): Promise<void> {
  try {
    await fromStore(work);
  } catch (error) {
    if (errorCode(error) === 'store_conflict') throw new ProblemError(STALE);
    throw error;
  }
}
