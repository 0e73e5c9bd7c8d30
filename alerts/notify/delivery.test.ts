import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { OutboxRow, Store } from '../../contracts/store';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import type { Metrics } from '../../platform/metrics';
import { outboxRowOf } from '../../store/sample-rows';
import { openSqliteStore } from '../../store/sqlite/sqlite-store';
import { eventually } from '../../test/support/eventually';
import { SECRET, answer, startWebhookReceiver } from '../../test/support/webhook-receiver';
import type { WebhookReceiver } from '../../test/support/webhook-receiver';
import { startDelivery } from './delivery';
import type { Delivery } from './delivery';
import { PACE, pauseAfter } from './pace';
import type { Pace } from './pace';
import { createWebhook } from './webhook/webhook';

const lines: string[] = [];
const log = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) });
/** Retries at once, and looks into the outbox by itself so seldom that a test would fail for it. */
const QUICK: Pace = {
  ...PACE,
  firstPauseMs: 2,
  longestPauseMs: 4,
  firstRestMs: 5,
  longestRestMs: 10,
  pollMs: 3_600_000,
  stopMs: 50,
};

let folder: string;
let file: string;
let store: Store;
let metrics: Metrics;
let receiver: WebhookReceiver;
const running: Delivery[] = [];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gander-delivery-'));
  file = join(folder, 'store.db');
  store = await openSqliteStore({ file, log });
  metrics = createMetrics();
  receiver = await startWebhookReceiver();
  lines.length = 0;
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((delivery) => delivery.stop()));
  await store.close();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

const body = JSON.stringify({ type: 'alert.created', timestamp: 'now', data: {} });
const row = (id: string, alertId = id, parts: Partial<OutboxRow> = {}) => outboxRowOf({ id, alertId, body, ...parts });
const put = (...outbox: OutboxRow[]) => store.writeAlerts({ at: 1, alerts: [], findings: [], outbox });
const ids = () => receiver.received.map(({ id }) => id);
const webhook = (name = 'ops', url = receiver.url) =>
  createWebhook({ name, url, secret: SECRET, minSeverity: 'low', timeoutMs: 2_000 });

function start(parts: Partial<Parameters<typeof startDelivery>[0]> = {}): Delivery {
  const defaults = { store, sinks: [webhook()], maxAttempts: 20, log, metrics, clock: Date.now, pace: QUICK };
  const delivery = startDelivery({ ...defaults, ...parts });
  running.push(delivery);
  return delivery;
}

async function metric(name: string, labels: Record<string, string>): Promise<number | undefined> {
  const all = await metrics.collect();
  const values = all.find((each) => each.name === name)?.values ?? [];
  return values.find((value) => Object.entries(labels).every(([key, label]) => value.labels[key] === label))?.value;
}
const empty = () => eventually('an empty outbox', async () => (await store.outboxCounts()).length === 0);

test('what lies in the outbox is delivered, each message once, in the order of its alert', async () => {
  await put(row('n1', 'a1'), row('n2', 'a2'), row('n3', 'a1'));
  start();
  await empty();
  expect(ids()).toEqual(['n1', 'n2', 'n3']);
  expect(receiver.forged).toEqual([]);
  expect(await metric('gander_notifications_total', { sink: 'ops', result: 'delivered' })).toBe(3);
});

test('a new message is delivered when it is told of, not at the next look', async () => {
  const delivery = start();
  for (const id of ['n1', 'n2', 'n3']) {
    await put(row(id));
    delivery.wake('ops');
    await empty();
  }
  expect(ids()).toEqual(['n1', 'n2', 'n3']);
});

test('a sink that flaps gets the same message again until it takes it; later ones of the alert wait', async () => {
  receiver.behave((response, nth) => response.writeHead([500, 503, 200][nth] ?? 200).end());
  await put(row('n1', 'a1'), row('n2', 'a1'));
  start();
  await empty();
  expect(ids()).toEqual(['n1', 'n1', 'n1', 'n2']);
  expect(await metric('gander_notifications_total', { sink: 'ops', result: 'retry' })).toBe(2);
});

test('after the last attempt, or a refusal for good, the message is dead and the next one goes out', async () => {
  receiver.behave((response, _, { id }) => response.writeHead({ n1: 500, n2: 410 }[id] ?? 200).end());
  await put(row('n1', 'a1'), row('n2', 'a2'), row('n3', 'a1'), row('n4', 'a2'));
  start({ maxAttempts: 3 });
  await eventually('only dead ones left', async () => (await store.outboxCounts())[0]?.pending === 0);
  expect(await store.outboxCounts()).toEqual([{ sink: 'ops', pending: 0, dead: 2 }]);
  expect(ids().toSorted()).toEqual(['n1', 'n1', 'n1', 'n2', 'n3', 'n4']);
  expect(await metric('gander_dead_letters_total', { stage: 'notify', reason: 'refused' })).toBe(1);
  expect(await metric('gander_dead_letters_total', { stage: 'notify', reason: 'attempts' })).toBe(1);
});

test('a sink that asks for a pause gets nothing in it', async () => {
  receiver.behave(answer(429, { 'retry-after': '3600' }));
  await put(row('n1'), row('n2'));
  const other = await startWebhookReceiver();
  const delivery = start({ sinks: [webhook(), webhook('other', other.url)] });
  await eventually('the retry', () => metric('gander_notifications_total', { result: 'retry' }));
  // Both workers ask the same store in turn: while the other delivers these, this one would have been served too.
  for (let n = 1; n <= 5; n++) {
    await put(row(`o${n}`, `o${n}`, { sink: 'other' }));
    delivery.wake('ops');
    delivery.wake('other');
    await other.until(n);
  }
  await delivery.stop();
  await other.close();
  expect(ids()).toEqual(['n1']);
  const soon = await store.outboxTake('ops', Date.now(), 1);
  expect(soon.row?.id).toBe('n2');
  const { nextAt = 0 } = await store.outboxTake('ops', 0, 1);
  expect(nextAt).toBeLessThan(Date.now() + 10_000);
  await store.outboxDelivered('n2', 1);
  expect((await store.outboxTake('ops', Date.now() + 3_590_000, 1)).row).toBeUndefined();
  expect((await store.outboxTake('ops', Date.now() + 3_600_000, 1)).row).toMatchObject({ id: 'n1', attempts: 1 });
});

test('a dead sink is given a rest and harms no other; when it is back it gets everything', async () => {
  const gone = await startWebhookReceiver();
  await gone.close();
  const all = Array.from({ length: 10 }, (_, n) => n);
  await put(...all.map((n) => row(`x${n}`, `x${n}`, { sink: 'gone' })), ...all.map((n) => row(`n${n}`)));
  start({ sinks: [webhook('gone', gone.url), webhook()], maxAttempts: 10_000 });
  await receiver.until(10);
  await eventually('an open breaker', async () => (await metric('gander_sink_breaker_open', { sink: 'gone' })) === 1);
  expect(await metric('gander_sink_breaker_open', { sink: 'ops' })).toBe(0);
  const back = await startWebhookReceiver(answer(200), Number(new URL(gone.url).port));
  await empty();
  expect(new Set(back.received.map(({ id }) => id)).size).toBe(10);
  expect(await metric('gander_sink_breaker_open', { sink: 'gone' })).toBe(0);
  await back.close();
});

test('a slow sink holds up its own messages only', async () => {
  const slow = await startWebhookReceiver(() => undefined);
  await put(row('x1', 'x1', { sink: 'slow' }), row('x2', 'x2', { sink: 'slow' }), row('n1'), row('n2'));
  const delivery = start({ sinks: [webhook('slow', slow.url), webhook()] });
  await receiver.until(2);
  await slow.until(1);
  await delivery.stop();
  expect(slow.received.map(({ id }) => id)).toEqual(['x1']);
  expect((await store.outboxTake('slow', Date.now(), 1)).row).toMatchObject({ id: 'x1', attempts: 0 });
  await slow.close();
});

test('while the store is away nothing is lost, and no attempt is made', async () => {
  await put(row('n1'));
  await store.close();
  const delivery = start();
  await eventually('a line in the log', () => lines.some((line) => line.includes('the outbox does not answer')));
  await delivery.stop();
  expect(ids()).toEqual([]);
  store = await openSqliteStore({ file, log });
  start();
  await empty();
  expect(ids()).toEqual(['n1']);
});

test('pauses grow from one second to ten minutes, spread from zero on', () => {
  expect([1, 2, 5, 11, 20].map((attempt) => pauseAfter(attempt, PACE, 1))).toEqual([
    1_000, 2_000, 16_000, 600_000, 600_000,
  ]);
  expect(pauseAfter(9, PACE, 0)).toBe(0);
});
