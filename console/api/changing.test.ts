import type { Alert } from '../../contracts/alert';
import type { Incident } from '../../contracts/incident';
import { alertOf, incidentOf } from '../../store/sample-rows';
import { runConsole } from '../../test/support/running-console';
import type { Question, RunningConsole } from '../../test/support/running-console';

let running: RunningConsole;
const now = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const webhooks = [
  { name: 'ops', pages: true },
  { name: 'inbox', pages: false },
].map((one) => ({
  ...one,
  url: 'http://127.0.0.1:1/',
  secret: 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==',
  minSeverity: 'medium' as const,
  timeoutMs: 1,
}));

beforeEach(async () => {
  running = await runConsole({ clock: () => now });
});
afterEach(() => running.stop());

const put = (alerts: Partial<Alert>[], incidents: Partial<Incident>[] = []) =>
  running.store.writeAlerts({
    at: 1,
    alerts: alerts.map((alert) => ({ alert: alertOf(alert), fold: '{}', revision: 0 })),
    findings: [],
    outbox: [],
    incidents: incidents.map((one) => ({
      incident: incidentOf(one),
      fold: '{"told":["ops"]}',
      revision: 0,
      listed: true,
    })),
  });
const post = (path: string, json: unknown, etag?: string, more: Question = {}) =>
  running.ask(path, { method: 'POST', json, headers: { ...(etag !== undefined && { 'if-match': etag }) }, ...more });

/** Changes something as who has just read it does. */
async function change(path: string, json: unknown) {
  const { headers } = await running.ask(path);
  return post(`${path}/changes`, json, headers.etag);
}

test('an alert is judged: its state, who and why are kept, and the next version is told', async () => {
  await put([{ id: 'a1' }]);
  const done = await change('/api/alerts/a1', { state: 'false-positive', reason: 'our own test', assignee: 'ann' });
  expect(done.json()).toMatchObject({
    state: 'false-positive',
    assignee: 'ann',
    updatedAt: now,
    history: [
      { by: 'api-token', at: now, what: 'state', from: 'new', to: 'false-positive', text: 'our own test' },
      { what: 'assignee', to: 'ann' },
    ],
  });
  const read = await running.ask('/api/alerts/a1');
  expect([done.headers.etag, read.headers.etag, read.json()]).toEqual(['"2"', '"2"', done.json()]);
  expect((await running.ask('/api/alerts/a1', { headers: { 'if-none-match': '"2"' } })).status).toBe(304);
});

test('asked for twice it is done once', async () => {
  await put([{ id: 'a1' }]);
  await change('/api/alerts/a1', { state: 'acknowledged' });
  const again = await change('/api/alerts/a1', { state: 'acknowledged' });
  expect([again.status, again.headers.etag, again.json().history.length]).toEqual([200, '"2"', 1]);
});

test('a change of what was not read, or has changed meanwhile, is refused', async () => {
  await put([{ id: 'a1' }]);
  const refused = async (etag?: string) => {
    const { status, json } = await post('/api/alerts/a1/changes', { state: 'resolved' }, etag);
    return [status, json().code];
  };
  expect(await refused()).toEqual([428, 'request_unconditional']);
  expect(await refused('W/"1"')).toEqual([428, 'request_unconditional']);
  expect(await refused('*')).toEqual([428, 'request_unconditional']);
  expect(await refused('"2"')).toEqual([412, 'request_stale']);
  const both = await Promise.all([0, 1].map((n) => post('/api/alerts/a1/changes', { comment: `${n}` }, '"1"')));
  expect(both.map(({ status }) => status).sort()).toEqual([200, 412]);
});

test.each([
  [{ state: 'false-positive' }, 'reason'],
  [{ state: 'risk-accepted', reason: 'old tool' }, 'until'],
  [{ state: 'risk-accepted', reason: 'old tool', until: now - 1 }, 'until'],
  [{ state: 'gone' }, 'state'],
  [{ until: 'tomorrow' }, 'until'],
  [{ severity: 'low' }, 'severity'],
  [{ comment: 'x'.repeat(3_000) }, 'comment'],
])('%j is refused, and names the field', async (body, field) => {
  await put([{ id: 'a1' }]);
  const { status, json } = await change('/api/alerts/a1', body);
  expect([status, json().field]).toEqual([400, field]);
});

test('an accepted risk has an end', async () => {
  await put([{ id: 'a1' }]);
  const body = { state: 'risk-accepted', reason: 'old tool', until: now + DAY_MS };
  expect((await change('/api/alerts/a1', body)).json()).toMatchObject({ acceptedUntil: now + DAY_MS });
});

test('what people do carries their name', async () => {
  await put([{ id: 'a1' }]);
  const { code } = (await post('/api/codes', { user: 'ann' })).json();
  const signedIn = await post('/api/session', { code }, undefined, { token: '' });
  const cookie = signedIn.headers['set-cookie']![0]!.split(';')[0]!;
  const headers = { cookie, 'x-gander-csrf': signedIn.json().csrf, 'if-match': '"1"' };
  const done = await post('/api/alerts/a1/changes', { comment: 'mine' }, undefined, { token: '', headers });
  expect(done.json().history).toMatchObject([{ by: 'ann', what: 'comment', text: 'mine' }]);
});

test('the inbox leaves out what is suppressed or only counted, unless asked; and finds by host, user, incident and words', async () => {
  await put([
    { id: 'a1', incident: 'i1', entities: { host: 'build-1' } },
    { id: 'a2', suppressedBy: 'u1', entities: { host: 'build-2', user: 'ann' } },
    { id: 'a3', mode: 'shadow' },
    { id: 'a4', why: 'Terraform destroyed the database.', entities: { user: 'ann' } },
  ]);
  const ids = async (query: string) =>
    (await running.ask(`/api/alerts?${query}`))
      .json()
      .alerts.map(({ id }: Alert) => id)
      .sort();
  expect(await ids('')).toEqual(['a1', 'a4']);
  expect(await ids('hidden=true')).toEqual(['a1', 'a2', 'a3', 'a4']);
  expect(await ids('host=build-1')).toEqual(['a1']);
  expect(await ids('user=ann')).toEqual(['a4']);
  expect(await ids('incident=i1')).toEqual(['a1']);
  expect(await ids('q=terraform%20DATABASE')).toEqual(['a4']);
});

test('incidents are listed and opened with their alerts', async () => {
  await put(
    [{ id: 'a1', incident: 'i1' }, { id: 'a2' }],
    [{ id: 'i1' }, { id: 'i2', severity: 'low', state: 'closed', createdAt: 1 }],
  );
  const ids = async (query: string) =>
    (await running.ask(`/api/incidents?${query}`)).json().incidents.map(({ id }: Incident) => id);
  expect(await ids('')).toEqual(['i1', 'i2']);
  expect(await ids('state=closed')).toEqual(['i2']);
  expect(await ids('severity=low,info')).toEqual(['i2']);
  const page = (await running.ask('/api/incidents?limit=1')).json();
  expect((await running.ask(`/api/incidents?cursor=${page.next}`)).json()).toEqual({
    incidents: [incidentOf({ id: 'i2', severity: 'low', state: 'closed', createdAt: 1 })],
  });
  const one = await running.ask('/api/incidents/i1');
  expect([one.headers.etag, one.json().incident.id, one.json().alerts.map(({ id }: Alert) => id)]).toEqual([
    '"1"',
    'i1',
    ['a1'],
  ]);
  expect((await running.ask('/api/incidents/i9')).status).toBe(404);
});

test('closing an incident resolves what nobody has judged, and tells whoever was paged', async () => {
  await running.stop();
  running = await runConsole({ clock: () => now }, { webhooks });
  const pages = [{ at: 1, severity: 'critical' as const, because: 'new' }];
  await put(
    [{ id: 'a1', incident: 'i1' }, { id: 'a2', incident: 'i1', state: 'false-positive' }, { id: 'a3' }],
    [{ id: 'i1', pages }],
  );
  const closed = await change('/api/incidents/i1', { state: 'closed', reason: 'cleaned up' });
  expect(closed.json()).toMatchObject({
    state: 'closed',
    history: expect.arrayContaining([expect.objectContaining({ to: 'closed', text: 'cleaned up' })]),
  });
  const states = (await running.store.alertsById(['a1', 'a2', 'a3'])).map(({ state }) => state);
  expect(states).toEqual(['resolved', 'false-positive', 'new']);
  expect(await running.store.outboxCounts()).toEqual([{ sink: 'ops', pending: 1, dead: 0 }]);
  const { row } = await running.store.outboxTake('ops', now, 1_000);
  expect([row?.type, row?.alertId]).toEqual(['incident.resolved', 'i1']);
});

test('one that was merged into another is changed there', async () => {
  await put([], [{ id: 'i1', mergedInto: 'i2' }]);
  expect((await change('/api/incidents/i1', { state: 'closed' })).status).toBe(409);
});

const match = { detector: 'reverse-shell', host: 'build-1' };
const wanted = { match, reason: 'the lab', expiresAt: now + DAY_MS };

test('a suppression is made, listed and revoked', async () => {
  const made = await post('/api/suppressions', wanted);
  expect([made.status, made.json()]).toMatchObject([
    201,
    { ...wanted, owner: 'api-token', tenant: 'default', hits: 0 },
  ]);
  const id = made.json().id as string;
  const revoked = await running.ask(`/api/suppressions/${id}`, { method: 'DELETE' });
  expect(revoked.json().revokedAt).toBe(now);
  expect((await running.ask('/api/suppressions')).json().suppressions).toEqual([revoked.json()]);
  expect((await running.ask('/api/suppressions?tenant=blue')).json().suppressions).toEqual([]);
  expect((await running.ask('/api/suppressions/none', { method: 'DELETE' })).status).toBe(404);
});

test.each([
  [{ ...wanted, match: { host: 'build-1' } }, 'match'],
  [{ ...wanted, match: { ...match, colour: 'red' } }, 'match.colour'],
  [{ ...wanted, match: { ...match, path: 'a*' } }, 'match.path'],
  [{ ...wanted, reason: ' ' }, 'reason'],
  [{ ...wanted, expiresAt: now + 400 * DAY_MS }, 'expiresAt'],
  [{ match, reason: 'the lab' }, 'expiresAt'],
])('the suppression %j is refused', async (body, field) => {
  const { status, json } = await post('/api/suppressions', body);
  expect([status, json().field]).toEqual([400, field]);
});

test('a preview tells past alerts, what could not be hidden, and the attacks that nobody would hear of', async () => {
  await put([{ id: 'a1' }, { id: 'a2', entities: { host: 'build-2' } }, { id: 'a3', facts: ['honeytoken'] }]);
  const preview = (await post('/api/suppressions/preview', { match })).json();
  expect(preview).toMatchObject({ count: 1, alerts: [{ id: 'a1' }], protected: 1, complete: true });
  expect(preview.blinds[0]).toMatch(/^Reverse or bind shell: /);
  const narrow = (
    await post('/api/suppressions/preview', { match: { ...match, excerpt: 'nobody writes this*' } })
  ).json();
  expect([narrow.count, narrow.blinds]).toEqual([0, []]);
  const refused = (await post('/api/suppressions/preview', { match: { host: 'build-1' } })).json();
  expect(refused).toMatchObject({ count: 0, refused: expect.stringContaining('two fields') });
});

test('detectors tell how loud they are, and how their alerts were judged', async () => {
  await put([{ id: 'a1' }, { id: 'a2', state: 'false-positive' }]);
  const { detectors } = (await running.ask('/api/detectors')).json();
  const shell = detectors.find(({ id }: { id: string }) => id === 'reverse-shell');
  expect(shell).toMatchObject({ mode: 'page', alerts: { new: 1, 'false-positive': 1 } });
  const young = detectors.find(({ maturity }: { maturity: string }) => maturity === 'experimental');
  expect([young?.mode, young?.alerts]).toEqual(['alert', {}]);
});

test('a false alarm of a baseline is told to it, one of a rule is not', async () => {
  await put([
    { id: 'b1', scope: 'entity:host build-7' },
    { id: 'r1', scope: 'session:codex:1' },
  ]);
  for (const id of ['b1', 'r1']) {
    const { status } = await post(`/api/alerts/${id}/changes`, { state: 'false-positive', reason: 'known' }, '"1"');
    expect(status).toBe(200);
  }
  const told: unknown[] = [];
  for (const partition of [0, 1]) {
    for await (const { value } of running.stream.read('gander.control.v1', partition, 0))
      told.push((JSON.parse(Buffer.from(value).toString()) as { action: { to: string } }).action.to);
  }
  expect(told).toEqual([expect.stringContaining('"alert":"b1"')]);
});
