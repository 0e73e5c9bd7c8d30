/** A role in a thread of its own: the same three calls for all of them. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from './errors';
import type { Logger } from './log';
import type { Metrics, MetricsPage } from './metrics';
import { ownThread, serve } from './thread';

export interface RoleThread {
  /** The thread's metrics, for the page. */
  collect(): Promise<MetricsPage>;
  /** Stops the role and ends the thread. */
  stop(): Promise<void>;
  /** Settles, with the reason, only when the thread ends by itself. */
  readonly crashed: Promise<Error>;
}

/** Starts a role's file in a thread and waits until the role runs; `data` is plain and goes over as `workerData`. Rejects with the role's error. */
export async function startRoleThread(file: string, data: object, log: Logger): Promise<RoleThread> {
  const thread = ownThread(file, 'stream_unavailable', { workerData: data });
  void thread.crashed.then((error) => {
    log.error('a thread has crashed', { thread: file, error: messageOf(error) });
  });
  try {
    await thread.call('start');
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    collect: () => thread.call('collect'),
    stop: async () => {
      await thread.call('stop').catch((error: unknown) => {
        log.warn('a thread did not stop cleanly', { thread: file, error: messageOf(error) });
      });
      await thread.end();
    },
    crashed: thread.crashed,
  };
}

/** The other side, called by the role's file. */
export function serveRole(metrics: Metrics, start: () => Promise<{ stop(): Promise<void> }>): void {
  if (!parentPort) return;
  let running: Promise<{ stop(): Promise<void> }> | undefined;
  serve(parentPort, {
    start: async () => {
      running ??= start();
      await running;
    },
    collect: () => metrics.collect(),
    stop: async () => (await running)?.stop(),
  });
}
