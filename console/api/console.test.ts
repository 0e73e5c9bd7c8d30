import { statSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import type { Alert } from '../../contracts/alert';
import { errorCode } from '../../platform/errors';
import { createToken } from '../../platform/tokens';
import { alertOf, outboxRowOf, sessionOf, sourceOf } from '../../store/sample-rows';
import { ask as askPort, runConsole } from '../../test/support/running-console';
import type { Question, RunningConsole } from '../../test/support/running-console';
import { startConsole } from './console';
import type { Console, ConsoleParts } from './console';

let running: RunningConsole;
let roles: ReturnType<NonNullable<ConsoleParts['roles']>>;
const own: Console[] = [];

beforeEach(async () => {
  roles = { engine: undefined };
  running = await runConsole({ roles: () => roles });
});
afterEach(async () => {
  await Promise.all(own.splice(0).map((one) => one.stop()));
  await running.stop();
});

const ask = (path: string, question?: Question) => running.ask(path, question);

/** Another console on the same stream and store. */
async function another(
  given: Partial<ConsoleParts>,
): Promise<(path: string, question?: Question) => ReturnType<typeof ask>> {
  const console = await startConsole({ ...running.parts, ...given });
  own.push(console);
  return (path, question) => askPort(console.port, path, { token: running.token, ...question });
}

const on = (host: string, port = 0): Partial<ConsoleParts> => ({
  config: { ...running.parts.config, console: { host, port } },
});

const put = (...alerts: Alert[]) =>
  running.store.writeAlerts({
    at: 1,
    alerts: alerts.map((alert) => ({ alert, fold: 'secret state', revision: 0 })),
    findings: [],
    outbox: [],
  });

test('alerts come newest first, page by page, and never with inner state', async () => {
  const alerts = [1, 2, 3].map((n) => alertOf({ id: `a${n}`, createdAt: n }));
  await put(...alerts);
  const first = (await ask('/api/alerts?limit=2')).json();
  expect(first.alerts).toEqual([alerts[2], alerts[1]]);
  const second = await ask(`/api/alerts?limit=2&cursor=${first.next}`);
  expect(second.json()).toEqual({ alerts: [alerts[0]] });
  expect(second.text).not.toContain('secret state');
  expect(second.headers).toMatchObject({
    'content-type': 'application/json; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
  expect(second.headers['access-control-allow-origin']).toBeUndefined();
  expect(second.headers['x-powered-by']).toBeUndefined();
});

test('alerts are filtered', async () => {
  await put(
    alertOf({ id: 'a1', severity: 'critical', detector: 'one', session: 'ü & s' }),
    alertOf({ id: 'a2', severity: 'high', state: 'resolved' }),
    alertOf({ id: 'a3', severity: 'low', firstSeen: 86_400_000, lastSeen: 86_400_000 }),
  );
  const ids = async (query: string) =>
    (await ask(`/api/alerts?${query}`))
      .json()
      .alerts.map(({ id }: Alert) => id)
      .sort();
  expect(await ids('severity=critical,high')).toEqual(['a1', 'a2']);
  expect(await ids('detector=one')).toEqual(['a1']);
  expect(await ids(`session=${encodeURIComponent('ü & s')}`)).toEqual(['a1']);
  expect(await ids('state=resolved')).toEqual(['a2']);
  expect(await ids('since=1970-01-02')).toEqual(['a3']);
  expect(await ids('until=86400000')).toEqual(['a1', 'a2']);
  expect(await ids('tenant=other')).toEqual([]);
});

test('a wrong parameter is named', async () => {
  const wrong = [
    'limit=0',
    'limit=501',
    'limit=1e2',
    'limit=',
    'limit=5&limit=6',
    'cursor=nonsense',
    'severity=grave',
    'severity=high,,low',
    'state=open',
    'since=yesterday',
    'since=9999999999999999',
    'until=2026-13-45',
    'detector=',
    `detector=${'x'.repeat(301)}`,
    'colour=red',
    '__proto__=1',
    'limit[]=1',
  ];
  for (const query of wrong) {
    const { status, headers, json } = await ask(`/api/alerts?${query}`);
    expect([query, status, headers['content-type']]).toEqual([query, 400, 'application/problem+json; charset=utf-8']);
    const parameter = query.split('=')[0];
    expect(json()).toMatchObject({ type: 'urn:gander:error:request_invalid', status: 400, field: parameter });
  }
});

test('one alert by its id, or a problem', async () => {
  const alert = alertOf({ id: 'a1' });
  await put(alert);
  expect((await ask('/api/alerts/a1')).json()).toEqual(alert);
  for (const path of ['/api/alerts/a2', '/api/nothing', '/api/alerts/a1/more', '/healthz/more']) {
    const { status, json } = await ask(path);
    expect([status, json().type]).toEqual([404, 'urn:gander:error:not_found']);
  }
  expect((await ask('/api/alerts/%E0%A4%A')).status).toBe(400);
});

test('sessions, sources and detectors', async () => {
  const sessions = [sessionOf({ session: 'a', lastSeen: 2 }), sessionOf({ session: 'b', lastSeen: 1 })];
  const source = sourceOf({ hidden: [{ field: 'action.command', state: 'hidden', setting: 'SHOW=1', firstSeen: 1 }] });
  await running.store.writeArchive({
    sessions,
    sources: [source],
    search: [],
    offsets: [{ partition: 0, from: 0, offset: 1 }],
  });
  const first = (await ask('/api/sessions?limit=1')).json();
  const [a, b] = sessions.map(({ ranges: _, ...brief }) => brief);
  expect(first.sessions).toEqual([a]);
  expect((await ask(`/api/sessions?cursor=${first.next}`)).json()).toEqual({ sessions: [b] });
  expect((await ask('/api/sessions/a')).json()).toEqual(sessions[0]);
  expect((await ask('/api/sources')).json()).toEqual({ sources: [source] });
  expect((await ask('/api/sources?tenant=other')).json()).toEqual({ sources: [] });
  const { detectors } = (await ask('/api/detectors')).json();
  expect(detectors.map(({ id }: { id: string }) => id)).toContain('reverse-shell');
});

test('an answer that has not changed is not sent again', async () => {
  await put(alertOf({}));
  const { headers } = await ask('/api/alerts');
  const again = await ask('/api/alerts', { headers: { 'if-none-match': headers.etag } });
  expect([again.status, again.text]).toEqual([304, '']);
});

test.each([
  '/api/alerts',
  '/api/alerts/a1',
  '/api/sources',
  '/api/sessions',
  '/api/detectors',
  '/api/other',
  '/API/alerts',
])('%s is answered to who shows the token only', async (path) => {
  expect(statSync(join(running.folder, 'api-token')).mode & 0o777).toBe(0o600);
  const wrong = [
    { token: '' },
    { token: running.token.slice(1) },
    { token: `${running.token}x` },
    { headers: { authorization: running.token } },
  ];
  for (const options of [...wrong, { headers: { authorization: `Basic ${running.token}` } }]) {
    const { status, headers, json } = await ask(path, options);
    expect([status, headers['www-authenticate'], json().type]).toEqual([
      401,
      'Bearer realm="gander"',
      'urn:gander:error:unauthenticated',
    ]);
  }
  expect((await ask('/metrics')).text).toContain('gander_authentication_failures_total{listener="console"} 5');
});

test('a page whose name was made to point here gets nothing', async () => {
  const host = (value: string) => ask('/metrics', { headers: { host: value } }).then(({ status }) => status);
  expect(
    await Promise.all(['evil.example', 'evil.example:4319', '127.0.0.1.evil.example', 'localhost.'].map(host)),
  ).toEqual(Array(4).fill(403));
  expect(await Promise.all(['localhost', 'LOCALHOST:4319', '127.0.0.1:1', '[::1]:4319'].map(host))).toEqual(
    Array(4).fill(200),
  );
});

test('nothing but reading is done, and no body is taken', async () => {
  for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
    const { status, headers } = await ask('/api/alerts', { method });
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD']);
  }
  expect((await ask('/api/alerts', { method: 'HEAD' })).status).toBe(200);
  expect((await ask('/api/alerts', { body: 'x'.repeat(10), headers: { 'content-length': 10 } })).status).toBe(413);
});

test('what is no HTTP is refused, and the next request is answered', async () => {
  const text = await new Promise<string>((resolve) => {
    const socket = connect(running.console.port, '127.0.0.1', () => socket.write('NOT HTTP\r\n\r\n'));
    socket.on('data', (data) => resolve(data.toString()));
  });
  expect(text).toMatch(/^HTTP\/1.1 400/);
  expect((await ask('/healthz')).json()).toEqual({ alive: true });
});

test('metrics of all threads, open on the loopback, with what waits in stream and outbox', async () => {
  await running.store.writeAlerts({
    at: 1,
    alerts: [],
    findings: [],
    outbox: [outboxRowOf({}), outboxRowOf({ id: 'n2' })],
  });
  const consumer = await running.stream.consume({
    group: 'gander-alerts',
    topics: ['gander.findings.v1'],
    start: 'earliest',
    onBatch: () => Promise.reject(new Error('not now')),
  });
  await running.stream.publish([{ topic: 'gander.findings.v1', key: 'k', value: Buffer.from('x') }]);
  const { text, headers } = await ask('/metrics', { token: '' });
  expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
  expect(text).toContain('gander_outbox_pending{sink="ops"} 2');
  expect(text).toMatch(/gander_stream_lag\{group="gander-alerts",topic="gander.findings.v1",partition="[01]"\} 1/);
  await running.store.outboxDelivered('n1', 1);
  await running.store.outboxDead('n2', 1, 'gone');
  // So that the first alert is an increase.
  expect(text).toContain('gander_alerts_total{detector="reverse-shell",severity="critical"} 0');
  const later = (await ask('/metrics')).text;
  expect(later).toContain('gander_outbox_pending{sink="ops"} 0');
  expect(later).toContain('gander_outbox_dead{sink="ops"} 1');
  await consumer.stop();
});

test('ready when stream, store and roles are, with reasons when not; alive meanwhile', async () => {
  expect((await ask('/readyz', { token: '' })).json()).toEqual({
    ready: true,
    checks: { stream: 'ok', store: 'ok', engine: 'ok' },
  });
  roles = { engine: 'the engine thread has ended' };
  const withoutEngine = await ask('/readyz');
  expect([withoutEngine.status, withoutEngine.json().checks.engine]).toEqual([503, 'the engine thread has ended']);
  const page = (await ask('/metrics')).text;
  expect(page).toContain('gander_ready{check="engine"} 0');
  expect(page).toContain('gander_ready{check="store"} 1');
  await running.store.close();
  await running.stream.close();
  const { status, json } = await ask('/readyz');
  expect([status, json().checks]).toMatchObject([
    503,
    { stream: expect.stringContaining('stream'), store: 'the store is closed' },
  ]);
  expect((await ask('/healthz')).status).toBe(200);
  const failed = await ask('/api/alerts');
  expect([failed.status, failed.headers['retry-after'], failed.json().type]).toEqual([
    503,
    '5',
    'urn:gander:error:store_unavailable',
  ]);
});

test('reached from elsewhere it starts with tokens only, and its metrics need the token too', async () => {
  expect(await another(on('0.0.0.0')).catch(errorCode)).toBe('listener_needs_tokens');
  createToken(running.folder, { name: 'build-1' });
  const askThere = await another(on('0.0.0.0'));
  expect((await askThere('/metrics', { token: '' })).status).toBe(401);
  expect((await askThere('/metrics')).status).toBe(200);
  expect((await askThere('/healthz', { token: '' })).status).toBe(200);
  expect((await askThere('/metrics', { headers: { host: 'gander.example' } })).status).toBe(200);
});

test('the token of a sender reads no alerts', async () => {
  const senders = createToken(running.folder, { name: 'build-1' });
  expect((await ask('/api/alerts', { token: senders })).status).toBe(401);
});

test('a port that is taken is an error of its own', async () => {
  expect(await another(on('127.0.0.1', running.console.port)).catch(errorCode)).toBe('address_in_use');
});

test('without the console role it serves health and metrics, and nothing of the store', async () => {
  const askThere = await another({ ...on('127.0.0.1'), api: false });
  expect((await askThere('/readyz')).status).toBe(200);
  expect((await askThere('/metrics')).status).toBe(200);
  expect((await askThere('/api/alerts')).status).toBe(404);
  expect((await askThere('/')).status).toBe(404);
});
