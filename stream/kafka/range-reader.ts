/** Reads a range of one partition, for replay. kafkajs reads in groups only, so this makes one of its own and removes it afterwards. */
import { randomUUID } from 'node:crypto';
import type { Admin, Consumer as Client, EachBatchPayload, Kafka } from 'kafkajs';
import type { IncomingMessage, Topic } from '../../contracts/stream';
import { singlePartitionAssigner } from './assigner';
import { incoming } from './incoming';
import { unavailable } from './kafka-errors';
import { LaneBuffer } from './lane-buffer';

export interface Range {
  topic: Topic;
  partition: number;
  from: number;
  /** Exclusive. */
  to: number;
}

/** Yields what is there when it is called, in order; rejects with `stream_unavailable` when Kafka is lost on the way. */
export async function* readRange(kafka: Kafka, admin: Admin, wanted: Range): AsyncGenerator<IncomingMessage> {
  const { topic, partition } = wanted;
  const ends = (await admin.fetchTopicOffsets(topic)).find((entry) => entry.partition === partition);
  const from = Math.max(wanted.from, Number(ends?.low ?? 0));
  const to = Math.min(wanted.to, Number(ends?.high ?? 0));
  if (from >= to) return;
  const reader = await openReader(kafka, topic, partition, from);
  try {
    for (let next = from; next < to; next += 1) {
      const message = await reader.next();
      if (message === undefined) throw unavailable(`lost while reading ${topic}/${partition} at ${next}`);
      if (message.offset >= to) return;
      yield message;
      next = message.offset;
    }
  } finally {
    await reader.close();
    await admin.deleteGroups([reader.groupId]).catch(() => undefined);
  }
}

/** The first group join of a fresh group is lost now and then on a busy broker; kafkajs then gives up the consumer. */
const ATTEMPTS = 3;

async function openReader(kafka: Kafka, topic: Topic, partition: number, from: number): Promise<PartitionReader> {
  for (let attempt = 1; ; attempt++) {
    const reader = new PartitionReader(kafka, topic, partition);
    try {
      await reader.open(from);
      return reader;
    } catch (error) {
      await reader.close().catch(() => undefined);
      if (attempt >= ATTEMPTS) throw unavailable(error);
    }
  }
}

class PartitionReader {
  readonly groupId = `gander-read-${randomUUID()}`;
  readonly #client: Client;
  readonly #buffer: LaneBuffer;
  readonly #lost = new AbortController();
  #batch: IncomingMessage[] = [];
  #placed = false;

  constructor(
    kafka: Kafka,
    private readonly topic: Topic,
    private readonly partition: number,
  ) {
    const client = kafka.consumer({
      groupId: this.groupId,
      maxWaitTimeInMs: 100,
      allowAutoTopicCreation: false,
      partitionAssigners: [singlePartitionAssigner(topic, partition)],
      retry: { retries: 4, restartOnFailure: () => Promise.resolve(false) },
    });
    client.on('consumer.crash', () => {
      this.#lost.abort();
    });
    const place = [{ topic, partitions: [partition] }];
    const tap = {
      seek: (offset: number) => {
        client.seek({ topic, partition, offset: String(offset) });
      },
      pause: () => {
        client.pause(place);
      },
      resume: () => {
        client.resume(place);
      },
    };
    this.#client = client;
    this.#buffer = new LaneBuffer(tap, {});
  }

  async open(from: number): Promise<void> {
    await this.#client.connect();
    await this.#client.subscribe({ topics: [this.topic] });
    await this.#client.run({ autoCommit: false, eachBatch: (payload) => this.#take(payload) });
    this.#buffer.start(from);
    this.#placed = true;
  }

  /** Undefined when Kafka is lost. */
  async next(): Promise<IncomingMessage | undefined> {
    if (this.#batch.length === 0) this.#batch = [...((await this.#buffer.next(this.#lost.signal)) ?? [])];
    return this.#batch.shift();
  }

  close(): Promise<void> {
    return this.#client.disconnect();
  }

  /** Drops what comes from where the group happened to start. */
  #take(payload: EachBatchPayload): Promise<void> {
    if (!this.#placed || payload.isStale()) return Promise.resolve();
    const { messages, highWatermark } = payload.batch;
    this.#buffer.push(
      messages.map((message) => incoming(this.topic, this.partition, message)),
      Number(highWatermark),
    );
    return Promise.resolve();
  }
}
