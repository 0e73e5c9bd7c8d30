/** The role in a process of its own, as it runs: killed without warning, and traced. */
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startOtlpReceiver } from '../test/support/otlp-receiver';
import { SECRET, startWebhookReceiver } from '../test/support/webhook-receiver';
import type { WebhookReceiver } from '../test/support/webhook-receiver';
import { eventually } from '../test/support/eventually';
import { findingOf } from './sample-findings';

const build = join(__dirname, '..', 'build');
/** Publishes the finding, if there is one, runs the role until its input ends, and stops it. */
const PROGRAM = `
  const { build, folder, alerts, endpoint, finding } = JSON.parse(process.argv[1]);
  (async () => {
    const { startTracing, withSpan, currentTraceparent } = require(build + '/platform/tracing.js');
    const tracing = await startTracing({ telemetry: { endpoint, serviceName: 'gander' } }, 'instance-1');
    const { createMetrics } = require(build + '/platform/metrics.js');
    const log = require(build + '/platform/log.js').createLogger({ level: 'error', format: 'json' });
    const metrics = createMetrics();
    const { openEmbeddedStream } = require(build + '/stream/embedded/open-embedded.js');
    const { openSqliteStore } = require(build + '/store/sqlite/sqlite-store.js');
    const { startAlerts } = require(build + '/alerts/alerts.js');
    const bounds = { partitions: 1, retentionHours: 1, retentionBytes: 1e9 };
    const stream = await openEmbeddedStream({ folder: folder + '/stream', ...bounds, log, metrics });
    const store = await openSqliteStore({ file: folder + '/store.db', log });
    const config = { alerts, stream: { driver: 'embedded', retentionHours: 1 } };
    const role = await startAlerts({ config, stream, store, log, metrics });
    if (finding) await withSpan('engine batch', undefined, {}, () => {
      const value = Buffer.from(JSON.stringify({ ...finding, traceparent: currentTraceparent() }));
      return stream.publish([{ topic: 'gander.findings.v1', key: 'k', value }]);
    });
    process.stdin.on('end', async () => {
      await role.stop();
      await stream.close();
      await store.close();
      await tracing.stop();
      process.exit(0);
    }).resume();
  })();`;

let folder: string;
let receiver: WebhookReceiver;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gander-alerts-'));
  receiver = await startWebhookReceiver();
});
afterEach(async () => {
  await receiver.close();
  rmSync(folder, { recursive: true });
});

function start(parts: { finding?: object; endpoint?: string }): ChildProcess {
  const webhook = { name: 'ops', url: receiver.url, secret: SECRET, minSeverity: 'low', timeoutMs: 60_000 };
  const alerts = { webhooks: [webhook], terminal: 'off', maxAttempts: 20 };
  const argument = JSON.stringify({ build, folder, alerts, ...parts });
  return spawn(process.execPath, ['-e', PROGRAM, argument], { stdio: ['pipe', 'inherit', 'inherit'] });
}
const ended = (child: ChildProcess) => new Promise((resolve) => child.once('exit', resolve));

test('killed in the middle of a delivery, it sends the same message with the same id when it is back', async () => {
  receiver.behave((response, nth) => {
    if (nth > 0) response.end();
  });
  const first = start({ finding: findingOf({}) });
  await receiver.until(1);
  first.kill('SIGKILL');
  await ended(first);
  const second = start({});
  await receiver.until(2);
  second.stdin?.end();
  expect(await ended(second)).toBe(0);
  const third = start({ finding: findingOf({ id: 'f2', alertId: 'a2' }) });
  await receiver.until(3);
  third.stdin?.end();
  await ended(third);
  const [one, again, other, ...more] = receiver.received;
  expect([again?.id, again?.body]).toEqual([one?.id, one?.body]);
  expect(other?.body.data.id).toBe('a2');
  expect(more).toEqual([]);
});

test('alert and notification are spans of the trace that the finding came with', async () => {
  const traces = await startOtlpReceiver();
  const child = start({ finding: findingOf({}), endpoint: traces.url });
  await receiver.until(1);
  child.stdin?.end();
  expect(await ended(child)).toBe(0);
  const named = await eventually('the spans', () => {
    const all = Object.fromEntries(traces.spans.map((span) => [span.name, span]));
    return 'POST' in all && 'notify' in all && all;
  });
  await traces.close();
  const flow = ['engine batch', 'alert', 'notify', 'POST'].map((name) => named[name]);
  expect(new Set(flow.map((span) => span?.traceId)).size).toBe(1);
  expect(flow.slice(1).map((span) => span?.parentSpanId)).toEqual(flow.slice(0, -1).map((span) => span?.spanId));
  expect(receiver.received[0]?.request.headers['traceparent']).toContain(flow[3]?.spanId);
});
