/** The stream on Apache Kafka, through kafkajs. Each thread or process has a client of its own; a handle is nothing but the settings. */
import type { Admin, Kafka } from 'kafkajs';
import { ALL_TOPICS } from '../../contracts/stream';
import type {
  Consumer,
  ConsumerOptions,
  IncomingMessage,
  Lag,
  OutgoingMessage,
  PublishResult,
  Stream,
  Topic,
} from '../../contracts/stream';
import type { KafkaConfig } from '../../platform/config';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { messageBytes, sizeRefusal } from '../message-limit';
import { partitionOf } from '../partitioner';
import { metered } from '../publish-metrics';
import { kafkaClient } from './client';
import { unavailable } from './kafka-errors';
import { KafkaMember } from './kafka-member';
import { groupLag } from './lag';
import { Publisher } from './publisher';
import { readRange } from './range-reader';
import { DEFAULT_RECORD_BATCH_BYTES, ensureTopics } from './topics';
import type { TopicFacts } from './topics';

export interface KafkaHandle {
  readonly driver: 'kafka';
  readonly config: KafkaConfig;
  readonly partitions: number;
}

export interface KafkaParts {
  log: Logger;
  metrics: Metrics;
}

/**
 * Connects, makes the topics that are missing and checks the others. Rejects with `stream_unavailable` when no broker answers, with
 * `config_invalid` when the topics do not fit.
 */
export async function openKafkaStream(
  settings: { config: KafkaConfig; partitions: number },
  parts: KafkaParts,
): Promise<KafkaStream> {
  const { config, partitions } = settings;
  const kafka = () => kafkaClient(config, parts.log);
  const admin = kafka().admin();
  try {
    await admin.connect().catch((error: unknown) => {
      throw unavailable(error);
    });
    const topics = await ensureTopics(admin, partitions, config.replication, parts.log);
    const limit = (topic: Topic) => topics.batchBytes.get(topic) ?? DEFAULT_RECORD_BATCH_BYTES;
    const publisher = new Publisher(kafka, config, limit, parts.log);
    await publisher.open();
    return new KafkaStream({ driver: 'kafka', config, partitions }, kafka, admin, topics, publisher, parts);
  } catch (error) {
    await admin.disconnect();
    throw error;
  }
}

export class KafkaStream implements Stream {
  /** Each reading joins a group of its own first. */
  readonly seekCost = 20_000;
  readonly #members = new Set<KafkaMember>();
  #closed: Promise<void> | undefined;

  constructor(
    private readonly origin: KafkaHandle,
    private readonly kafka: () => Kafka,
    private readonly admin: Admin,
    private readonly topics: TopicFacts,
    private readonly publisher: Publisher,
    private readonly parts: KafkaParts,
  ) {}

  handle(): KafkaHandle {
    return this.origin;
  }

  publish(messages: readonly OutgoingMessage[]): Promise<PublishResult> {
    return metered(this.parts.metrics, messages, async () => {
      const sized = messages.map((message) => ({
        message,
        bytes: messageBytes(message),
        partition: partitionOf(message.key, this.#count(message.topic)),
      }));
      const results: (string | undefined)[] = sized.map(({ bytes }) => sizeRefusal(bytes));
      const taken = [...sized.keys()].filter((index) => results[index] === undefined);
      if (taken.length === 0) return results;
      const answers = await this.publisher.publish(sized.filter((_, index) => results[index] === undefined));
      for (const [nth, index] of taken.entries()) results[index] = answers[nth];
      return results;
    });
  }

  async consume(options: ConsumerOptions): Promise<Consumer> {
    const { kafka, parts } = this;
    const member = new KafkaMember(options, { kafka, config: this.origin.config, ...parts }, () => {
      this.#members.delete(member);
    });
    this.#members.add(member);
    try {
      await member.join();
    } catch (error) {
      this.#members.delete(member);
      throw error;
    }
    return member;
  }

  read(topic: Topic, partition: number, from: number, to = Infinity): AsyncGenerator<IncomingMessage> {
    return readRange(this.kafka(), this.admin, { topic, partition, from, to });
  }

  partitions(topic: Topic): Promise<number> {
    return Promise.resolve(this.#count(topic));
  }

  lag(group: string): Promise<Lag[]> {
    return groupLag(this.admin, group);
  }

  healthy(): boolean {
    return this.publisher.healthy();
  }

  /** Stops the consumers, which leave their groups, and waits for what is being published. */
  close(): Promise<void> {
    this.#closed ??= this.#close();
    return this.#closed;
  }

  async #close(): Promise<void> {
    await Promise.all([...this.#members].map((member) => member.stop()));
    await this.publisher.close();
    await this.admin.disconnect();
  }

  #count(topic: Topic): number {
    const count = this.topics.partitions.get(topic);
    if (count === undefined) throw new TypeError(`no topic ${topic}; there are ${ALL_TOPICS.join(', ')}`);
    return count;
  }
}
