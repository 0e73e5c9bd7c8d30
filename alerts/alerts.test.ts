import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Finding } from '../contracts/finding';
import type { Store } from '../contracts/store';
import type { Stream } from '../contracts/stream';
import { loadConfig } from '../platform/config';
import type { Config } from '../platform/config';
import { GanderError } from '../platform/errors';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import type { Metrics } from '../platform/metrics';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { openEmbeddedStream } from '../stream/embedded/open-embedded';
import { eventually } from '../test/support/eventually';
import { SECRET, startWebhookReceiver } from '../test/support/webhook-receiver';
import type { WebhookReceiver } from '../test/support/webhook-receiver';
import { ALERTS_GROUP, startAlerts } from './alerts';
import type { Alerts } from './alerts';
import { evidenceOf, findingOf } from './sample-findings';

const log = createLogger({ level: 'error', format: 'json', write: () => undefined });
let folder: string;
let stream: Stream;
let store: Store;
let metrics: Metrics;
let receiver: WebhookReceiver;
let role: Alerts | undefined;
let printed: string;

async function open(): Promise<void> {
  metrics = createMetrics();
  const bounds = { partitions: 2, retentionHours: 1, retentionBytes: 1e9 };
  stream = await openEmbeddedStream({ folder: join(folder, 'stream'), ...bounds, log, metrics });
  store = await openSqliteStore({ file: join(folder, 'store.db'), log });
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gander-alerts-'));
  receiver = await startWebhookReceiver();
  printed = '';
  await open();
});
afterEach(async () => {
  await stop();
  await receiver.close();
  rmSync(folder, { recursive: true });
});

async function start(webhooks: Partial<Config['alerts']['webhooks'][number]>[] = [{}]): Promise<void> {
  const { alerts, stream: streamConfig } = loadConfig({ env: {} });
  const defaults = { name: 'ops', url: receiver.url, secret: SECRET, minSeverity: 'medium' as const, timeoutMs: 2_000 };
  const config = {
    stream: streamConfig,
    alerts: { ...alerts, webhooks: webhooks.map((each) => ({ ...defaults, ...each })) },
  };
  const terminal = { write: (text: string) => (printed += text) };
  role = await startAlerts({ config, stream, store, log, metrics, terminal });
}

async function stop(): Promise<void> {
  await role?.stop();
  role = undefined;
  await stream.close();
  await store.close();
}

const publish = (...values: (Finding | string)[]) =>
  stream.publish(
    values.map((value) => ({
      topic: 'gander.findings.v1',
      key: typeof value === 'string' ? 'odd' : value.scope,
      value: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
    })),
  );
const consumed = () =>
  eventually('all findings consumed', async () => {
    const lag = await stream.lag(ALERTS_GROUP);
    return lag.length > 0 && lag.every(({ behind }) => behind === 0);
  });
const delivered = () => eventually('an empty outbox', async () => (await store.outboxCounts()).length === 0);
const told = () => receiver.received.map(({ body }) => `${body.type} ${body.data.severity} ${body.data.count}`);
const lines = () => printed.match(/^ [A-Z]+ .*/gm) ?? [];

const denied = findingOf({ id: 'f1', facts: ['proposed', 'denied'] });
const done = findingOf({
  id: 'f2',
  facts: ['attempted', 'succeeded'],
  evidence: [evidenceOf({ eventId: 'e2', at: 2_000 })],
});
const inBypass = findingOf({ id: 'f3', facts: ['bypass-mode'], evidence: [evidenceOf({ eventId: 'e3', at: 3_000 })] });

test('a finding becomes an alert, which is stored, printed and posted', async () => {
  await start();
  await publish(findingOf({}));
  await receiver.until(1);
  await delivered();
  const { alerts } = await store.alerts({ limit: 10 });
  expect(alerts).toMatchObject([{ id: 'a1', severity: 'high', count: 1, state: 'new' }]);
  expect(receiver.received[0]?.body).toEqual({
    type: 'alert.created',
    timestamp: new Date(alerts[0]!.createdAt).toISOString(),
    data: alerts[0],
  });
  expect(lines()).toEqual([' HIGH  Reverse shell']);
});

test('findings of one batch make one alert and one message, whatever they add up to', async () => {
  await publish(denied, done, inBypass);
  await start();
  await consumed();
  await delivered();
  expect(told()).toEqual(['alert.created critical 3']);
  expect(lines()).toEqual([' CRITICAL  Reverse shell']);
});

test('a new installation pages for critical alerts only; who does not want pages gets none', async () => {
  const pager = await startWebhookReceiver();
  await start([{ minSeverity: 'low' }, { name: 'pager', url: pager.url, minSeverity: 'critical', pages: true }]);
  await publish(findingOf({ id: 'p1', alertId: 'p1', scope: 'session:x:1' }));
  await consumed();
  expect((await store.incidents({ limit: 9 })).incidents.map(({ pages }) => pages.length)).toEqual([0]);
  await publish(findingOf({ id: 'p2', alertId: 'p2', scope: 'session:x:2', baseSeverity: 'critical' }));
  await pager.until(2);
  await delivered();
  const types = (from: WebhookReceiver) => from.received.map(({ body }) => body.type).sort();
  expect(types(pager)).toEqual(['alert.created', 'incident.page']);
  expect(types(receiver)).toEqual(['alert.created', 'alert.created']);
  await pager.close();
});

test('each sink hears of an alert from its severity on, and of a rise', async () => {
  const pages = await startWebhookReceiver();
  await start([{}, { name: 'pages', url: pages.url, minSeverity: 'critical' }]);
  for (const finding of [denied, done, inBypass]) {
    await publish(finding);
    await consumed();
    await delivered();
  }
  expect(told()).toEqual(['alert.created medium 1', 'alert.escalated high 2', 'alert.escalated critical 3']);
  expect(pages.received.map(({ body }) => `${body.type} ${body.data.severity}`)).toEqual(['alert.created critical']);
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
  expect(lines()).toEqual([
    ' MEDIUM  Reverse shell',
    ' HIGH  Reverse shell (risen)',
    ' CRITICAL  Reverse shell (risen)',
  ]);
  await pages.close();
});

test('the same findings again, also after a restart, change nothing and tell nobody', async () => {
  await start();
  await publish(denied, done);
  await consumed();
  await delivered();
  const before = await store.alertsById(['a1']);
  await publish(done, denied, done);
  await consumed();
  await stop();
  await open();
  await start();
  await publish(denied);
  await consumed();
  await delivered();
  expect(await store.alertsById(['a1'])).toEqual(before);
  expect(receiver.received).toHaveLength(1);
  expect(lines()).toHaveLength(1);
});

test('what is below every threshold is kept and told to nobody', async () => {
  await start();
  await publish(findingOf({ baseSeverity: 'low' }));
  await consumed();
  expect((await store.alerts({ limit: 10 })).alerts).toMatchObject([{ severity: 'low' }]);
  expect([printed, receiver.received.length, (await store.outboxCounts()).length]).toEqual(['', 0, 0]);
});

test('a poisoned finding is put aside, its neighbours become alerts', async () => {
  await start();
  await publish('{"id":', JSON.stringify({ ...findingOf({}), baseSeverity: 'apocalyptic' }), '\u0000', findingOf({}));
  await consumed();
  await delivered();
  expect(receiver.received).toHaveLength(1);
  const letters: unknown[] = [];
  for (let partition = 0; partition < 2; partition++) {
    for await (const { value } of stream.read('gander.dead.v1', partition, 0))
      letters.push(JSON.parse(Buffer.from(value).toString()));
  }
  expect(letters).toMatchObject([
    { stage: 'alerts', reason: 'no JSON', bytes: 6 },
    { stage: 'alerts', reason: expect.stringMatching(/^baseSeverity: /) },
    { stage: 'alerts', reason: 'no JSON', bytes: 1 },
  ]);
  expect(JSON.stringify(letters)).not.toContain('apocalyptic');
});

test('a finding that the store refuses for good is put aside; those beside it become alerts', async () => {
  const writeAlerts = store.writeAlerts.bind(store);
  store.writeAlerts = (write) =>
    write.findings.some(({ id }) => id === 'f2')
      ? Promise.reject(new GanderError('store_refused', 'a value of the wrong kind'))
      : writeAlerts(write);
  await publish(...[1, 2, 3].map((n) => findingOf({ id: `f${n}`, alertId: `a${n}`, scope: 's' })));
  await start();
  await consumed();
  await delivered();
  expect((await store.alerts({ limit: 9 })).alerts.map(({ id }) => id).sort()).toEqual(['a1', 'a3']);
  const values = (await metrics.collect()).find(({ name }) => name === 'gander_dead_letters_total')?.values;
  expect(values).toEqual([{ labels: { stage: 'alerts', reason: 'refused' }, value: 1 }]);
});

test('a message that was not acknowledged before the end comes again with the same id', async () => {
  receiver.behave((response, nth) => {
    if (nth > 0) response.end();
  });
  await start();
  await publish(findingOf({}));
  await receiver.until(1);
  await receiver.close();
  receiver = await startWebhookReceiver((response) => response.end(), Number(new URL(receiver.url).port));
  await receiver.until(1);
  await delivered();
  expect(receiver.received[0]?.id).toMatch(/^[0-9a-f]{32}$/);
});
