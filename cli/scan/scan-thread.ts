/** A thread of a scan: files of one session in, its alerts out. */
import { parentPort, workerData } from 'node:worker_threads';
import { serve } from '../../platform/thread';
import { sessionScanner } from './scan-session';
import type { ScanSetup } from './scan-session';

const scanSession = sessionScanner(workerData as ScanSetup);
let last: Promise<unknown> = Promise.resolve();

if (parentPort) {
  serve(parentPort, {
    // One after the other: two at once would hold two engines.
    session: (files: readonly string[]) => {
      const result = last.then(() => scanSession(files));
      last = result.catch(() => undefined);
      return result;
    },
  });
}
