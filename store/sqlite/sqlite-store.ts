/** The store on SQLite: one thread a part, which other threads connect to by a handle. */
import { MessageChannel, postMessageToThread } from 'node:worker_threads';
import type { MessagePort } from 'node:worker_threads';
import type { Store } from '../../contracts/store';
import { GanderError, messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import { caller, ownThread } from '../../platform/thread';
import type { Caller, OwnedThread } from '../../platform/thread';
import { fileOf } from './part';
import type { PartName } from './part';

const PARTS = ['alerts', 'archive', 'snapshots'] as const satisfies readonly PartName[];

/** The part that answers each method of the port. */
const METHODS = {
  foldGround: 'alerts',
  writeAlerts: 'alerts',
  alertsById: 'alerts',
  alert: 'alerts',
  alerts: 'alerts',
  incidentGround: 'alerts',
  incident: 'alerts',
  incidents: 'alerts',
  suppressions: 'alerts',
  addSuppression: 'alerts',
  revokeSuppression: 'alerts',
  firstStart: 'alerts',
  changes: 'alerts',
  alertCounts: 'alerts',
  lastChange: 'alerts',
  outboxTake: 'alerts',
  outboxDelivered: 'alerts',
  outboxRetry: 'alerts',
  outboxDead: 'alerts',
  outboxRevive: 'alerts',
  outboxRelease: 'alerts',
  outboxCounts: 'alerts',
  forgetAlertTraces: 'alerts',
  writeArchive: 'archive',
  archiveOffsets: 'archive',
  sessions: 'archive',
  session: 'archive',
  sources: 'archive',
  search: 'archive',
  forgetArchive: 'archive',
  writeSnapshot: 'snapshots',
  snapshot: 'snapshots',
} as const satisfies Record<Exclude<keyof Store, 'close'>, PartName>;

const CONNECT_TIMEOUT_MS = 10_000;

/** How another thread finds the store: plain data, to be sent or given as workerData. */
export interface SqliteHandle {
  readonly driver: 'sqlite';
  /** Thread id of each part. */
  readonly threads: Readonly<Record<PartName, number>>;
}

export interface SqliteStore extends Store {
  handle(): SqliteHandle;
}

export interface SqliteOptions {
  file: string;
  log: Logger;
  /** Told when a thread of the store has ended by itself: the store then answers no more until it is opened anew. */
  onCrash?: (error: Error) => void;
}

/**
 * Opens `file`, and one file beside it for each other part. Other processes may have them open too. Rejects with `store_unavailable` or
 * `store_corrupt`. `close` ends the store for every thread of this process.
 */
export async function openSqliteStore({ file, log, onCrash }: SqliteOptions): Promise<SqliteStore> {
  const opened = await Promise.allSettled(PARTS.map((part) => openPart(part, fileOf(part, file))));
  const parts = opened.flatMap((part) => (part.status === 'fulfilled' ? [part.value] : []));
  const close = async () => {
    await Promise.all(parts.map((part) => part.close()));
  };
  const failed = opened.find((part) => part.status === 'rejected');
  if (failed !== undefined) {
    await close();
    throw failed.reason;
  }
  for (const { thread } of parts) {
    void thread.crashed.then((error) => {
      log.error('a thread of the store has crashed', { error: messageOf(error) });
      onCrash?.(error);
    });
  }
  const threads = Object.fromEntries(PARTS.map((part, index) => [part, parts[index]?.thread.worker.threadId]));
  return connect({ driver: 'sqlite', threads: threads as SqliteHandle['threads'] }, close);
}

/** Connects the calling thread to a store that another thread has opened. Rejects with `store_unavailable` when that is gone. */
export function connectSqliteStore(handle: SqliteHandle): Promise<SqliteStore> {
  return connect(handle, () => Promise.resolve());
}

interface OpenPart {
  thread: OwnedThread;
  close(): Promise<void>;
}

async function openPart(part: PartName, file: string): Promise<OpenPart> {
  const thread = ownThread('store/sqlite/store-thread', 'store_unavailable');
  try {
    await thread.call('open', { part, file });
  } catch (error) {
    await thread.end();
    throw error;
  }
  return {
    thread,
    close: async () => {
      await thread.call('close').catch(() => undefined);
      await thread.end();
    },
  };
}

interface Connection {
  port: MessagePort;
  calls: Caller;
}

async function connect(handle: SqliteHandle, closed: () => Promise<void>): Promise<SqliteStore> {
  const [alerts, archive, snapshots] = await Promise.all([
    connectPart(handle.threads.alerts),
    connectPart(handle.threads.archive),
    connectPart(handle.threads.snapshots),
  ]);
  const connections = { alerts, archive, snapshots };
  const methods = Object.entries(METHODS).map(([method, part]) => [
    method,
    (...args: unknown[]) => connections[part].calls.call(method, args),
  ]);
  let closing: Promise<void> | undefined;
  return {
    ...(Object.fromEntries(methods) as Omit<Store, 'close'>),
    handle: () => handle,
    close: () => {
      closing ??= closed().finally(() => {
        for (const { port } of Object.values(connections)) port.close();
      });
      return closing;
    },
  };
}

async function connectPart(threadId: number): Promise<Connection> {
  const { port1, port2 } = new MessageChannel();
  const calls = caller(port1);
  port1.on('close', () => {
    calls.fail(gone());
  });
  try {
    await postMessageToThread(threadId, { connect: port2 }, [port2], CONNECT_TIMEOUT_MS);
  } catch (error) {
    port1.close();
    throw new GanderError('store_unavailable', `the store does not answer: ${messageOf(error)}`, { cause: error });
  }
  return { port: port1, calls };
}

const gone = () => new GanderError('store_unavailable', 'the store is closed');
