/** Speed of the stream, both drivers: durable messages a second, and how long a message takes from publish to consumer. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { OutgoingMessage, Stream } from '../../contracts/stream';
import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { openEmbeddedStream } from '../../stream/embedded/open-embedded';
import { openKafkaStream } from '../../stream/kafka/kafka-stream';
import { startKafka, whyNoKafka } from '../support/kafka/start-kafka';

const parts = { log: createLogger({ level: 'error', format: 'text' }), metrics: createMetrics() };
/** An envelope of a few events, compressed: what the collector publishes most. */
const VALUE_BYTES = 2_048;
const BURST = 40_000;
const PUBLISH_SIZE = 50;
const PUBLISHERS = 32;
const SINGLES = 500;

interface StreamFigures {
  driver: string;
  /** Durable messages a second, published 50 a call by 32 publishers. */
  messagesPerSecond: number;
  /** CPU of this process for one message of the burst, publishing and consuming, microseconds. */
  cpuMicrosPerMessage: number;
  /** One message at a time: until it is durable, and until a consumer has it, milliseconds. */
  publishMs: { p50: number; p99: number };
  deliveryMs: { p50: number; p99: number };
}

/** Prints the figures of both drivers; of Kafka only where there is one, else why not. Takes about 10 s. */
export async function benchStream(print: (line: string) => void = console.log): Promise<void> {
  print(line(await benchEmbedded()));
  const missing = whyNoKafka(true);
  print(missing === undefined ? line(await benchKafka()) : `stream, kafka: not measured (${missing})`);
}

function line({ driver, messagesPerSecond, cpuMicrosPerMessage, publishMs, deliveryMs }: StreamFigures): string {
  const both = ({ p50, p99 }: { p50: number; p99: number }) => `p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms`;
  return (
    `stream, ${driver}: ${messagesPerSecond} durable messages/s of ${VALUE_BYTES} bytes, ` +
    `${cpuMicrosPerMessage.toFixed(1)} µs CPU each; durable ${both(publishMs)}; publish to consumer ${both(deliveryMs)}`
  );
}

async function benchEmbedded(): Promise<StreamFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-bench-'));
  const settings = { folder, partitions: 4, retentionHours: 24, retentionBytes: 1e10 };
  const stream = await openEmbeddedStream({ ...settings, ...parts });
  try {
    return await measure('embedded', stream);
  } finally {
    await stream.close();
    rmSync(folder, { recursive: true });
  }
}

async function benchKafka(): Promise<StreamFigures> {
  const given = loadConfig({ env: {} }).stream.kafka;
  const kafka = await startKafka();
  const stream = await openKafkaStream({ config: { ...given, brokers: kafka.brokers }, partitions: 4 }, parts);
  try {
    return await measure(`kafka, ${given.compression}`, stream);
  } finally {
    await stream.close();
    await kafka.remove();
  }
}

async function measure(driver: string, stream: Stream): Promise<StreamFigures> {
  const delivered: number[] = [];
  let consumed = 0;
  await stream.consume({
    group: 'bench',
    topics: ['gander.events.v1'],
    start: 'earliest',
    onBatch: ({ messages }) => {
      consumed += messages.length;
      for (const { headers } of messages)
        if (headers['sent'] !== undefined) delivered.push(performance.now() - Number(headers['sent']));
      return Promise.resolve();
    },
  });
  const published = await singles(stream);
  while (consumed < SINGLES) await wait(5);
  const cpu = process.cpuUsage();
  const start = performance.now();
  const calls = Array.from({ length: BURST / PUBLISH_SIZE }, (_, call) => call);
  await Promise.all(
    Array.from({ length: PUBLISHERS }, async () => {
      for (let call = calls.pop(); call !== undefined; call = calls.pop()) await stream.publish(burst(call));
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  while (consumed < SINGLES + BURST) await wait(5);
  const { user, system } = process.cpuUsage(cpu);
  return {
    driver,
    messagesPerSecond: Math.round(BURST / seconds),
    cpuMicrosPerMessage: (user + system) / BURST,
    publishMs: quantiles(published),
    deliveryMs: quantiles(delivered),
  };
}

async function singles(stream: Stream): Promise<number[]> {
  const times: number[] = [];
  for (let n = 0; n < SINGLES; n += 1) {
    const start = performance.now();
    await stream.publish([{ ...message(n), headers: { sent: String(start) } }]);
    times.push(performance.now() - start);
    await wait(2);
  }
  return times;
}

const burst = (call: number): OutgoingMessage[] =>
  Array.from({ length: PUBLISH_SIZE }, (_, n) => message(call * PUBLISH_SIZE + n));

const filler = Buffer.alloc(VALUE_BYTES);
for (let at = 0; at < VALUE_BYTES; at += 1) filler[at] = (at * 31 + (at >> 3)) % 251;

const message = (n: number): OutgoingMessage => ({
  topic: 'gander.events.v1',
  key: `session-${n % 97}`,
  value: filler,
});

function quantiles(values: number[]): { p50: number; p99: number } {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.floor(sorted.length * share)] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
