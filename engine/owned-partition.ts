/**
 * One partition in the hands of this engine, for one generation: restored from its snapshot, fed by all four topics one message at a
 * time, saved by the protocol findings durable → snapshot → commit.
 */
import { setImmediate as breathe } from 'node:timers/promises';
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { ENGINE_TOPICS } from '../contracts/stream';
import type { Assignment, Batch, Consumer, IncomingMessage, Stream, Topic } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { errorCode, messageOf } from '../platform/errors';
import type { Clock } from '../platform/clock';
import { rateLimited } from '../platform/log';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import type { Answer, PartitionEngine } from './core/partition';
import { deadLetterOf } from '../stream/dead-letter';
import { feed } from './incoming';
import { Outbox } from './outbox';
import { factMessages, findingMessage, linkMessage } from './outgoing';

export const GROUP = 'gander-engine';

export interface PartitionParts {
  engine: PartitionEngine;
  stream: Stream;
  store: Store;
  consumer: Promise<Consumer>;
  snapshotMs: number;
  log: Logger;
  metrics: Metrics;
  clock: Clock;
}

/** Work at one go before sockets and timers of the thread get their turn, milliseconds. */
const SLICE_MS = 10;
/** Messages after which a snapshot is due whatever the time. */
const MAX_UNSAVED = 50_000;
/** Snapshots of one partition may take this share of the time at most: a thread has several, and large states are saved less often. */
const SNAPSHOT_SHARE = 0.02;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
const MAX_STATE_BYTES = 1024 * 1024 * 1024;

export class OwnedPartition {
  readonly #outbox: Outbox;
  readonly #offsets = new Map<Topic, number>();
  readonly #restored: Promise<void>;
  #turn: Promise<unknown> = Promise.resolve();
  #epoch: number;
  #unsaved = 0;
  #savedAt: number;
  #saveCost = 0;
  #fenced = false;
  #events: { behind: number; storedAt: number } | undefined;
  readonly #warn: ReturnType<typeof rateLimited>;
  readonly #revoked = new Set<Topic>();
  #tickOut = false;
  #ticked = 0;

  constructor(
    readonly partition: number,
    readonly generation: number,
    private readonly parts: PartitionParts,
  ) {
    this.#outbox = new Outbox(parts.stream, parts.metrics);
    this.#warn = rateLimited(parts.log, 60_000);
    this.#epoch = generation;
    this.#savedAt = parts.clock();
    this.#restored = this.#restore();
    this.#restored.catch(() => undefined);
  }

  /** Where to go on in the topic; undefined for the committed offset. Rejects when the store does not answer. */
  async start(topic: Topic): Promise<number | undefined> {
    await this.#restored;
    const offset = this.#offsets.get(topic);
    if (topic === 'gander.events.v1') await this.#lookAhead(offset);
    return offset;
  }

  /** Handles a batch; rejects when its findings could not be published, and takes only the rest of it when it comes again. */
  handle(batch: Batch): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#fenced) return;
      let sliceEnd = this.parts.clock() + SLICE_MS;
      for (const message of batch.messages) {
        this.#take(message);
        if (this.parts.clock() < sliceEnd) continue;
        this.#outbox.start();
        await breathe();
        sliceEnd = this.parts.clock() + SLICE_MS;
      }
      if (batch.topic === 'gander.events.v1') {
        this.#events = { behind: batch.behind, storedAt: batch.messages.at(-1)?.storedAt ?? 0 };
      }
      await this.#outbox.settled();
      if (this.#isDue()) await this.#save();
    });
  }

  /** A topic's messages come no more; once all do, saves what is not saved yet. */
  async revoked(topic: Topic): Promise<void> {
    this.#revoked.add(topic);
    if (this.#revoked.size < ENGINE_TOPICS.length) return;
    await this.#inTurn(async () => {
      if (this.#unsaved === 0 || this.#fenced) return;
      await this.#outbox.settled();
      await this.#save();
    });
  }

  /**
   * The time of the tick that is due: now, or, while events wait, when the last one taken was stored, so that nobody is thought silent
   * whose events are still to come. Undefined while the last tick is on its way.
   */
  tickDue(): number | undefined {
    if (this.#tickOut || this.#fenced || this.#revoked.size > 0) return undefined;
    if (!this.#events) return undefined;
    const at = this.#events.behind > 0 ? this.#events.storedAt : this.parts.clock();
    if (at <= this.#ticked) return undefined;
    this.#ticked = at;
    this.#tickOut = true;
    return at;
  }

  /** The tick could not be published. */
  tickLost(): void {
    this.#tickOut = false;
  }

  #take(message: IncomingMessage): void {
    const next = this.#offsets.get(message.topic);
    if (next !== undefined && message.offset < next) return;
    this.#offsets.set(message.topic, message.offset + 1);
    this.#unsaved += 1;
    if (message.topic === 'gander.control.v1') this.#tickOut = false;
    try {
      for (const answer of feed(this.parts.engine, message)) {
        this.#send(answer);
        const [problem] = answer.problems;
        if (problem !== undefined) this.#putAside(message, 'engine_failed', problem);
      }
    } catch (error) {
      this.#putAside(message, errorCode(error) ?? 'engine_failed', messageOf(error));
    }
  }

  #putAside(message: IncomingMessage, reason: string, error: string): void {
    this.parts.metrics.count('gander_dead_letters_total', { stage: 'engine', reason });
    const { topic, partition, offset } = message;
    this.#warn(reason, 'a message was put aside', { topic, partition, offset, error });
    this.#outbox.add([deadLetterOf(message, 'engine', reason, this.parts.clock())]);
  }

  #send({ findings, facts, links, counts }: Answer): void {
    for (const { name, labels, by } of counts) {
      this.parts.metrics.count(name, labels, by);
      if (name === 'gander_engine_feedback_total' && labels['result'] !== 'silenced')
        this.parts.log.info('feedback on an alert of a baseline', labels);
      if (name === 'gander_detector_failures_total') this.#warn(name, 'a detector failed on an event', labels);
    }
    if (findings.length + facts.length + links.length === 0) return;
    this.#outbox.add([...findings.map(findingMessage), ...factMessages(facts), ...links.map(linkMessage)]);
  }

  #isDue(): boolean {
    if (this.#unsaved === 0) return false;
    const wait = Math.max(this.parts.snapshotMs, this.#saveCost / SNAPSHOT_SHARE);
    return this.#unsaved >= MAX_UNSAVED || this.parts.clock() - this.#savedAt >= wait;
  }

  /** Without events behind, time is the clock's from the start; else it is known with the first batch. */
  async #lookAhead(offset: number | undefined): Promise<void> {
    const lags = await this.parts.stream.lag(GROUP);
    const events = lags.find((lag) => lag.topic === 'gander.events.v1' && lag.partition === this.partition);
    if ((events?.end ?? 0) <= (offset ?? events?.committed ?? 0)) this.#events ??= { behind: 0, storedAt: 0 };
  }

  async #restore(): Promise<void> {
    const snapshot = await this.parts.store.snapshot(GROUP, this.partition);
    if (!snapshot) return;
    try {
      this.parts.engine.restore(zstdDecompressSync(snapshot.state, { maxOutputLength: MAX_STATE_BYTES }));
    } catch (error) {
      this.parts.metrics.count('gander_snapshots_total', { result: 'incompatible' });
      this.parts.log.warn('a snapshot cannot be used: the engine goes on without the memory of its sessions', {
        partition: this.partition,
        error: messageOf(error),
      });
    }
    for (const [topic, offset] of Object.entries(snapshot.offsets)) this.#offsets.set(topic as Topic, offset);
  }

  /** Snapshot, then commit. A failure is logged and tried again when the next is due; the stream is read again from the last one. */
  async #save(): Promise<void> {
    const { clock, log } = this.parts;
    const started = clock();
    try {
      await this.#write();
      this.#unsaved = 0;
      await this.#commit();
      this.#result('written');
    } catch (error) {
      const code = errorCode(error);
      this.#fenced = code === 'snapshot_fenced' || code === 'stream_fenced';
      this.#result(this.#fenced ? 'fenced' : 'failed');
      const fields = { partition: this.partition, error: messageOf(error) };
      if (this.#fenced) log.info('the partition has another owner now', fields);
      else log.warn('a snapshot was not written', fields);
    }
    this.#savedAt = clock();
    this.#saveCost = this.#savedAt - started;
    for (const [map, entries] of Object.entries(this.parts.engine.sizes())) {
      this.parts.metrics.set('gander_engine_state_entries', entries, { map, partition: this.partition });
    }
  }

  async #write(): Promise<void> {
    const state = new Uint8Array(zstdCompressSync(this.parts.engine.snapshot(), FAST));
    this.parts.metrics.set('gander_snapshot_bytes', state.byteLength, { partition: this.partition });
    const offsets = Object.fromEntries(this.#offsets);
    const snapshot = { group: GROUP, partition: this.partition, offsets, state, takenAt: this.parts.clock() };
    try {
      await this.parts.store.writeSnapshot({ ...snapshot, generation: this.#epoch });
    } catch (error) {
      if (errorCode(error) !== 'snapshot_fenced') throw error;
      await this.#reclaim();
      await this.parts.store.writeSnapshot({ ...snapshot, generation: this.#epoch });
    }
  }

  /**
   * A broker that lost the group counts its generations from 1 again, and every snapshot would be refused for ever. A commit tells: only
   * the true owner's is taken. What is committed is what the stored snapshot holds, so nothing is skipped.
   */
  async #reclaim(): Promise<void> {
    const stored = await this.parts.store.snapshot(GROUP, this.partition);
    if (!stored) return;
    for (const [topic, offset] of Object.entries(stored.offsets)) await this.#commitOne(topic as Topic, offset);
    this.#epoch = stored.generation + 1;
  }

  async #commit(): Promise<void> {
    for (const [topic, offset] of this.#offsets) await this.#commitOne(topic, offset);
  }

  async #commitOne(topic: Topic, offset: number): Promise<void> {
    const assignment: Assignment = { topic, partition: this.partition, generation: this.generation };
    const consumer = await this.parts.consumer;
    await consumer.commit(assignment, offset);
  }

  #result(result: string): void {
    this.parts.metrics.count('gander_snapshots_total', { result });
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#turn.then(work);
    this.#turn = run.catch(() => undefined);
    return run;
  }
}
