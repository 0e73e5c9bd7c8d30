/** Messages on their way to the stream. What is in here was taken from the engine once and is tried until it is durable. */
import type { OutgoingMessage, Stream } from '../contracts/stream';
import type { Metrics } from '../platform/metrics';

export class Outbox {
  #waiting: OutgoingMessage[] = [];
  #sending: Promise<void> | undefined;

  constructor(
    private readonly stream: Pick<Stream, 'publish'>,
    private readonly metrics: Metrics,
  ) {}

  add(messages: readonly OutgoingMessage[]): void {
    this.#waiting.push(...messages);
  }

  /** Starts sending what waits, unless something is being sent already; a failure shows in `settled`. */
  start(): void {
    if (this.#sending || this.#waiting.length === 0) return;
    const batch = this.#waiting;
    this.#waiting = [];
    this.#sending = this.#send(batch).finally(() => {
      this.#sending = undefined;
    });
    this.#sending.catch(() => undefined);
  }

  /** Resolves when everything is durable. Rejects with the stream's transient error; what was not sent stays. */
  async settled(): Promise<void> {
    while (this.#sending || this.#waiting.length > 0) {
      this.start();
      await this.#sending;
    }
  }

  async #send(batch: OutgoingMessage[]): Promise<void> {
    try {
      const results = await this.stream.publish(batch);
      const refused = results.filter((result) => result !== undefined).length;
      if (refused > 0) this.metrics.count('gander_dead_letters_total', { stage: 'engine', reason: 'refused' }, refused);
    } catch (error) {
      this.#waiting = [...batch, ...this.#waiting];
      throw error;
    }
  }
}
