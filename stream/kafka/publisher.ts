/** Publishing to Kafka: acknowledged by all in-sync replicas, by an idempotent producer that is replaced after every failure. */
import { setTimeout as wait } from 'node:timers/promises';
import { Partitioners } from 'kafkajs';
import type { Kafka, Producer, TopicMessages } from 'kafkajs';
import type { OutgoingMessage, PublishResult, Topic } from '../../contracts/stream';
import type { KafkaConfig } from '../../platform/config';
import { messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import { compressionType } from './codecs';
import { isPermanent, protocolType, unavailable } from './kafka-errors';
import { PublishQueue } from './publish-queue';
import type { Queued } from './publish-queue';

/** A request that takes longer counts as a broker that is away. */
const SLOW_MS = 5_000;
const ACK_TIMEOUT_MS = 8_000;
const RECONNECT_MS = 250;
const LONGEST_RECONNECT_MS = 5_000;

export class Publisher {
  #producer: Producer | undefined;
  readonly #closing = new AbortController();
  readonly #queue: PublishQueue;

  constructor(
    private readonly kafka: () => Kafka,
    private readonly config: KafkaConfig,
    batchBytes: (topic: Topic) => number,
    private readonly log: Logger,
  ) {
    this.#queue = new PublishQueue((group) => this.#send(group), batchBytes);
  }

  /** Rejects with `stream_unavailable` when no broker answers. */
  async open(): Promise<void> {
    try {
      this.#producer = await this.#connect();
    } catch (error) {
      throw unavailable(error);
    }
  }

  publish(messages: readonly { message: OutgoingMessage; partition: number; bytes: number }[]): Promise<PublishResult> {
    return this.#queue.publish(messages);
  }

  healthy(): boolean {
    const slow = this.#queue.since !== undefined && Date.now() - this.#queue.since > SLOW_MS;
    return this.#producer !== undefined && !slow && !this.#queue.full();
  }

  async close(): Promise<void> {
    await this.#queue.drained();
    this.#closing.abort();
    await this.#producer?.disconnect();
  }

  async #connect(): Promise<Producer> {
    const producer = this.kafka().producer({
      idempotent: true,
      createPartitioner: Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4 },
    });
    try {
      await producer.connect();
    } catch (error) {
      await producer.disconnect().catch(() => undefined);
      throw error;
    }
    return producer;
  }

  async #send(group: readonly Queued[]): Promise<void> {
    if (this.#producer === undefined) throw unavailable('no broker answers');
    try {
      await this.#producer.sendBatch({
        acks: -1,
        timeout: ACK_TIMEOUT_MS,
        compression: compressionType(this.config.compression),
        topicMessages: byTopic(group),
      });
    } catch (error) {
      await this.#failed(group, error);
      return;
    }
    for (const queued of group) queued.done(undefined);
  }

  /**
   * The producer is given up whatever went wrong: kafkajs takes back the sequence numbers of all partitions, though some may have stored
   * theirs, and the broker would take the next messages under those numbers for repetitions and drop them.
   */
  async #failed(group: readonly Queued[], error: unknown): Promise<void> {
    this.#giveUp();
    if (!isPermanent(error)) {
      void this.#reconnect();
      throw unavailable(error);
    }
    await this.open().catch((failure: unknown) => {
      void this.#reconnect();
      throw failure;
    });
    if (group.length === 1) group[0]?.done(`${protocolType(error) ?? 'refused'}: ${messageOf(error)}`);
    else await this.#halves(group);
  }

  /** Finds the message that the broker refuses: what is with it in a request is sent again without it. */
  async #halves(group: readonly Queued[]): Promise<void> {
    const middle = Math.ceil(group.length / 2);
    await this.#send(group.slice(0, middle));
    await this.#send(group.slice(middle));
  }

  #giveUp(): void {
    const producer = this.#producer;
    this.#producer = undefined;
    void producer?.disconnect().catch(() => undefined);
  }

  async #reconnect(): Promise<void> {
    const { signal } = this.#closing;
    this.log.error('Kafka does not take messages; connecting again');
    for (let pause = RECONNECT_MS; !this.#isClosing(); pause = Math.min(pause * 2, LONGEST_RECONNECT_MS)) {
      try {
        const producer = await this.#connect();
        if (this.#isClosing()) await producer.disconnect();
        else this.#producer = producer;
        this.log.info('Kafka takes messages again');
        return;
      } catch (error) {
        this.log.debug('Kafka is still away', { error: messageOf(error), pause });
        await wait(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  #isClosing(): boolean {
    return this.#closing.signal.aborted;
  }
}

function byTopic(group: readonly Queued[]): TopicMessages[] {
  const topics = new Map<string, TopicMessages>();
  for (const { message, partition } of group) {
    const { topic, key, value, headers } = message;
    const entry = topics.get(topic) ?? { topic, messages: [] };
    topics.set(topic, entry);
    const bytes = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    entry.messages.push({
      key,
      value: bytes,
      partition,
      ...(headers === undefined ? {} : { headers: { ...headers } }),
    });
  }
  return [...topics.values()];
}
