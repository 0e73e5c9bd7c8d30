/** A consumer's place in one partition of the embedded stream. */
import { setImmediate as turn } from 'node:timers/promises';
import type { ConsumerOptions, IncomingMessage } from '../../contracts/stream';
import { DEFAULT_BATCH_BYTES, DEFAULT_BATCH_MESSAGES } from '../lane';
import type { LaneSource } from '../lane';
import type { Feed } from './feed';
import type { Position } from './protocol';

export class LaneCursor implements LaneSource {
  #next: number;

  constructor(
    private readonly feed: Feed,
    private readonly position: Position,
    private readonly options: ConsumerOptions,
  ) {
    this.#next = position.offset;
  }

  start(offset: number | undefined): void {
    this.#next = offset ?? this.position.offset;
  }

  behind(): number {
    const { topic, partition } = this.position;
    return Math.max(0, this.feed.end(topic, partition) - this.#next);
  }

  async next(signal: AbortSignal): Promise<readonly IncomingMessage[] | undefined> {
    const { topic, partition } = this.position;
    const { maxMessages = DEFAULT_BATCH_MESSAGES, maxBytes = DEFAULT_BATCH_BYTES } = this.options;
    for (;;) {
      this.#next = Math.max(this.#next, this.feed.first(topic, partition));
      await this.feed.reaches(topic, partition, this.#next, signal);
      if (signal.aborted) return undefined;
      const messages = this.feed.read(topic, partition, this.#next, { to: Infinity, maxMessages, maxBytes });
      const last = messages.at(-1);
      if (last !== undefined) {
        this.#next = last.offset + 1;
        return messages;
      }
      // Retention has removed what was here; its notice is on the way.
      await turn();
    }
  }
}
