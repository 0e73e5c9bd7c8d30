/** The decode thread as seen from the sockets' thread: started, asked, watched, and started again when a request was too much for it. */
import { GanderError, messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import { caller, startThread } from '../platform/thread';
import type { Caller } from '../platform/thread';
import type { Worker } from 'node:worker_threads';
import type { DecodeThreadData } from './decode-thread';
import type { BodyJob, Reading } from './read-body';

export interface DecoderOptions extends DecodeThreadData {
  log: Logger;
  /** Longest time for one request. Default 60 s. */
  timeoutMs?: number;
}

export interface Decoder {
  /**
   * Reads one body, whose buffer is handed over. Rejects with `request_invalid`, with `request_too_large` (also for a request that
   * took all of the thread's memory or time), or with `overloaded` when the thread ended for another reason: sent again it is read.
   */
  read(job: BodyJob): Promise<Reading>;
  stop(): Promise<void>;
}

/**
 * Whatever the machine's default is. Out of it a thread ends alone, except inside JSON.parse, where the process would end: so the limits
 * of a request (`inflatedBytes`, values of a JSON text) keep far below it.
 */
const HEAP_MB = 2_048;

/** Starts the thread. Requests are read one after the other, in the order of the calls. */
export function startDecoder(options: DecoderOptions): Decoder {
  const { log, timeoutMs = 60_000, ...workerData } = options;
  const waiting: { exhausted: boolean }[] = [];
  let thread: Thread | undefined;
  let stopped = false;
  let watch: NodeJS.Timeout | undefined;

  const start = (): Thread => {
    const worker = startThread('collector/decode-thread', {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB },
    });
    worker.unref();
    const calls = caller(worker);
    worker.on('error', (error) => {
      log.error('the decode thread has failed', { error: messageOf(error) });
      const head = waiting[0];
      if (head) head.exhausted = (error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY';
    });
    worker.on('exit', () => {
      if (thread?.worker === worker) thread = undefined;
      calls.fail(new GanderError('overloaded', 'the decode thread was started again', { retryAfterMs: 1_000 }));
    });
    return { worker, calls };
  };
  /** Gives the request at the head of the queue its time. */
  const watchHead = () => {
    clearTimeout(watch);
    const head = waiting[0];
    if (head === undefined) return;
    watch = setTimeout(() => {
      head.exhausted = true;
      void thread?.worker.terminate();
    }, timeoutMs).unref();
  };
  const leave = (entry: { exhausted: boolean }) => {
    const wasHead = waiting[0] === entry;
    waiting.splice(waiting.indexOf(entry), 1);
    if (wasHead) watchHead();
  };
  return {
    read: async (job) => {
      if (stopped) throw new GanderError('overloaded', 'the collector is stopping', { retryAfterMs: 1_000 });
      const entry = { exhausted: false };
      waiting.push(entry);
      if (waiting.length === 1) watchHead();
      thread ??= start();
      try {
        return await thread.calls.call<Reading>('read', job, [job.body.buffer]);
      } catch (error) {
        if (entry.exhausted) throw new GanderError('request_too_large', 'the request takes too much memory or time');
        throw error;
      } finally {
        leave(entry);
      }
    },
    stop: async () => {
      stopped = true;
      clearTimeout(watch);
      await thread?.worker.terminate();
    },
  };
}

interface Thread {
  worker: Worker;
  calls: Caller;
}
