/** Keeps what the store can never take from holding up what is beside it. */
import { errorCode } from '../platform/errors';

/**
 * Does the work for all items at once; when the store refuses that for good, for its halves, one after the other, down to the single
 * item that is refused, which goes to `aside`. Every other error rejects, and the items done by then are done.
 */
export async function isolateRefused<T>(
  items: readonly T[],
  work: (items: readonly T[]) => Promise<void>,
  aside: (item: T, error: unknown) => Promise<void>,
): Promise<void> {
  try {
    await work(items);
  } catch (error) {
    const [first] = items;
    if (errorCode(error) !== 'store_refused' || first === undefined) throw error;
    if (items.length === 1) {
      await aside(first, error);
      return;
    }
    const middle = items.length >> 1;
    await isolateRefused(items.slice(0, middle), work, aside);
    await isolateRefused(items.slice(middle), work, aside);
  }
}
