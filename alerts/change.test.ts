import type { Store } from '../contracts/store';
import type { IncidentNotification } from '../contracts/incident';
import { errorCode } from '../platform/errors';
import { memoryStore } from '../test/support/memory-store';
import { storeAlertChange, storeIncidentChange } from './change';
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

test('an incident pages once; closing it resolves its alerts and tells whoever was paged; later evidence opens both again', async () => {
  await take(T0);
  await take(T0 + 1);
  const [page, ...others] = await messages('oncall');
  expect(others).toEqual([]);
  const id = await incidentId();
  const told = JSON.parse(page!.body) as IncidentNotification;
  expect(page).toMatchObject({ type: 'incident.page', alertId: id, receivedAt: T0 });
  expect(told).toMatchObject({ type: 'incident.page', page: { because: 'new', severity: 'high' }, data: { id } });
  expect((await messages('inbox')).map(({ type }) => type)).toEqual(['alert.created']);

  const closed = await storeIncidentChange(store, id, { state: 'closed', reason: 'a drill' }, ana(T0 + 5_000));
  expect(closed.incident.state).toBe('closed');
  expect((await store.alert('a1'))?.alert).toMatchObject({ state: 'resolved', incident: id });
  const ends = await messages('oncall');
  expect(ends.map(({ type, alertId }) => [type, alertId])).toEqual([['incident.resolved', id]]);
  await storeIncidentChange(store, id, { state: 'closed' }, ana(T0 + 6_000), closed.revision);
  expect(await messages('oncall')).toEqual([]);

  await take(T0 + 4_000);
  expect((await store.incident(id))?.incident.state).toBe('closed');
  await take(T0 + 9_000);
  expect((await store.incident(id))?.incident.state).toBe('open');
  expect((await store.alert('a1'))?.alert.state).toBe('new');
});

test('a change is made on the revision that was read, and kept when findings come', async () => {
  await take(T0);
  const { alert, revision } = await storeAlertChange(
    store,
    'a1',
    { assignee: 'ben', state: 'in-progress' },
    ana(T0 + 200),
    1,
  );
  expect([alert.assignee, revision]).toEqual(['ben', 2]);
  expect(await storeAlertChange(store, 'a1', { comment: 'x' }, ana(T0), 1).catch(errorCode)).toBe('store_conflict');
  expect(await storeAlertChange(store, 'none', {}, ana(T0)).catch(errorCode)).toBe('not_found');
  expect(await storeIncidentChange(store, 'none', {}, ana(T0)).catch(errorCode)).toBe('not_found');
  // A finding of higher rank leads the words of the alert, and leaves what people made of it.
  await take(T0 + 900, { baseSeverity: 'critical', why: 'It was worse.' });
  const stored = await store.alert('a1');
  expect(stored?.alert).toMatchObject({
    assignee: 'ben',
    state: 'in-progress',
    why: 'It was worse.',
    severity: 'critical',
  });
  expect(stored?.alert.history?.map(({ what }) => what)).toEqual(['created', 'state', 'assignee', 'severity']);
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
