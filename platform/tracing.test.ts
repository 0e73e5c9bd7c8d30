import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startOtlpReceiver } from '../test/support/otlp-receiver';

const run = promisify(execFile);
const agent = '00-11111111111111111111111111111111-2222222222222222-00';

/** Runs a body with `t` (this module) and `tracing` in a program of its own: the exporter loads modules in a way that Jest refuses. */
async function traced(endpoint: string | undefined, body: string, env: Record<string, string>): Promise<unknown> {
  const program = `
    const t = require(${JSON.stringify(join(__dirname, '..', 'build', 'platform', 'tracing.js'))});
    (async () => {
      const config = { telemetry: { endpoint: ${JSON.stringify(endpoint)}, serviceName: 'gander' } };
      const tracing = await t.startTracing(config, 'instance-1');
      ${body}
    })();`;
  const { stdout } = await run(process.execPath, ['-e', program], { env: { PATH: process.env['PATH'], ...env } });
  return JSON.parse(stdout);
}

test('without an endpoint nothing is traced, whatever the variables of the agent say', async () => {
  const receiver = await startOtlpReceiver();
  const env = { OTEL_EXPORTER_OTLP_ENDPOINT: new URL('/', receiver.url).href, OTEL_TRACES_EXPORTER: 'otlp' };
  const body = `
    const seen = await t.withSpan('receive', '${agent}', {}, () => t.currentTraceparent() ?? null);
    await tracing.stop();
    console.log(JSON.stringify([seen, t.startSpan('alert', '${agent}').traceparent ?? null]));`;
  expect(await traced(undefined, body, env)).toEqual([null, null]);
  expect(receiver.spans).toEqual([]);
  await receiver.close();
});

test('spans of one flow are one trace; an agent gives a link, never a parent', async () => {
  const receiver = await startOtlpReceiver();
  const body = `
    const carried = await t.withSpan('receive', undefined, { 'gander.records': 3 }, () => t.currentTraceparent(), ['${agent}']);
    const alert = t.startSpan('alert', carried);
    alert.end();
    const failing = () => t.withSpan('inner', undefined, {}, () => Promise.reject(new Error('no')));
    const error = await t.withSpan('notify', alert.traceparent, {}, failing).catch((reason) => reason.message);
    await t.withSpan('apart', 'no traceparent', {}, () => undefined);
    await tracing.stop();
    const late = await t.withSpan('late', undefined, {}, () => t.currentTraceparent() ?? null);
    console.log(JSON.stringify({ carried, error, late }));`;
  const seen = await traced(receiver.url, body, { OTEL_TRACES_SAMPLER: 'always_off', OTEL_PROPAGATORS: 'none' });
  await receiver.close();

  expect(seen).toEqual({
    carried: expect.stringMatching(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/),
    error: 'no',
    late: null,
  });
  const named = Object.fromEntries(receiver.spans.map((span) => [span.name, span]));
  expect(Object.keys(named).sort()).toEqual(['alert', 'apart', 'inner', 'notify', 'receive']);
  const { receive, alert, notify, inner, apart } = named;
  expect([alert, notify, inner].map((span) => span?.traceId)).toEqual(Array(3).fill(receive?.traceId));
  expect([alert, notify, inner].map((span) => span?.parentSpanId)).toEqual(
    [receive, alert, notify].map((span) => span?.spanId),
  );
  expect(receive?.parentSpanId ?? '').toBe('');
  expect(receive?.links?.map(({ traceId }) => traceId)).toEqual(['1'.repeat(32)]);
  expect(apart?.traceId).not.toBe(receive?.traceId);
  expect([inner?.status.code, alert?.status.code ?? 0]).toEqual([2, 0]);
  expect(receive?.resource).toContain('"instance-1"');
  expect(receive?.resource).not.toContain('process.command');
});

test('a request to a server continues our trace, a request from an agent does not start in its own', async () => {
  const receiver = await startOtlpReceiver();
  const body = `
    const http = require('node:http');
    const seen = [];
    const server = http.createServer((request, response) => {
      seen.push(request.headers.traceparent, t.currentTraceparent() ?? null);
      t.withSpan('receive', undefined, {}, () => response.end());
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    const post = (headers) => new Promise((resolve) =>
      http.request({ port: server.address().port, headers }, (response) => response.resume().on('end', resolve)).end());
    await t.withSpan('notify', undefined, {}, () => post({}));
    await post({ traceparent: '${agent}' });
    server.close();
    await tracing.stop();
    console.log(JSON.stringify(seen));`;
  const [sent, inside, agents, insideAgents] = (await traced(receiver.url, body, {})) as (string | null)[];
  await receiver.close();
  const notify = receiver.spans.find(({ name }) => name === 'notify');
  expect(sent).toContain(notify?.traceId);
  expect([inside, insideAgents]).toEqual([null, null]);
  expect(agents).toBe(agent);
  const received = receiver.spans.filter(({ name }) => name === 'receive').map(({ traceId }) => traceId);
  expect(received).toHaveLength(2);
  expect(received).not.toContain(notify?.traceId);
  expect(received).not.toContain('1'.repeat(32));
});
