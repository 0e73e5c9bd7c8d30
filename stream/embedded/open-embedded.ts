/** Opens the embedded stream: starts the writer thread, which takes the folder's lock, and connects to it. */
import { messageOf } from '../../platform/errors';
import { ownThread } from '../../platform/thread';
import { connectEmbeddedStream } from './connection';
import type { Connection, ConnectionParts, EmbeddedHandle } from './connection';
import type { OwnerNotice, WriterSettings } from './protocol';

const HOUR_MS = 3_600_000;
const MIB = 1024 * 1024;

export interface EmbeddedOptions extends Omit<ConnectionParts, 'closed'> {
  /** Folder of the stream's files; made when missing. */
  folder: string;
  /** Partitions of each topic. A folder keeps the number that it was made with; another one here is logged and has no effect. */
  partitions: number;
  retentionHours: number;
  retentionBytes: number;
  /** Longest time that one segment takes messages. Default: a thirtieth of the retention, between an hour and a day. */
  segmentMs?: number;
  /** Largest segment. Default: a twentieth of the retention, between 16 MiB and 1 GiB. */
  segmentBytes?: number;
  /** Told when the writer's thread has ended by itself: the stream then takes and gives nothing until it is opened anew. */
  onCrash?: (error: Error) => void;
}

/** Rejects with `data_folder_in_use`, `data_folder_unusable` or `stream_corrupt`. */
export async function openEmbeddedStream(options: EmbeddedOptions): Promise<Connection> {
  const { log, metrics } = options;
  const writer = ownThread('stream/embedded/writer-thread', 'stream_unavailable');
  writer.worker.on('message', (notice: OwnerNotice | { notice?: undefined }) => {
    heed(notice, options);
  });
  try {
    await writer.call('open', settingsOf(options));
    void writer.crashed.then((error) => {
      log.error('the stream writer has crashed', { error: messageOf(error) });
      options.onCrash?.(error);
    });
    const handle: EmbeddedHandle = { driver: 'embedded', writer: writer.worker.threadId };
    const closed = async () => {
      await writer.call('close').catch(() => undefined);
      await writer.end();
    };
    return await connectEmbeddedStream(handle, { log, metrics, closed });
  } catch (error) {
    await writer.end();
    throw error;
  }
}

function settingsOf(options: EmbeddedOptions): WriterSettings {
  const { folder, partitions, retentionHours, retentionBytes } = options;
  const retentionMs = retentionHours * HOUR_MS;
  return {
    folder,
    partitions,
    retentionMs,
    retentionBytes,
    segmentMs: options.segmentMs ?? between(HOUR_MS, retentionMs / 30, 24 * HOUR_MS),
    segmentBytes: options.segmentBytes ?? between(16 * MIB, retentionBytes / 20, 1024 * MIB),
  };
}

const between = (least: number, value: number, most: number): number => Math.min(most, Math.max(least, value));

function heed(notice: OwnerNotice | { notice?: undefined }, { log, metrics }: ConnectionParts): void {
  switch (notice.notice) {
    case 'dropped': {
      const { file, reason, messages, bytes } = notice;
      metrics.count('gander_stream_dropped_total', { reason }, messages);
      log.info('retention dropped a segment of the stream', { file, reason, messages, bytes });
      return;
    }
    case 'failing':
      log.error('the stream cannot be written', { error: notice.message });
      return;
    case 'working':
      log.info('the stream can be written again');
      return;
    case 'partitions':
      log.warn('the stream keeps the partitions that it was made with', { wanted: notice.wanted, kept: notice.kept });
      return;
    case undefined:
  }
}
