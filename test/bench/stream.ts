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
import { NotHere } from './figure';
import type { Bench, Figure } from './figure';
import { quantile } from './measure';

const parts = { log: createLogger({ level: 'error', format: 'text' }), metrics: createMetrics() };
/** An envelope of a few events, compressed: what the collector publishes most. */
const VALUE_BYTES = 2_048;
const BURST = 40_000;
const PUBLISH_SIZE = 50;
const PUBLISHERS = 32;
const SINGLES = 500;

interface StreamFigures {
  /** Durable messages a second, published 50 a call by 32 publishers. */
  messagesPerSecond: number;
  /** CPU of this process for one message of the burst, publishing and consuming, microseconds. */
  cpuMicrosPerMessage: number;
  /** One message at a time: until it is durable, and until a consumer has it, milliseconds. */
  publishMs: { p50: number; p99: number };
  deliveryMs: { p50: number; p99: number };
}

function figuresOf({ messagesPerSecond, cpuMicrosPerMessage, publishMs, deliveryMs }: StreamFigures): Figure[] {
  return [
    { what: 'durable messages', value: messagesPerSecond, unit: '/s', note: `wall; ${PUBLISHERS} publishers` },
    { what: 'CPU of publishing and consuming', value: cpuMicrosPerMessage, unit: 'µs a message' },
    { what: 'one message until durable, p50', value: publishMs.p50, unit: 'ms' },
    { what: 'one message until durable, p99', value: publishMs.p99, unit: 'ms' },
    { what: 'one message until consumed, p50', value: deliveryMs.p50, unit: 'ms' },
    { what: 'one message until consumed, p99', value: deliveryMs.p99, unit: 'ms' },
  ];
}

const TITLE = `messages of ${VALUE_BYTES} bytes, ${PUBLISH_SIZE} a publish`;

export const embeddedStreamBench: Bench = {
  title: `stream, embedded: ${TITLE}`,
  measure: async () => figuresOf(await benchEmbedded()),
};

export const kafkaStreamBench: Bench = {
  title: `stream, Kafka: ${TITLE}`,
  async measure() {
    const missing = whyNoKafka(true);
    if (missing !== undefined) throw new NotHere(missing);
    return figuresOf(await benchKafka());
  },
};

async function benchEmbedded(): Promise<StreamFigures> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-bench-'));
  const settings = { folder, partitions: 4, retentionHours: 24, retentionBytes: 1e10 };
  const stream = await openEmbeddedStream({ ...settings, ...parts });
  try {
    return await measure(stream);
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
    return await measure(stream);
  } finally {
    await stream.close();
    await kafka.remove();
  }
}

async function measure(stream: Stream): Promise<StreamFigures> {
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

const quantiles = (values: number[]) => ({ p50: quantile(values, 0.5), p99: quantile(values, 0.99) });
