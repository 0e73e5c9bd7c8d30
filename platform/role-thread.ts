/** A role in a thread of its own: the same three calls for all of them. */
import { parentPort } from 'node:worker_threads';
import { GanderError, messageOf } from './errors';
import type { Logger } from './log';
import type { Metrics, MetricsPage } from './metrics';
import { caller, serve, startThread } from './thread';

export interface RoleThread {
  /** The thread's metrics, for the page. */
  collect(): Promise<MetricsPage>;
  /** Stops the role and ends the thread. */
  stop(): Promise<void>;
  /** Settles, with the reason, only when the thread ends without being stopped. */
  readonly crashed: Promise<Error>;
}

/** Starts a role's file in a thread and waits until the role runs; `data` is plain and goes over as `workerData`. Rejects with the role's error. */
export async function startRoleThread(file: string, data: object, log: Logger): Promise<RoleThread> {
  const worker = startThread(file, { workerData: data });
  const role = caller(worker);
  const crash = Promise.withResolvers<Error>();
  let reason = new GanderError('stream_unavailable', `the thread ${file} has ended`);
  worker.on('error', (error) => {
    log.error('a thread has crashed', { thread: file, error: messageOf(error) });
    reason = new GanderError('stream_unavailable', `the thread ${file} has crashed: ${messageOf(error)}`);
  });
  let stopping = false;
  worker.on('exit', () => {
    role.fail(reason);
    if (!stopping) crash.resolve(reason);
  });
  const end = async () => {
    stopping = true;
    await worker.terminate();
  };
  try {
    await role.call('start');
  } catch (error) {
    await end();
    throw error;
  }
  return {
    collect: () => role.call('collect'),
    stop: async () => {
      stopping = true;
      await role.call('stop').catch((error: unknown) => {
        log.warn('a thread did not stop cleanly', { thread: file, error: messageOf(error) });
      });
      await end();
    },
    crashed: crash.promise,
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
