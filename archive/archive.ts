/**
 * The archive role: keeps the index of sessions, what sources hide, and the search text, behind the stream and off the acknowledging
 * path. Exactly once: the rows and the offset that they reach go into the store together, and reading goes on from there.
 */
import type { Batch, IncomingMessage, Stream } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { systemClock } from '../platform/clock';
import type { Clock } from '../platform/clock';
import { errorCode, messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { decodeEnvelope } from '../stream/envelope';
import { archiveRows } from './rows';
import type { Located } from './rows';

export interface ArchiveParts {
  stream: Stream;
  store: Store;
  /** Age after which search text and sessions are dropped, hours. */
  retentionHours: number;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
}

export interface RunningArchive {
  stop(): Promise<void>;
}

const GROUP = 'gander-archive';
const HOUR_MS = 3_600_000;

/** Resolves once the archive is in its group. Rejects when the stream is not there. */
export async function startArchive(parts: ArchiveParts): Promise<RunningArchive> {
  const { stream, store, log, metrics } = parts;
  /** Next offset of each partition, as the store has it. */
  const stands = new Map<number, number>();
  const consumer = await stream.consume({
    group: GROUP,
    topics: ['gander.events.v1'],
    start: 'earliest',
    async onAssigned({ partition }) {
      const offsets = await store.archiveOffsets();
      const offset = offsets.find((one) => one.partition === partition)?.offset;
      if (offset === undefined) stands.delete(partition);
      else stands.set(partition, offset);
      return offset;
    },
    async onBatch(batch) {
      await write(batch);
      metrics.set('gander_archive_lag', batch.behind, { partition: batch.partition });
    },
  });

  async function write(batch: Batch): Promise<void> {
    const from = stands.get(batch.partition) ?? batch.messages[0]?.offset;
    const messages = batch.messages.filter(({ offset }) => from !== undefined && offset >= from);
    const last = messages.at(-1);
    if (from === undefined || !last) return;
    const offset = last.offset + 1;
    const rows = archiveRows(messages.flatMap((message) => located(message, log)));
    await store.writeArchive({ ...rows, offsets: [{ partition: batch.partition, from, offset }] });
    stands.set(batch.partition, offset);
    await commit(batch, offset);
  }

  /** For the lag only: where to go on is in the store. */
  async function commit(batch: Batch, offset: number): Promise<void> {
    await consumer.commit(batch, offset).catch((error: unknown) => {
      if (errorCode(error) === 'stream_fenced') return;
      log.debug('the archive could not commit', { partition: batch.partition, error: messageOf(error) });
    });
  }

  const forgetting = forgetHourly(parts);
  return {
    async stop() {
      forgetting.stop();
      await consumer.stop();
    },
  };
}

/** What cannot be read has its dead letter from the engine; the archive only goes past it. */
function located(message: IncomingMessage, log: Logger): Located[] {
  const { partition, offset } = message;
  try {
    return decodeEnvelope(message).events.map((event) => ({ event, partition, offset }));
  } catch (error) {
    log.debug('the archive passes over a message', { partition, offset, error: messageOf(error) });
    return [];
  }
}

/** Retention, in steps of bounded work so that writing goes on between them. */
function forgetHourly({ store, retentionHours, log, clock = systemClock }: ArchiveParts): { stop(): void } {
  let stopped = false;
  const isOver = () => stopped;
  const forget = async () => {
    try {
      while (!isOver() && (await store.forgetArchive(clock() - retentionHours * HOUR_MS)) > 0);
    } catch (error) {
      log.warn('the archive could not forget', { error: messageOf(error) });
    }
  };
  void forget();
  const timer = setInterval(() => void forget(), HOUR_MS);
  return {
    stop: () => {
      stopped = true;
      clearInterval(timer);
    },
  };
}
