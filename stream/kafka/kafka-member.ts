/**
 * One `consume()` on Kafka. kafkajs only fetches and keeps the membership alive; what it fetches goes into lanes, so that a slow or failing
 * partition holds up neither the others nor the heartbeats.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Consumer as Client, EachBatchPayload, Kafka } from 'kafkajs';
import type { Assignment, Consumer, ConsumerOptions, Topic } from '../../contracts/stream';
import type { KafkaConfig } from '../../platform/config';
import { GanderError, messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { Lanes, laneName } from '../lanes';
import { equalKeysAssigner } from './assigner';
import { incoming } from './incoming';
import { isFenced, unavailable } from './kafka-errors';
import { LaneBuffer } from './lane-buffer';

/** Longest that the broker holds a fetch without messages: bounds how late a resumed partition goes on. New messages answer it at once. */
const FETCH_WAIT_MS = 100;
/** kafkajs tells the generation only with a heartbeat, so they are frequent. */
const HEARTBEAT_MS = 250;
const FETCH_BYTES = 8 * 1024 * 1024;
const COMMIT_ATTEMPTS = 5;
const FIRST_RESTART_MS = 500;
const LONGEST_RESTART_MS = 10_000;

interface MemberParts {
  kafka: () => Kafka;
  config: KafkaConfig;
  log: Logger;
  metrics: Metrics;
}

export class KafkaMember implements Consumer {
  readonly #lanes: Lanes;
  #buffers = new Map<string, LaneBuffer>();
  #client: Client | undefined;
  #commitNow: EachBatchPayload['commitOffsetsIfNecessary'] | undefined;
  #memberId = '';
  #assigned: Readonly<Record<string, readonly number[]>> = {};
  #generation: number | undefined;
  readonly #joined = Promise.withResolvers<undefined>();
  #stopping: Promise<void> | undefined;
  readonly #ending = new AbortController();
  #restarts = 0;

  constructor(
    private readonly options: ConsumerOptions,
    private readonly parts: MemberParts,
    private readonly forget: () => void,
  ) {
    this.#lanes = new Lanes(options, parts.log, parts.metrics);
  }

  /** Enters the group; resolves with the first assignment. Rejects with `stream_unavailable` when no broker answers. */
  async join(): Promise<void> {
    try {
      await this.#start();
    } catch (error) {
      await this.#client?.disconnect().catch(() => undefined);
      throw unavailable(error);
    }
    await this.#joined.promise;
  }

  async commit(assignment: Assignment, offset: number): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      if (!this.#lanes.holds(assignment) || this.#generation !== assignment.generation) throw fenced(assignment);
      try {
        await this.#commitOnce(assignment, offset);
        return;
      } catch (error) {
        if (isFenced(error)) throw fenced(assignment);
        if (attempt === COMMIT_ATTEMPTS) throw unavailable(error);
        await wait(2 ** attempt * 50);
      }
    }
  }

  pause(topic: Topic, partition: number): void {
    this.#lanes.pause(topic, partition);
  }

  resume(topic: Topic, partition: number): void {
    this.#lanes.resume(topic, partition);
  }

  assignments(): readonly Assignment[] {
    return this.#lanes.current();
  }

  stop(): Promise<void> {
    this.#stopping ??= this.#stop();
    return this.#stopping;
  }

  async #stop(): Promise<void> {
    this.#ending.abort();
    await this.#lanes.finish();
    await this.#client?.disconnect();
    this.forget();
  }

  // A batch's own commit makes one request under the generation of this moment; the client's would repeat it under a later one.
  async #commitOnce({ topic, partition }: Assignment, offset: number): Promise<void> {
    const entry = { partition, offset: String(offset) };
    if (this.#commitNow) await this.#commitNow({ topics: [{ topic, partitions: [entry] }] });
    else await this.#client?.commitOffsets([{ topic, ...entry }]);
  }

  async #start(): Promise<void> {
    const { group, topics, start, maxBytes = FETCH_BYTES } = this.options;
    const { sessionTimeoutMs } = this.parts.config;
    const client = this.parts.kafka().consumer({
      groupId: group,
      sessionTimeout: sessionTimeoutMs,
      rebalanceTimeout: sessionTimeoutMs,
      heartbeatInterval: HEARTBEAT_MS,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: Math.min(maxBytes, FETCH_BYTES / 4),
      maxWaitTimeInMs: FETCH_WAIT_MS,
      allowAutoTopicCreation: false,
      partitionAssigners: [equalKeysAssigner],
      retry: { initialRetryTime: 100, maxRetryTime: 1_000, retries: 4, restartOnFailure: () => Promise.resolve(false) },
    });
    this.#client = client;
    this.#commitNow = undefined;
    this.#listen(client);
    await client.connect();
    await client.subscribe({ topics: [...topics], fromBeginning: start === 'earliest' });
    await client.run({ autoCommit: false, eachBatch: (payload) => this.#take(payload) });
  }

  #listen(client: Client): void {
    client.on('consumer.group_join', ({ payload }) => {
      this.#revoke();
      this.#memberId = payload.memberId;
      this.#assigned = payload.memberAssignment;
    });
    client.on('consumer.heartbeat', ({ payload }) => {
      const { memberId, groupGenerationId } = payload;
      if (memberId === this.#memberId && groupGenerationId !== this.#generation) this.#begin(client, groupGenerationId);
    });
    client.on('consumer.rebalancing', () => {
      this.#revoke();
    });
    client.on('consumer.crash', ({ payload }) => {
      if (client === this.#client) void this.#restart(payload.error);
    });
  }

  #begin(client: Client, generation: number): void {
    this.#generation = generation;
    this.#restarts = 0;
    if (this.#isStopping()) return;
    const assignments = (Object.entries(this.#assigned) as [Topic, readonly number[]][]).flatMap(
      ([topic, partitions]) => partitions.map((partition) => ({ topic, partition, generation })),
    );
    this.#buffers = new Map(assignments.map(({ topic, partition }) => this.#buffer(client, topic, partition)));
    this.#lanes.replace(assignments, ({ topic, partition }) => {
      const name = laneName(topic, partition);
      return this.#buffers.get(name) ?? this.#buffer(client, topic, partition)[1];
    });
    this.#joined.resolve(undefined);
  }

  #buffer(client: Client, topic: Topic, partition: number): [name: string, buffer: LaneBuffer] {
    const name = laneName(topic, partition);
    const ours = [{ topic, partitions: [partition] }];
    // kafkajs remembers a pause from one generation to the next.
    client.resume(ours);
    const current = () => this.#buffers.get(name) === buffer;
    const buffer: LaneBuffer = new LaneBuffer(
      {
        seek: (offset) => {
          if (current()) client.seek({ topic, partition, offset: String(offset) });
        },
        pause: () => {
          if (current()) client.pause(ours);
        },
        resume: () => {
          if (current()) client.resume(ours);
        },
      },
      this.options,
    );
    return [name, buffer];
  }

  async #take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    this.#commitNow = (offsets) => payload.commitOffsetsIfNecessary(offsets);
    while (!this.#knowsGeneration() && payload.isRunning()) {
      await payload.heartbeat();
      if (!this.#knowsGeneration()) await wait(HEARTBEAT_MS / 5);
    }
    if (payload.isStale()) return;
    const topic = batch.topic as Topic;
    const messages = batch.messages.map((message) => incoming(topic, batch.partition, message));
    this.#buffers.get(laneName(topic, batch.partition))?.push(messages, Number(batch.highWatermark));
  }

  #isStopping(): boolean {
    return this.#ending.signal.aborted;
  }

  #knowsGeneration(): boolean {
    return this.#generation !== undefined;
  }

  #revoke(): void {
    this.#generation = undefined;
    this.#buffers = new Map();
    this.#lanes.revoke();
  }

  /** kafkajs has given up. A new client starts clean, where a restarted one is known to hang at times. */
  async #restart(error: Error): Promise<void> {
    this.#revoke();
    for (;;) {
      const pause = Math.min(FIRST_RESTART_MS * 2 ** this.#restarts, LONGEST_RESTART_MS);
      this.#restarts += 1;
      const { group } = this.options;
      this.parts.log.warn('the consumer lost Kafka and starts again', { group, pause, error: messageOf(error) });
      await wait(pause, undefined, { signal: this.#ending.signal }).catch(() => undefined);
      if (this.#isStopping()) return;
      try {
        await this.#start();
        if (this.#isStopping()) await this.#client?.disconnect();
        return;
      } catch (failure) {
        await this.#client?.disconnect().catch(() => undefined);
        error = failure as Error;
      }
    }
  }
}

function fenced({ topic, partition, generation }: Assignment): GanderError {
  return new GanderError('stream_fenced', `${laneName(topic, partition)} is not ours in generation ${generation}`);
}
