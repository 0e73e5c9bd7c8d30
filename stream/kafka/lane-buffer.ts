/** Messages that Kafka has sent for one partition and the consumer has not taken yet. Tells Kafka to wait when there are enough. */
import type { ConsumerOptions, IncomingMessage } from '../../contracts/stream';
import { DEFAULT_BATCH_BYTES, DEFAULT_BATCH_MESSAGES } from '../lane';
import type { LaneSource } from '../lane';

/** What the buffer asks of the client for its partition. */
export interface Tap {
  seek(offset: number): void;
  pause(): void;
  resume(): void;
}

export class LaneBuffer implements LaneSource {
  #messages: IncomingMessage[] = [];
  #bytes = 0;
  #end = 0;
  #next: number | undefined;
  #closed = false;
  #arrived = Promise.withResolvers<undefined>();

  constructor(
    private readonly tap: Tap,
    private readonly limits: Pick<ConsumerOptions, 'maxMessages' | 'maxBytes'>,
  ) {}

  start(offset: number | undefined): void {
    if (offset === undefined) return;
    this.#messages = [];
    this.#bytes = 0;
    this.#open();
    this.tap.seek(offset);
  }

  /** `end`: offset after the partition's last message. */
  push(messages: readonly IncomingMessage[], end: number): void {
    for (const message of messages) {
      this.#messages.push(message);
      this.#bytes += message.value.byteLength;
    }
    this.#end = end;
    this.#next ??= messages[0]?.offset;
    this.#arrived.resolve(undefined);
    if (!this.#closed && this.#full()) {
      this.#closed = true;
      this.tap.pause();
    }
  }

  async next(signal: AbortSignal): Promise<readonly IncomingMessage[] | undefined> {
    const ended = () => {
      this.#arrived.resolve(undefined);
    };
    signal.addEventListener('abort', ended);
    while (this.#messages.length === 0 && !signal.aborted) {
      await this.#arrived.promise;
      this.#arrived = Promise.withResolvers<undefined>();
    }
    signal.removeEventListener('abort', ended);
    if (signal.aborted) return undefined;
    const messages = this.#messages.splice(0, this.#fitting());
    this.#bytes -= messages.reduce((sum, { value }) => sum + value.byteLength, 0);
    if (!this.#full()) this.#open();
    this.#next = (messages.at(-1)?.offset ?? 0) + 1;
    return messages;
  }

  /** By the end that Kafka told with the last messages, before the first ones 0. */
  behind(): number {
    return Math.max(0, this.#end - (this.#next ?? this.#end));
  }

  #open(): void {
    if (this.#closed) this.tap.resume();
    this.#closed = false;
  }

  #full(): boolean {
    const { maxMessages = DEFAULT_BATCH_MESSAGES, maxBytes = DEFAULT_BATCH_BYTES } = this.limits;
    return this.#messages.length >= maxMessages || this.#bytes >= maxBytes;
  }

  /** How many messages go into one batch; at least one. */
  #fitting(): number {
    const { maxMessages = DEFAULT_BATCH_MESSAGES, maxBytes = DEFAULT_BATCH_BYTES } = this.limits;
    let bytes = 0;
    const cut = this.#messages.findIndex(({ value }, index) => {
      bytes += value.byteLength;
      return index > 0 && (index >= maxMessages || bytes > maxBytes);
    });
    return cut < 0 ? this.#messages.length : cut;
  }
}
