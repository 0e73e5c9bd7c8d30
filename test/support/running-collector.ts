/** A collector on free ports with an embedded stream in a temporary folder, and what it has published. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startCollector } from '../../collector/collector';
import type { AgentEvent } from '../../contracts/event';
import type { IncomingMessage, Stream, Topic } from '../../contracts/stream';
import { loadConfig } from '../../platform/config';
import type { Config, Limits } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import type { Metrics } from '../../platform/metrics';
import { openEmbeddedStream } from '../../stream/embedded/open-embedded';
import { decodeEnvelope } from '../../stream/envelope';

export interface RunningCollector {
  folder: string;
  httpPort: number;
  grpcPort: number;
  url: string;
  stream: Stream;
  metrics: Metrics;
  /** All messages of a topic so far. */
  messages(topic: Topic): Promise<IncomingMessage[]>;
  events(): Promise<AgentEvent[]>;
  /** Value of a counter, over all labels that match. */
  counted(name: string, labels?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

/** The stream with another `publish`. */
export function withPublish(stream: Stream, publish: Stream['publish']): Stream {
  return {
    publish,
    consume: (options) => stream.consume(options),
    read: (topic, partition, from, to) => stream.read(topic, partition, from, to),
    partitions: (topic) => stream.partitions(topic),
    lag: (group) => stream.lag(group),
    healthy: () => stream.healthy(),
    close: () => stream.close(),
  };
}

export interface RunningOptions {
  limits?: Partial<Limits>;
  host?: string;
  /** Folders whose transcripts are followed. */
  transcripts?: readonly string[];
  decoys?: Config['decoys'];
  /** Puts something between collector and stream. */
  around?: (stream: Stream) => Stream;
  /** Called with the data folder before the collector starts. */
  prepare?: (folder: string) => void;
}

export async function runCollector(options: RunningOptions = {}): Promise<RunningCollector> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-collector-'));
  options.prepare?.(folder);
  const log = createLogger({ level: 'error', format: 'text' });
  const metrics = createMetrics();
  const stream = await openEmbeddedStream({
    folder: join(folder, 'stream'),
    partitions: 2,
    retentionHours: 24,
    retentionBytes: 1024 ** 3,
    log,
    metrics,
  });
  const config = configOf(folder, options);
  const used = options.around?.(stream) ?? stream;
  const collector = await startCollector({ config, stream: used, log, metrics, machineHost: 'test-host' }).catch(
    async (error: unknown) => {
      await stream.close();
      rmSync(folder, { recursive: true });
      throw error;
    },
  );
  const messages = async (topic: Topic) => {
    const found: IncomingMessage[] = [];
    for (let partition = 0; partition < (await stream.partitions(topic)); partition += 1) {
      for await (const message of stream.read(topic, partition, 0)) found.push(message);
    }
    return found;
  };
  return {
    folder,
    httpPort: collector.httpPort,
    grpcPort: collector.grpcPort,
    url: `http://127.0.0.1:${collector.httpPort}`,
    stream,
    metrics,
    messages,
    events: async () => (await messages('gander.events.v1')).flatMap((message) => decodeEnvelope(message).events),
    counted: async (name, labels = {}) => {
      const metric = (await metrics.collect()).find((page) => page.name === name);
      const matches = (found: Partial<Record<string, string | number>>) =>
        Object.entries(labels).every(([label, value]) => String(found[label]) === value);
      const values = (metric?.values ?? []) as { value: number; labels: Partial<Record<string, string | number>> }[];
      return values.filter((value) => matches(value.labels)).reduce((sum, { value }) => sum + value, 0);
    },
    stop: async () => {
      await collector.stop();
      await stream.close();
      rmSync(folder, { recursive: true });
    },
  };
}

function configOf(data: string, { limits = {}, host = '127.0.0.1', transcripts = [], decoys }: RunningOptions): Config {
  const config = loadConfig({ env: {}, overrides: { data } });
  const listener = { host, port: 0 };
  const collector = {
    http: listener,
    grpc: listener,
    limits: { ...config.collector.limits, ...limits },
    transcripts: [...transcripts],
  };
  return { ...config, collector, decoys: decoys ?? config.decoys };
}
