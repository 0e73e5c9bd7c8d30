import fc from 'fast-check';
import type { Finding } from '../../contracts/finding';
import type { Incident } from '../../contracts/incident';
import type { Store } from '../../contracts/store';
import { memoryStore } from '../../test/support/memory-store';
import { findingOf, evidenceOf } from '../sample-findings';
import { takeIn } from '../take-in';

const stores: Store[] = [];
function openStore(): Store {
  const store = memoryStore();
  stores.push(store);
  return store;
}
afterEach(() => Promise.all(stores.splice(0).map((store) => store.close())));

const MINUTE = 60_000;
const T0 = Date.UTC(2026, 2, 1, 10);
const quiet = { listeners: [], modes: new Map(), learning: false };
let number = 0;

/** A finding in a session of its own name, with an alert of its own. */
function finding(session: string, minute: number, parts: Partial<Finding> = {}): Finding {
  const id = `f${number++}`;
  const at = T0 + minute * MINUTE;
  return findingOf({
    id,
    alertId: `a-${id}`,
    scope: session,
    tree: [session],
    entities: { session },
    joins: [],
    at,
    receivedAt: at,
    evidence: [evidenceOf({ eventId: `e-${id}`, at })],
    ...parts,
  });
}

const take = async (store: Store, findings: readonly Finding[], size = findings.length || 1) => {
  for (let from = 0; from < findings.length; from += size)
    await takeIn(store, findings.slice(from, from + size), quiet, T0 + 10_000 * MINUTE);
};

const listed = async (store: Store): Promise<Incident[]> => (await store.incidents({ limit: 1_000 })).incidents;
const groupsOf = async (store: Store) =>
  (await listed(store)).map(({ trees }) => trees.map(({ tree }) => tree).sort()).sort();
const group = async (...findings: Finding[]) => {
  const store = openStore();
  await take(store, findings);
  return groupsOf(store);
};

test('alerts of one session tree are one incident, and each alert names it', async () => {
  const store = openStore();
  const kid = finding('kid', 1, { tree: ['kid', 'boss'] });
  await take(store, [finding('boss', 0), kid, finding('boss', 500)], 1);
  const [incident, ...others] = await listed(store);
  expect(others).toEqual([]);
  expect(incident).toMatchObject({ count: 3, state: 'open', severity: 'high' });
  expect(incident?.trees.map(({ tree }) => tree)).toEqual(['boss', 'kid']);
  const alerts = await store.alertsById(incident?.alerts ?? []);
  expect(alerts.map((alert) => alert.incident)).toEqual([incident?.id, incident?.id, incident?.id]);
});

describe('session trees are joined', () => {
  const there = { host: 'h', repository: 'r' };

  test.each(['secret:f1', 'file:d1', 'text:d2', 'destination:evil.example', 'package:left-pda'])(
    'by %s, whenever it was',
    async (key) => {
      const keys = { joins: [key] };
      expect(await group(finding('a', 0, keys), finding('b', 9_000, keys), finding('c', 1))).toEqual([
        ['a', 'b'],
        ['c'],
      ]);
    },
  );

  test('not by what only lesser findings share', async () => {
    const keys = { joins: ['destination:evil.example'] };
    const lesser = { ...keys, baseSeverity: 'medium' as const };
    expect(await group(finding('a', 0, keys), finding('b', 1, lesser), finding('b', 1))).toEqual([['a'], ['b']]);
  });

  test.each([
    ['a host alone', { host: 'h' }, [], 1, false],
    ['a host and a rare destination', { host: 'h' }, ['destination:evil.example'], 60, true],
    ['these more than an hour apart', { host: 'h' }, ['destination:evil.example'], 61, false],
    ['an account and a rare destination', { account: 'acc' }, ['destination:evil.example'], 5, true],
  ] as const)('by %s: %s %s after %s minutes: %s', async (_, place, joins, minutes, expected) => {
    const seen = (session: string, minute: number) => [
      finding(session, minute, { baseSeverity: 'medium', joins, entities: { session, ...place } }),
      finding(session, minute),
    ];
    const groups = await group(...seen('a', 0), ...seen('b', minutes));
    expect(groups).toEqual(expected ? [['a', 'b']] : [['a'], ['b']]);
  });

  test.each([
    ['the next tactic at the same workplace', ['T1552.001'], ['T1567'], there, 30, true],
    ['the same tactic', ['T1552.001'], ['T1552.001'], there, 30, false],
    ['an earlier tactic', ['T1567'], ['T1552.001'], there, 30, false],
    ['a tactic that is not the next', ['T1059.004'], ['T1567'], there, 30, false],
    ['the next tactic on a host alone', ['T1552.001'], ['T1567'], { host: 'h' }, 30, false],
    ['the next tactic two hours later', ['T1552.001'], ['T1567'], there, 120, false],
  ] as const)('by %s: %s, %s', async (_, before, after, place, minutes, expected) => {
    const seen = (session: string, minute: number, techniques: readonly string[]) =>
      finding(session, minute, { techniques, entities: { session, ...place } });
    const groups = await group(seen('a', 0, before), seen('b', minutes, after));
    expect(groups).toEqual(expected ? [['a', 'b']] : [['a'], ['b']]);
  });
});

test('two incidents that turn out to be one keep the id of the older, and what people did to either', async () => {
  const store = openStore();
  await take(store, [finding('b', 10, { joins: ['secret:f1'] }), finding('a', 0)], 1);
  const [b, a] = [...(await listed(store))].sort((x, y) => y.firstSeen - x.firstSeen);
  const held = (await store.incident(b!.id))!;
  await store.writeAlerts({
    at: 1,
    alerts: [],
    findings: [],
    outbox: [],
    incidents: [{ ...held, incident: { ...held.incident, assignee: 'ana' } }],
  });
  await take(store, [finding('a', 20, { joins: ['secret:f1'] })]);
  const [one, ...others] = await listed(store);
  expect(others).toEqual([]);
  expect(one).toMatchObject({ id: a!.id, assignee: 'ana', count: 3 });
  expect(one?.trees).toEqual([
    { tree: 'a', at: T0 },
    { tree: 'b', at: T0 + 10 * MINUTE, because: 'secret:f1' },
  ]);
  expect(one?.history.at(-1)).toMatchObject({ what: 'merged', from: b!.id, to: a!.id });
  expect((await store.incident(b!.id))?.incident.mergedInto).toBe(a!.id);
  expect((await store.alerts({ limit: 9, incident: b!.id })).alerts).toEqual([]);
});

test('evidence that is earlier than all gives the incident the id of its tree, also one that was merged away before', async () => {
  const store = openStore();
  const key = { joins: ['secret:f1'] };
  await take(store, [finding('b', 10, key), finding('a', 5, key), finding('b', 1), finding('a', 0)], 1);
  const [one, ...others] = await listed(store);
  expect(others).toEqual([]);
  expect(one?.trees.map(({ tree }) => tree)).toEqual(['a', 'b']);
  expect((await store.alerts({ limit: 9, incident: one!.id })).alerts).toHaveLength(4);
});

test('an alert of many sessions belongs to the one that it was seen in first', async () => {
  const store = openStore();
  const wide = (session: string, minute: number) => finding(session, minute, { scope: 'host:h', alertId: 'wide' });
  await take(store, [finding('a', 0), finding('b', 0), wide('b', 9), wide('a', 5)], 1);
  const incidentOf = async (id: string) => (await store.alert(id))?.alert.incident;
  const [a] = (await listed(store)).filter(({ trees }) => trees[0]?.tree === 'a');
  expect(await incidentOf('wide')).toBe(a?.id);
  const counts = (await listed(store)).map(({ trees, count }) => [trees[0]?.tree, count]).sort();
  expect(counts).toEqual([
    ['a', 2],
    ['b', 1],
  ]);
});

test('single alerts of medium severity are kept and not listed until they add up', async () => {
  const store = openStore();
  const medium = (technique: string) => finding('a', 0, { baseSeverity: 'medium', techniques: [technique] });
  await take(store, [medium('T1059.004'), medium('T1059.004'), medium('T1567')]);
  expect(await listed(store)).toEqual([]);
  await take(store, [medium('T1552.001')]);
  expect((await listed(store)).map(({ risk, count }) => [risk, count])).toEqual([[15, 4]]);
});

const SESSIONS = ['a', 'b', 'c', 'd', 'e'];
const some = fc.record({
  session: fc.constantFrom(...SESSIONS),
  parent: fc.option(fc.constantFrom(...SESSIONS), { nil: undefined, freq: 6 }),
  wide: fc.boolean(),
  minute: fc.integer({ min: 0, max: 200 }),
  alert: fc.integer({ min: 0, max: 3 }),
  baseSeverity: fc.constantFrom('low', 'medium', 'high', 'critical' as const),
  confidence: fc.constantFrom('low', 'medium', 'high' as const),
  facts: fc.subarray(['denied', 'succeeded', 'sandboxed', 'outside-text'] as const),
  technique: fc.constantFrom('T1059.004', 'T1552.001', 'T1567', 'T1485'),
  joins: fc.subarray(['secret:1', 'destination:x', 'file:1']),
  host: fc.constantFrom('h1', 'h2'),
  repository: fc.constantFrom('r1', undefined),
});

test('the same findings give the same incidents in any order and grouping', async () => {
  const given = fc.array(some, { minLength: 2, maxLength: 12 });
  const shuffling = fc.array(fc.nat(), { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(given, shuffling, fc.integer({ min: 1, max: 5 }), async (all, keys, size) => {
      const findings = all.map(
        ({ session, parent, wide, minute, alert, technique, host, repository, ...parts }, index) => {
          const at = T0 + minute * MINUTE;
          const scope = wide ? `host:${host}` : session;
          return findingOf({
            ...parts,
            // What was paged stays listed, though later evidence may tell that it was less: none pages here.
            mode: 'alert',
            id: `f${index}`,
            alertId: `${scope}/${alert}`,
            scope,
            tree: parent === undefined || parent === session ? [session] : [session, parent],
            techniques: [technique],
            entities: { session, host, ...(repository !== undefined && { repository }) },
            at,
            evidence: [evidenceOf({ eventId: `e${index}`, at })],
          });
        },
      );
      const shuffled = findings.map((one, index) => [keys[index] ?? 0, one] as const).sort((a, b) => a[0] - b[0]);
      const [first, second] = [openStore(), openStore()];
      await take(first, findings);
      await take(
        second,
        shuffled.map(([, one]) => one),
        size,
      );
      expect(await contentOf(second)).toEqual(await contentOf(first));
      await Promise.all(stores.splice(0).map((store) => store.close()));
    }),
    { numRuns: 300 },
  );
});

/** All but what depends on when people and pages came. */
async function contentOf(store: Store): Promise<unknown[]> {
  const all = (await listed(store)).map(
    ({ history: _h, pages: _p, createdAt: _c, updatedAt: _u, trees, story: _s, ...rest }) => ({
      ...rest,
      trees: trees.map(({ tree, at }) => ({ tree, at })),
    }),
  );
  return all.sort((a, b) => (a.id < b.id ? -1 : 1));
}
