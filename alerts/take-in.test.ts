import type { Store } from '../contracts/store';
import type { IncidentNotification } from '../contracts/incident';
import { memoryStore } from '../test/support/memory-store';
import { changeAlert, changeIncident } from './lifecycle';
import { resolvedRowsOf } from './notices';
import { makeSuppression } from './suppress';
import { evidenceOf, findingOf } from './sample-findings';
import { takeIn } from './take-in';

const T0 = Date.UTC(2026, 2, 1);
const ana = (at: number) => ({ by: 'ana', at });
const rules = {
  listeners: [
    { name: 'oncall', minSeverity: 'critical' as const, pages: true },
    { name: 'inbox', minSeverity: 'low' as const },
  ],
  modes: new Map<string, 'shadow' | 'alert' | 'page'>(),
  learning: false,
};
let store: Store;
beforeEach(() => {
  store = memoryStore();
});
afterEach(() => store.close());

let made = 0;
const take = (at: number, parts: Parameters<typeof findingOf>[0] = {}) => {
  const id = `f${made++}`;
  const finding = findingOf({ id, at, receivedAt: at, evidence: [evidenceOf({ eventId: id, at })], ...parts });
  return takeIn(store, [finding], rules, at + 100);
};
const messages = async (sink: string) => {
  const rows = [];
  for (;;) {
    const { row } = await store.outboxTake(sink, 1e15, 1);
    if (row === undefined) return rows;
    rows.push(row);
    await store.outboxDelivered(row.id, 1e15);
  }
};
const incidentId = async () => (await store.alert('a1'))?.alert.incident ?? '';

test('an incident pages once; closing it tells whoever was paged; later evidence opens it again', async () => {
  await take(T0);
  await take(T0 + 1);
  const [page, ...others] = await messages('oncall');
  expect(others).toEqual([]);
  const id = await incidentId();
  const told = JSON.parse(page!.body) as IncidentNotification;
  expect(page).toMatchObject({ type: 'incident.page', alertId: id, receivedAt: T0 });
  expect(told).toMatchObject({ type: 'incident.page', page: { because: 'new', severity: 'high' }, data: { id } });
  expect((await messages('inbox')).map(({ type }) => type)).toEqual(['alert.created']);

  const stored = (await store.incident(id))!;
  const closed = { ...stored, incident: changeIncident(stored.incident, { state: 'closed' }, ana(T0 + 5_000)) };
  const outbox = resolvedRowsOf(closed, T0 + 5_000);
  await store.writeAlerts({ at: T0, alerts: [], findings: [], outbox, incidents: [closed] });
  const ends = await messages('oncall');
  expect(ends.map(({ type, alertId }) => [type, alertId])).toEqual([['incident.resolved', id]]);
  expect(await messages('inbox')).toEqual([]);

  await take(T0 + 4_000);
  expect((await store.incident(id))?.incident.state).toBe('closed');
  await take(T0 + 9_000);
  expect((await store.incident(id))?.incident.state).toBe('open');
});

test('what people made of an alert is kept when findings come', async () => {
  await take(T0);
  const stored = (await store.alert('a1'))!;
  const alert = changeAlert(stored.alert, { assignee: 'ben', state: 'resolved' }, ana(T0 + 200));
  await store.writeAlerts({ at: T0, alerts: [{ ...stored, alert }], findings: [], outbox: [] });
  // A finding of higher rank leads the words of the alert, and leaves what people made of it.
  await take(T0 + 150, { baseSeverity: 'critical', why: 'It was worse.' });
  const resolved = await store.alert('a1');
  expect(resolved?.alert).toMatchObject({
    assignee: 'ben',
    state: 'resolved',
    why: 'It was worse.',
    severity: 'critical',
  });
  expect(resolved?.alert.history?.map(({ what }) => what)).toEqual(['created', 'state', 'assignee', 'severity']);
  await take(T0 + 900);
  expect((await store.alert('a1'))?.alert).toMatchObject({ assignee: 'ben', state: 'new' });
});

test('what is suppressed is stored, counted once, and told to nobody; what may not be hidden is told', async () => {
  const request = {
    match: { detector: 'reverse-shell', host: 'build-1' },
    owner: 'ana',
    reason: 'a lab',
    expiresAt: T0 + 9_000,
  };
  const suppression = makeSuppression(request, 'default', T0);
  await store.addSuppression(suppression);
  await take(T0 + 1);
  await take(T0 + 2);
  expect([...(await messages('inbox')), ...(await messages('oncall'))]).toEqual([]);
  expect((await store.alerts({ limit: 9, hidden: true })).alerts).toMatchObject([
    { suppressedBy: suppression.id, count: 2 },
  ]);
  expect((await store.incidents({ limit: 9 })).incidents).toEqual([]);
  expect(await store.suppressions()).toMatchObject([{ hits: 1, lastHit: T0 + 101 }]);
  await take(T0 + 3, { alertId: 'a2', facts: ['honeytoken'] });
  expect((await messages('inbox')).map(({ alertId }) => alertId)).toEqual(['a2']);
  await take(T0 + 9_000);
  expect((await messages('inbox')).map(({ alertId }) => alertId)).toEqual(['a1']);
});

test('a detector in the shadow is counted and told to nobody; one that alerts does not page', async () => {
  rules.modes.set('reverse-shell', 'shadow');
  await take(T0);
  expect(await messages('inbox')).toEqual([]);
  rules.modes.set('reverse-shell', 'alert');
  await take(T0 + 1);
  rules.modes.clear();
  expect([(await messages('inbox')).length, (await messages('oncall')).length]).toEqual([1, 0]);
});
