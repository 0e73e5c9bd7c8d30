/** Delivers the messages of one sink, one at a time. */
import { setTimeout as pause } from 'node:timers/promises';
import type { OutboxRow } from '../../contracts/store';
import { GanderError, errorCode, messageOf } from '../../platform/errors';
import { withSpan } from '../../platform/tracing';
import type { DeliveryParts } from './delivery';
import { Breaker, pauseAfter } from './pace';
import type { Pace } from './pace';
import type { Sink } from './sink';

/** Over the longest attempt, for the time until its end is written down. */
const LEASE_MARGIN_MS = 5_000;
/** Pauses between tries while the store does not answer. */
const STORE_PAUSE_MS = 500;

export class SinkWorker {
  readonly #breaker: Breaker;
  readonly #stopping = new AbortController();
  readonly #cutting = new AbortController();
  readonly #running: Promise<void>;
  #bell = Promise.withResolvers<undefined>();

  constructor(
    private readonly sink: Sink,
    private readonly parts: DeliveryParts & { pace: Pace },
  ) {
    this.#breaker = new Breaker(parts.pace);
    this.#show();
    this.#running = this.#run();
  }

  wake(): void {
    this.#bell.resolve(undefined);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    const cut = setTimeout(() => {
      this.#cutting.abort();
    }, this.parts.pace.stopMs);
    await this.#running;
    clearTimeout(cut);
  }

  async #run(): Promise<void> {
    const { store, clock } = this.parts;
    const leaseMs = this.sink.timeoutMs + LEASE_MARGIN_MS;
    while (!this.#stopping.signal.aborted) {
      const rest = this.#breaker.restUntil - clock();
      if (rest > 0) await this.#sleep(rest);
      else {
        this.#bell = Promise.withResolvers();
        const now = clock();
        const taken = await this.#stored(() => store.outboxTake(this.sink.name, now, leaseMs));
        if (taken?.row !== undefined) await this.#attempt(taken.row);
        else if (taken !== undefined) await this.#idle((taken.nextAt ?? Infinity) - now);
      }
    }
  }

  async #attempt(row: OutboxRow): Promise<void> {
    const attributes = {
      'gander.sink': this.sink.name,
      'gander.alert.id': row.alertId,
      'gander.attempt': row.attempts + 1,
    };
    try {
      await withSpan('notify', row.traceparent, attributes, () => this.sink.send(row, this.#cutting.signal));
    } catch (error) {
      await (this.#cutting.signal.aborted ? this.#giveBack(row) : this.#failed(row, error));
      return;
    }
    const now = this.parts.clock();
    this.#answered();
    this.#count('delivered');
    this.parts.metrics.observe('gander_notification_latency_seconds', Math.max(0, now - row.receivedAt) / 1_000, {
      sink: this.sink.name,
    });
    await this.#stored(() => this.parts.store.outboxDelivered(row.id, now));
  }

  async #failed(row: OutboxRow, error: unknown): Promise<void> {
    const { store, clock, maxAttempts, log, pace } = this.parts;
    const now = clock();
    const attempt = row.attempts + 1;
    const refused = errorCode(error) === 'sink_refused';
    const asked = error instanceof GanderError ? error.retryAfterMs : undefined;
    if (refused) this.#answered();
    else if (asked === undefined) this.#breaker.failed(now);
    else this.#breaker.asked(now + asked);
    this.#show();
    const fields = { sink: this.sink.name, message: row.id, attempt, error: messageOf(error) };
    if (refused || attempt >= maxAttempts) {
      this.#count('dead');
      this.parts.metrics.count('gander_dead_letters_total', {
        stage: 'notify',
        reason: refused ? 'refused' : 'attempts',
      });
      log.error('a notification is put aside as dead', fields);
      await this.#stored(() => store.outboxDead(row.id, now, messageOf(error)));
      return;
    }
    this.#count('retry');
    log.warn('a notification was not delivered, and is tried again', fields);
    const nextAttemptAt = Math.ceil(now + Math.max(asked ?? 0, pauseAfter(attempt, pace, Math.random())));
    await this.#stored(() => store.outboxRetry(row.id, { nextAttemptAt, error: messageOf(error), counted: true }));
  }

  /** The attempt was cut by our own end: not the sink's fault. */
  async #giveBack(row: OutboxRow): Promise<void> {
    const retry = { nextAttemptAt: row.nextAttemptAt, error: 'stopped', counted: false };
    await this.#stored(() => this.parts.store.outboxRetry(row.id, retry));
  }

  /** Tries until the store answers or the worker stops; then the lease runs out, and the message comes again with the same id. */
  async #stored<T>(call: () => Promise<T>): Promise<T | undefined> {
    for (;;) {
      try {
        return await call();
      } catch (error) {
        this.parts.log.error('the outbox does not answer', { sink: this.sink.name, error: messageOf(error) });
        if (this.#stopping.signal.aborted) return undefined;
        await this.#sleep(STORE_PAUSE_MS);
      }
    }
  }

  #answered(): void {
    this.#breaker.answered();
    this.#show();
  }

  #show(): void {
    this.parts.metrics.set('gander_sink_breaker_open', this.#breaker.open ? 1 : 0, { sink: this.sink.name });
  }

  #count(result: 'delivered' | 'retry' | 'dead'): void {
    this.parts.metrics.count('gander_notifications_total', { sink: this.sink.name, result });
  }

  /** Until the bell, or the time. */
  async #idle(ms: number): Promise<void> {
    const timer = new AbortController();
    const time = Math.max(1, Math.min(ms, this.parts.pace.pollMs));
    await Promise.race([this.#bell.promise, pause(time, undefined, { signal: timer.signal }).catch(() => undefined)]);
    timer.abort();
  }

  /** Until the time, or the end of the worker. */
  async #sleep(ms: number): Promise<void> {
    await pause(Math.min(ms, 2 ** 31 - 1), undefined, { signal: this.#stopping.signal }).catch(() => undefined);
  }
}
