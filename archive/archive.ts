/**
 * The archive role: keeps the index of sessions, what sources hide, and the search text, behind the stream and off the acknowledging
 * path. Exactly once: the rows and the offset that they reach go into the store together, and reading goes on from there.
 */
import type { Batch, Consumer, Stream } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { systemClock } from '../platform/clock';
import type { Clock } from '../platform/clock';
import { errorCode, messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { ArchiveWriter } from './writer';

export interface ArchiveParts {
  stream: Stream;
  store: Store;
  /** Age after which search text and sessions are dropped, hours. */
  retentionHours: number;
  /** Bytes that the archive may hold; over it the oldest text is dropped. */
  maxBytes: number;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
}

export interface RunningArchive {
  stop(): Promise<void>;
}

const GROUP = 'gander-archive';
const HOUR_MS = 3_600_000;
const FORGET_MS = 60_000;

/** Resolves once the archive is in its group. Rejects when the stream is not there. */
export async function startArchive(parts: ArchiveParts): Promise<RunningArchive> {
  const { stream, log, metrics } = parts;
  const writer = new ArchiveWriter({ ...parts, clock: parts.clock ?? systemClock });
  // The first batch may come before `consume` has answered.
  const joined = Promise.withResolvers<Consumer>();
  const consumer = await stream.consume({
    group: GROUP,
    topics: ['gander.events.v1'],
    start: 'earliest',
    onAssigned: ({ partition }) => writer.resume(partition),
    async onBatch(batch) {
      const offset = await writer.write(batch);
      if (offset !== undefined) await commit(batch, offset);
      metrics.set('gander_archive_lag', batch.behind, { partition: batch.partition });
    },
  });
  joined.resolve(consumer);

  /** For the lag only: where to go on is in the store. */
  async function commit(batch: Batch, offset: number): Promise<void> {
    const member = await joined.promise;
    await member.commit(batch, offset).catch((error: unknown) => {
      if (errorCode(error) === 'stream_fenced') return;
      log.debug('the archive could not commit', { partition: batch.partition, error: messageOf(error) });
    });
  }

  const forgetting = forgetOld(parts);
  return {
    async stop() {
      forgetting.stop();
      await consumer.stop();
    },
  };
}

/** Retention, in steps of bounded work so that writing goes on between them. */
function forgetOld({ store, retentionHours, maxBytes, log, metrics, clock = systemClock }: ArchiveParts): {
  stop(): void;
} {
  let stopped = false;
  const isOver = () => stopped;
  const forget = async () => {
    try {
      for (let dropped = 1; dropped > 0 && !isOver();) {
        const before = clock() - retentionHours * HOUR_MS;
        const { aged, over } = await store.forgetArchive({ before, maxBytes });
        metrics.count('gander_archive_dropped_total', { reason: 'age' }, aged);
        metrics.count('gander_archive_dropped_total', { reason: 'size' }, over);
        dropped = aged + over;
      }
    } catch (error) {
      log.warn('the archive could not forget', { error: messageOf(error) });
    }
  };
  let running = Promise.resolve();
  const next = () => {
    running = running.then(forget);
  };
  next();
  const timer = setInterval(next, FORGET_MS);
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}
