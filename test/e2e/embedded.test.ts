/** One embedded Gander as people start it: from OTLP requests to the API, the terminal and a webhook, over its end and the next start. */
import { METRICS } from '../../contracts/metrics';
import type { MetricName } from '../../contracts/metrics';
import { actsOfSessions, markOf } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { startOtlpReceiver } from '../support/otlp-receiver';
import type { OtlpReceiver, ReceivedSpan } from '../support/otlp-receiver';
import { SECRET, startWebhookReceiver } from '../support/webhook-receiver';
import type { WebhookReceiver } from '../support/webhook-receiver';

const SESSIONS = 8;
const acts = actsOfSessions(SESSIONS).flat();
const marks = acts.flatMap(({ mark }) => mark ?? []).sort();
const { folder, remove } = newDataFolder();

let hook: WebhookReceiver;
let traces: OtlpReceiver;
let gander: GanderProcess;

beforeAll(async () => {
  hook = await startWebhookReceiver();
  traces = await startOtlpReceiver();
  const webhooks = [{ name: 'ops', url: hook.url, secret: SECRET }];
  const telemetry = { endpoint: traces.url };
  gander = await startGander({ folder, config: { alerts: { webhooks }, telemetry }, env: QUICK_EXPORT });
  const exporter = createExporter(() => gander.otlp);
  for (const { message } of acts) await exporter.send(message);
  await hook.until(marks.length);
}, 60_000);

afterAll(async () => {
  await gander.kill();
  await hook.close();
  await traces.close();
  remove();
});

/** Spans leave at once instead of after 5 s. */
const QUICK_EXPORT = { OTEL_BSP_SCHEDULE_DELAY: '100' };

const createdMarks = () =>
  hook.received.filter(({ body }) => body.type === 'alert.created').map(({ body }) => markOf(body.data));

test('is ready within 5 seconds', () => {
  expect(gander.readyMs).toBeLessThan(5_000);
});

test('shows each harmful act once in the API, and nothing of ordinary work', async () => {
  const alerts = await gander.alerts();
  expect(alerts.map(markOf).sort()).toEqual(marks);
  expect(new Set(alerts.map(({ source }) => source.dialect))).toEqual(
    new Set(['claude-code', 'codex', 'gemini-cli', 'genai']),
  );
});

test('tells each once at the webhook, signed, with the alert as the API has it', async () => {
  expect(createdMarks().sort()).toEqual(marks);
  expect(hook.forged).toEqual([]);
  const byId = new Map((await gander.alerts()).map((alert) => [alert.id, alert]));
  for (const { body } of hook.received) expect(byId.get(body.data.id)).toMatchObject({ title: body.data.title });
});

test('prints each once on the terminal', () => {
  const printed = (mark: string) =>
    gander
      .output()
      .split(/^(?= [A-Z]+ )/m)
      .filter((text) => text.includes(mark));
  expect(marks.map((mark) => printed(mark).filter((text) => !text.includes('(risen)')).length)).toEqual(
    marks.map(() => 1),
  );
});

test('is ready, and says what of', async () => {
  const response = await gander.get('/readyz');
  expect(response.status).toBe(200);
  const ok = { stream: 'ok', store: 'ok', engine: 'ok', archive: 'ok' };
  expect(await response.json()).toEqual({ ready: true, checks: ok });
});

/** What this way through does not touch: losses, failures, waits, and what comes with the first snapshot. */
const UNTOUCHED: readonly MetricName[] = [
  'gander_records_lost_total',
  'gander_record_parts_cut_total',
  'gander_records_ignored_total',
  'gander_clamped_times_total',
  'gander_secrets_redacted_total',
  'gander_publish_failures_total',
  'gander_dead_letters_total',
  'gander_stream_dropped_total',
  'gander_engine_state_entries',
  'gander_engine_evicted_total',
  'gander_detector_failures_total',
  'gander_rules_refused_total',
  'gander_snapshots_total',
  'gander_snapshot_bytes',
  'gander_authentication_failures_total',
];

/** What is low is recorded only. */
const INBOX = ['medium', 'high', 'critical'];

test('counts all of it on the metrics page', async () => {
  const page = await eventually('the counts of everything sent', async () => {
    const now = await gander.metrics();
    const archived = now.sum('gander_consumed_total', { group: 'gander-archive' });
    return archived === now.sum('gander_published_total', { topic: 'gander.events.v1' }) && now;
  });
  const touched = (Object.keys(METRICS) as MetricName[]).filter((name) => !UNTOUCHED.includes(name));
  expect(touched.filter((name) => !page.names.has(name))).toEqual([]);
  expect([...page.types].filter(([name, type]) => METRICS[name as MetricName].type !== type)).toEqual([]);
  const findings = page.sum('gander_published_total', { topic: 'gander.findings.v1' });
  expect({
    requests: page.sum('gander_requests_total', { status: '200' }),
    answered: page.sum('gander_request_seconds_count'),
    events: page.sum('gander_published_total', { topic: 'gander.events.v1' }),
    engine: page.sum('gander_consumed_total', { group: 'gander-engine', topic: 'gander.events.v1' }),
    findings: page.sum('gander_findings_total'),
    alertsRole: page.sum('gander_consumed_total', { group: 'gander-alerts' }),
    alerts: INBOX.reduce((sum, severity) => sum + page.sum('gander_alerts_total', { severity }), 0),
    delivered: page.sum('gander_notifications_total', { sink: 'ops', result: 'delivered' }),
    pending: page.sum('gander_outbox_pending'),
    lag: page.sum('gander_stream_lag', { group: 'gander-alerts' }),
  }).toEqual({
    requests: acts.length,
    answered: acts.length,
    events: acts.length,
    engine: acts.length,
    findings,
    alertsRole: findings,
    alerts: marks.length,
    delivered: hook.received.length,
    pending: 0,
    lag: 0,
  });
});

/** Names of the span and of those above it, the outermost first. */
function way(span: ReceivedSpan): string[] {
  const above = traces.spans.find(({ spanId }) => spanId === span.parentSpanId);
  return [...(above ? way(above) : []), span.name];
}

test('sends one trace for each act, from receipt to notification', async () => {
  const whole = ['collector.request', 'collector.publish', 'engine.envelope', 'alert', 'notify'].join();
  const notified = await eventually('a whole way for each notification', () => {
    const found = traces.spans.filter(({ name }) => name === 'notify');
    return found.filter((span) => way(span).join() === whole).length === hook.received.length && found;
  });
  expect(notified.length).toBe(hook.received.length);
  expect(new Set(notified.map(({ traceId }) => traceId)).size).toBe(marks.length);
});

test('ends cleanly on SIGTERM, keeps its alerts, and tells nobody again after the next start', async () => {
  const told = hook.received.length;
  const before = (await gander.alerts()).map(({ id, severity }) => ({ id, severity }));
  const end = await gander.stop();
  expect(end.code).toBe(0);
  expect(end.ms).toBeLessThan(25_000);
  await gander.start();
  expect((await gander.alerts()).map(({ id, severity }) => ({ id, severity }))).toEqual(before);
  const more = actsOfSessions(1, SESSIONS).flat();
  for (const { message } of more) await createExporter(() => gander.otlp).send(message);
  const expected = [...marks, ...more.flatMap(({ mark }) => mark ?? [])].sort();
  await hook.until(told + 3);
  expect(createdMarks().sort()).toEqual(expected);
  expect((await gander.alerts()).map(markOf).sort()).toEqual(expected);
  expect(gander.logs().filter(({ level }) => level === 'error')).toEqual([]);
});
