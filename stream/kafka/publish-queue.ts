/** Publishes that wait for Kafka. One request is under way at a time; what comes meanwhile goes into the next (group commit). */
import type { OutgoingMessage, PublishResult, Topic } from '../../contracts/stream';
import { GanderError } from '../../platform/errors';
import { laneName } from '../lanes';

/** Bytes that wait or are under way; over it `publish` rejects with `overloaded`. */
const MAX_PENDING_BYTES = 64 * 1024 * 1024;
/** Largest request. */
const MAX_REQUEST_BYTES = 8 * 1024 * 1024;
const MAX_REQUEST_MESSAGES = 5_000;
/** What the broker counts of a message beside key, value and headers, at most; and of a batch. */
const MESSAGE_FRAMING = 96;
const BATCH_FRAMING = 128;

export interface Queued {
  message: OutgoingMessage;
  partition: number;
  bytes: number;
  /** Told once: nothing when durable, or why this message was refused for good. */
  done(refusal: string | undefined): void;
  failed(error: Error): void;
}

/** Sends the messages and tells each `done`; rejects when it is unknown whether they are stored. */
export type SendGroup = (group: readonly Queued[]) => Promise<void>;

export class PublishQueue {
  #waiting: Queued[] = [];
  #pendingBytes = 0;
  #busy: Promise<void> | undefined;
  /** When the request under way was begun, milliseconds since 1970. */
  since: number | undefined;

  constructor(
    private readonly send: SendGroup,
    private readonly batchBytes: (topic: Topic) => number,
  ) {}

  /** Resolves when all are durable or refused; rejects when sending fails, then none of the rest is sent. */
  publish(messages: readonly { message: OutgoingMessage; partition: number; bytes: number }[]): Promise<PublishResult> {
    const bytes = messages.reduce((sum, each) => sum + each.bytes, 0);
    if (this.#pendingBytes > 0 && this.#pendingBytes + bytes > MAX_PENDING_BYTES) {
      const what = `${this.#pendingBytes} bytes wait for Kafka already`;
      return Promise.reject(new GanderError('overloaded', what, { retryAfterMs: 1_000 }));
    }
    this.#pendingBytes += bytes;
    return this.#enqueue(messages).finally(() => {
      this.#pendingBytes -= bytes;
    });
  }

  full(): boolean {
    return this.#pendingBytes >= MAX_PENDING_BYTES;
  }

  /** Resolves when nothing waits any more. */
  async drained(): Promise<void> {
    while (this.#busy) await this.#busy;
  }

  #enqueue(
    messages: readonly { message: OutgoingMessage; partition: number; bytes: number }[],
  ): Promise<PublishResult> {
    const { promise, resolve, reject } = Promise.withResolvers<PublishResult>();
    const results = new Array<string | undefined>(messages.length);
    let left = messages.length;
    const mine = new Set<Queued>();
    for (const [index, each] of messages.entries()) {
      const queued: Queued = {
        ...each,
        done: (refusal) => {
          results[index] = refusal;
          left -= 1;
          if (left === 0) resolve(results);
        },
        failed: (error) => {
          this.#waiting = this.#waiting.filter((other) => !mine.has(other));
          mine.clear();
          reject(error);
        },
      };
      mine.add(queued);
      this.#waiting.push(queued);
    }
    this.#busy ??= this.#work();
    return promise;
  }

  async #work(): Promise<void> {
    // What comes in the same turn goes into the same request.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#take();
      this.since = Date.now();
      try {
        await this.send(group);
      } catch (error) {
        for (const queued of group) queued.failed(error as Error);
      }
      this.since = undefined;
    }
    this.#busy = undefined;
  }

  /** From the front, so that the order of every partition is kept, as far as one request and one record batch a partition reach. */
  #take(): Queued[] {
    const batches = new Map<string, number>();
    let total = 0;
    const cut = this.#waiting.findIndex(({ message, partition, bytes }, index) => {
      const name = laneName(message.topic, partition);
      const batch = (batches.get(name) ?? BATCH_FRAMING) + bytes + MESSAGE_FRAMING;
      batches.set(name, batch);
      total += bytes;
      return (
        index > 0 &&
        (batch > this.batchBytes(message.topic) || total > MAX_REQUEST_BYTES || index >= MAX_REQUEST_MESSAGES)
      );
    });
    return this.#waiting.splice(0, cut < 0 ? this.#waiting.length : cut);
  }
}
