/**
 * One partition in the hands of one consumer, for one generation: restores, reads, hands over batches one after the other, and hands a
 * failed one over again. Both drivers run their partitions through it.
 */
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { Assignment, ConsumerOptions, IncomingMessage } from '../contracts/stream';
import { messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';

/** Where a lane's messages come from. */
export interface LaneSource {
  /** Called once, before the first `next`: where to go on, or undefined for the committed offset. */
  start(offset: number | undefined): void;
  /** Waits for messages; undefined once the signal has ended the lane. */
  next(signal: AbortSignal): Promise<readonly IncomingMessage[] | undefined>;
  /** Messages of the partition after those taken, as far as is known. */
  behind(): number;
}

/** Largest batch where the consumer names none, as the contract says. */
export const DEFAULT_BATCH_MESSAGES = 500;
export const DEFAULT_BATCH_BYTES = 8 * 1024 * 1024;

const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 10_000;

export class Lane {
  readonly #ending = new AbortController();
  #paused = false;
  #resume = Promise.withResolvers<undefined>();
  #finished: Promise<void> | undefined;
  /** Messages taken and not yet handled. */
  #inHand = 0;

  constructor(
    readonly assignment: Assignment,
    private readonly options: ConsumerOptions,
    private readonly source: LaneSource,
    private readonly log: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** Starts once `before` is settled: the partition's lane of the generation before must not run beside this one. */
  run(before: Promise<void>): void {
    this.#finished = before.then(() => this.#work());
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#resume.resolve(undefined);
    this.#resume = Promise.withResolvers<undefined>();
  }

  /** Ends the lane; resolves when the batch under way is finished and `onRevoked` was told. */
  async end(): Promise<void> {
    this.#ending.abort();
    this.resume();
    await this.#finished;
  }

  /** Sets the lag gauge: what is in hand counts until it is handled. */
  reportLag(): void {
    const { topic, partition } = this.assignment;
    const behind = this.#inHand + this.source.behind();
    this.metrics.set('gander_stream_lag', behind, { group: this.options.group, topic, partition });
  }

  async #work(): Promise<void> {
    const { signal } = this.#ending;
    const start = await this.#untilItWorks('onAssigned', () => this.options.onAssigned?.(this.assignment));
    if (start.done && !this.#ended()) this.source.start(start.value);
    while (!this.#ended()) {
      const read = await this.#untilItWorks('reading', () => this.source.next(signal));
      while (this.#paused && !this.#ended()) await this.#resume.promise;
      if (!read.done || read.value === undefined || this.#ended()) break;
      await this.#deliver(read.value);
    }
    if (!start.done) return;
    await Promise.resolve(this.options.onRevoked?.(this.assignment)).catch((error: unknown) => {
      this.log.warn('onRevoked failed', { ...this.#fields(), error: messageOf(error) });
    });
  }

  async #deliver(messages: readonly IncomingMessage[]): Promise<void> {
    this.#inHand = messages.length;
    const batch = { ...this.assignment, messages, behind: this.source.behind() };
    const handed = await this.#untilItWorks('onBatch', () => this.options.onBatch(batch));
    if (!handed.done) return;
    this.#inHand = 0;
    const { topic } = this.assignment;
    this.metrics.count('gander_consumed_total', { group: this.options.group, topic }, messages.length);
    this.reportLag();
  }

  /** Calls until it does not throw, with a pause that doubles from 100 ms to 10 s; not done when the lane ends meanwhile. */
  async #untilItWorks<T>(what: string, attempt: () => Promise<T> | undefined): Promise<Attempted<T | undefined>> {
    const { signal } = this.#ending;
    for (let pause = FIRST_PAUSE_MS; !this.#ended(); pause = Math.min(pause * 2, LONGEST_PAUSE_MS)) {
      try {
        return { done: true, value: await attempt() };
      } catch (error) {
        this.log.warn(`${what} failed, it is tried again`, { ...this.#fields(), error: messageOf(error), pause });
        await pauseFor(pause, undefined, { signal }).catch(() => undefined);
      }
    }
    return { done: false };
  }

  #ended(): boolean {
    return this.#ending.signal.aborted;
  }

  #fields() {
    return { group: this.options.group, ...this.assignment };
  }
}

type Attempted<T> = { done: true; value: T } | { done: false };
