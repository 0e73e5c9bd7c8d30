/** Picks the driver that the configuration names. */
import { join } from 'node:path';
import type { Stream } from '../contracts/stream';
import type { Config } from '../platform/config';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { connectEmbeddedStream } from './embedded/connection';
import type { EmbeddedHandle } from './embedded/connection';
import { openEmbeddedStream } from './embedded/open-embedded';
import { openKafkaStream } from './kafka/kafka-stream';
import type { KafkaHandle } from './kafka/kafka-stream';

/** Plain data with which another thread connects to the same stream: `new Worker(file, { workerData: { stream: stream.handle() } })`. */
export type StreamHandle = EmbeddedHandle | KafkaHandle;

export interface OpenedStream extends Stream {
  handle(): StreamHandle;
}

export interface StreamParts {
  log: Logger;
  metrics: Metrics;
}

export interface OpenParts {
  folder?: string;
  /** Told when a part of the stream in this process has ended that cannot be started again in it. */
  onCrash?: (error: Error) => void;
}

/** Opens the stream for this process; the embedded one keeps its files in `folder` (default `<data>/stream`). One `openStream` a folder. */
export function openStream(config: Config, parts: StreamParts & OpenParts): Promise<OpenedStream> {
  const { driver, kafka, ...embedded } = config.stream;
  const { log, metrics, onCrash, folder = join(config.data, 'stream') } = parts;
  if (driver === 'kafka') {
    return connectStream({ driver, config: kafka, partitions: embedded.partitions }, { log, metrics });
  }
  return openEmbeddedStream({ folder, log, metrics, ...(onCrash && { onCrash }), ...embedded });
}

/** Connects the calling thread to a stream that was opened elsewhere; closing it leaves the others connected. */
export function connectStream(handle: StreamHandle, parts: StreamParts): Promise<OpenedStream> {
  if (handle.driver === 'kafka') return openKafkaStream(handle, parts);
  return connectEmbeddedStream(handle, parts);
}
