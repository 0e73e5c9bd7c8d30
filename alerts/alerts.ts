/** The alerts role: consumes findings, keeps alerts, tells people. */
import type { Finding } from '../contracts/finding';
import type { Store } from '../contracts/store';
import type { Batch, Consumer, IncomingMessage, Stream } from '../contracts/stream';
import { systemClock } from '../platform/clock';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import { errorCode, messageOf } from '../platform/errors';
import { rateLimited } from '../platform/log';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { isolateRefused } from '../store/isolate';
import { deadLetterOf } from '../stream/dead-letter';
import { TERMINAL } from './notices';
import type { Listener } from './notices';
import { startDelivery } from './notify/delivery';
import type { Delivery } from './notify/delivery';
import type { Pace } from './notify/pace';
import { createWebhook } from './notify/webhook/webhook';
import type { Mode } from './intake-rules';
import { readFinding } from './read-finding';
import { takeIn } from './take-in';
import type { Change } from './take-in';
import { alertLines } from './terminal';

export const ALERTS_GROUP = 'gander-alerts';

export interface AlertsParts {
  config: Pick<Config, 'alerts' | 'stream'> & Partial<Pick<Config, 'engine'>>;
  stream: Stream;
  store: Store;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
  pace?: Pace;
  /** Where alerts are printed: standard output when left out. */
  terminal?: { write(text: string): unknown; isTTY?: boolean };
}

interface Readable {
  message: IncomingMessage;
  finding: Finding;
}

export interface Alerts {
  stop(): Promise<void>;
}

const FORGET_EVERY_MS = 3_600_000;
const DAY_MS = 24 * 3_600_000;

/** Starts consuming and delivering. Rejects when a webhook's secret is wrong, or stream or store do not answer. */
export async function startAlerts(parts: AlertsParts): Promise<Alerts> {
  const { config, stream, store, log, metrics, clock = systemClock } = parts;
  const sinks = config.alerts.webhooks.map(createWebhook);
  // The embedded stream has one process on its folder: what is leased was leased by one that is gone.
  if (config.stream.driver === 'embedded') await store.outboxRelease();
  const { maxAttempts } = config.alerts;
  const delivery = startDelivery({
    store,
    sinks,
    maxAttempts,
    log,
    metrics,
    clock,
    ...(parts.pace && { pace: parts.pace }),
  });
  const learnsUntil = (await store.firstStart(clock())) + config.alerts.learningDays * DAY_MS;
  const role = new AlertsRole({ ...parts, clock }, delivery, learnsUntil);
  const consumer = await stream
    .consume({
      group: ALERTS_GROUP,
      topics: ['gander.findings.v1'],
      start: 'earliest',
      onBatch: (batch) => role.handle(batch),
    })
    .catch(async (error: unknown) => {
      await delivery.stop();
      throw error;
    });
  role.consumer.resolve(consumer);
  const forgetting = setInterval(() => void role.forget(), FORGET_EVERY_MS);
  forgetting.unref();
  return {
    stop: async () => {
      clearInterval(forgetting);
      await consumer.stop();
      await delivery.stop();
    },
  };
}

class AlertsRole {
  /** The first batch may come before `consume` has answered. */
  readonly consumer = Promise.withResolvers<Consumer>();
  readonly #listeners: Listener[];
  readonly #modes: ReadonlyMap<string, Mode>;
  readonly #complain: ReturnType<typeof rateLimited>;

  constructor(
    private readonly parts: AlertsParts & { clock: Clock },
    private readonly delivery: Delivery,
    private readonly learnsUntil: number,
  ) {
    this.#complain = rateLimited(parts.log, 60_000);
    const { alerts, engine } = parts.config;
    const { webhooks, terminal } = alerts;
    this.#modes = new Map(
      Object.entries(engine?.detectors ?? {}).flatMap(([id, { mode }]) => (mode === undefined ? [] : [[id, mode]])),
    );
    this.#listeners = webhooks.map(({ name, minSeverity, pages }) => ({ name, minSeverity, pages: pages ?? false }));
    if (terminal !== 'off') this.#listeners.push({ name: TERMINAL, minSeverity: terminal });
  }

  async handle(batch: Batch): Promise<void> {
    const readable: Readable[] = [];
    for (const message of batch.messages) {
      const read = readFinding(message.value);
      if ('finding' in read) readable.push({ message, finding: read.finding });
      else await this.#putAside(message, 'invalid', read.reason);
    }
    await isolateRefused(
      readable,
      (some) => this.#takeIn(some.map(({ finding }) => finding)),
      ({ message }, error) => this.#putAside(message, 'refused', messageOf(error)),
    );
    await this.#commit(batch);
  }

  async #takeIn(findings: readonly Finding[]): Promise<void> {
    const { store, clock, metrics } = this.parts;
    const now = clock();
    const rules = { listeners: this.#listeners, modes: this.#modes, learning: now < this.learnsUntil };
    const { changes, paged } = await takeIn(store, findings, rules, now);
    for (const change of changes) this.#tell(change);
    for (const { severity } of paged) metrics.count('gander_pages_total', { severity });
    if (paged.length > 0) for (const { name, pages } of this.#listeners) if (pages) this.delivery.wake(name);
  }

  /** Finding ids and finished messages live twice as long as the stream, from which they could come again. */
  async forget(): Promise<void> {
    const { config, store, clock, log } = this.parts;
    const before = clock() - 2 * config.stream.retentionHours * 3_600_000;
    try {
      while ((await store.forgetAlertTraces(before)) > 0);
    } catch (error) {
      log.warn('old findings could not be dropped', { error: messageOf(error) });
    }
  }

  #tell({ alert, isNew, notices, receivedAt }: Change): void {
    const { metrics, clock, terminal = process.stdout } = this.parts;
    const { detector, severity } = alert;
    if (isNew) metrics.count('gander_alerts_total', { detector, severity });
    metrics.observe('gander_alert_latency_seconds', Math.max(0, clock() - receivedAt) / 1_000);
    for (const { listener, type } of notices) {
      if (listener === TERMINAL) terminal.write(alertLines(alert, type, terminal.isTTY ?? false));
      else this.delivery.wake(listener);
    }
  }

  async #putAside(message: IncomingMessage, kind: 'invalid' | 'refused', reason: string): Promise<void> {
    const { stream, metrics, clock } = this.parts;
    await stream.publish([deadLetterOf(message, 'alerts', reason, clock())]);
    metrics.count('gander_dead_letters_total', { stage: 'alerts', reason: kind });
    const { partition, offset } = message;
    this.#complain(kind, 'a finding was put aside', { partition, offset, reason });
  }

  async #commit(batch: Batch): Promise<void> {
    const last = batch.messages.at(-1);
    if (last === undefined) return;
    const consumer = await this.consumer.promise;
    try {
      await consumer.commit(batch, last.offset + 1);
    } catch (error) {
      // The next owner of the partition reads the batch again, which changes nothing.
      if (errorCode(error) !== 'stream_fenced') throw error;
    }
  }
}
