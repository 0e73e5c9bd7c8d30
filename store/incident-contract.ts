/** The part of the store's contract that incidents and suppressions rest on. */
import type { AlertWrite, IncidentWrite, Store } from '../contracts/store';
import { errorCode } from '../platform/errors';
import { alertOf, incidentOf, suppressionOf } from './sample-rows';
import type { StoreUnderTest } from './store-contract';

const write = (parts: Partial<AlertWrite>): AlertWrite => ({
  at: 1_000,
  alerts: [],
  findings: [],
  outbox: [],
  ...parts,
});

const grouped = (parts: Partial<IncidentWrite>): IncidentWrite => ({
  version: 0,
  incidents: [],
  trees: [],
  points: [],
  merged: [],
  ...parts,
});

const tenant = 'default';
const treeRow = (tree: string, incident: string, firstSeen = 10) => ({ tenant, tree, incident, firstSeen });
const point = (key: string, tree: string, at: number, stage?: number) => ({
  tenant,
  key,
  tree,
  at,
  ...(stage !== undefined && { stage }),
});
const asks = (key: string, from = 0, to = 0, limit = 10) => ({ tenant, key, from, to, limit });

/** Declares the suite within that of the store. */
export function incidentContract(tested: () => StoreUnderTest): void {
  let store: Store;
  beforeEach(() => {
    store = tested().store;
  });
  const refusal = (work: Promise<unknown>) => work.then(() => undefined, errorCode);

  test('alerts are counted by detector and state', async () => {
    const put = (id: string, parts: object) => ({ alert: alertOf({ id, ...parts }), fold: '{}', revision: 0 });
    const resolved = { state: 'resolved' };
    await store.writeAlerts(
      write({ alerts: [put('a1', {}), put('a2', {}), put('a3', resolved), put('a4', { tenant: 'b' })] }),
    );
    const counted = (state: string, count: number) => ({ detector: 'reverse-shell', state, count });
    expect(await store.alertCounts('default')).toEqual([counted('new', 2), counted('resolved', 1)]);
    expect(await store.alertCounts()).toEqual([counted('new', 3), counted('resolved', 1)]);
  });

  describe('changes', () => {
    const numbers = async (after: number, limit = 10) =>
      (await store.changes(after, limit)).map(({ kind, id }) => `${kind} ${id}`);

    test('tell what was made or changed since, each once, with numbers that grow', async () => {
      expect(await store.lastChange()).toBe(0);
      const incident = { incident: incidentOf({}), revision: 0, listed: true, fold: '{}' };
      const put = (id: string, revision: number) => ({ alert: alertOf({ id }), fold: '{}', revision });
      await store.writeAlerts(
        write({ alerts: [put('a1', 0), put('a2', 0)], grouped: grouped({ incidents: [incident] }) }),
      );
      const before = await store.lastChange();
      expect(await numbers(0)).toEqual(['alert a1', 'alert a2', 'incident i1']);
      await store.writeAlerts(write({ alerts: [put('a1', 1)] }));
      store = await tested().reopen();
      expect(await numbers(before)).toEqual(['alert a1']);
      expect(await numbers(0)).toEqual(['alert a2', 'incident i1', 'alert a1']);
      expect(await numbers(0, 1)).toEqual(['alert a2']);
      expect(await store.lastChange()).toBe(before + 1);
    });

    test('an incident that is not listed is told of once it is', async () => {
      const stored = { incident: incidentOf({}), revision: 0, listed: false, fold: '{}' };
      await store.writeAlerts(write({ grouped: grouped({ incidents: [stored] }) }));
      expect(await numbers(0)).toEqual([]);
      await store.writeAlerts(write({ incidents: [{ ...stored, revision: 1, listed: true }] }));
      expect(await numbers(0)).toEqual(['incident i1']);
    });
  });

  describe('incidents', () => {
    const first = grouped({
      incidents: [{ incident: incidentOf({}), revision: 0, listed: true, fold: '{}' }],
      trees: [treeRow('s1', 'i1')],
      points: [point('secret:f', 's1', 0), point('host:h', 's1', 500, 2)],
    });
    const alerts = [{ alert: alertOf({ incident: 'i1' }), fold: '{}', revision: 0 }];

    test('what was grouped is there again after it was opened anew', async () => {
      await store.writeAlerts(write({ alerts, grouped: first }));
      store = await tested().reopen();
      expect(await store.incident('i1')).toEqual({ incident: incidentOf({}), revision: 1, listed: true, fold: '{}' });
      expect(await store.incident('i2')).toBeUndefined();
      const { evidence: _, triage: _t, falsePositives: _f, ...brief } = alertOf({ incident: 'i1' });
      const ground = await store.incidentGround({
        trees: [
          { tenant, tree: 's1' },
          { tenant, tree: 's2' },
        ],
        keys: [asks('secret:f'), asks('host:h', 400, 500), asks('host:h', 501, 900), asks('secret:g')],
        incidents: [],
      });
      expect(ground).toEqual({
        version: 1,
        points: first.points,
        trees: first.trees,
        incidents: [{ incident: incidentOf({}), revision: 1, listed: true, fold: '{}' }],
        alerts: [{ incident: 'i1', alerts: [brief], count: 1 }],
      });
    });

    test('points are told the earliest first, as many as asked for, and bring the tree and the incident along', async () => {
      const points = [30, 10, 20].map((at) => point('host:h', 's1', at));
      await store.writeAlerts(write({ grouped: { ...first, points } }));
      const ground = await store.incidentGround({ trees: [], keys: [asks('host:h', 0, 90, 2)], incidents: [] });
      expect(ground.points.map(({ at }) => at)).toEqual([10, 20]);
      expect(ground.incidents.map(({ incident }) => incident.id)).toEqual(['i1']);
    });

    test('a grouping that did not know of another one is refused whole', async () => {
      await store.writeAlerts(write({ grouped: first }));
      const other = await tested().another();
      const late = grouped({
        incidents: [{ incident: incidentOf({ id: 'i2' }), revision: 0, listed: true, fold: '{}' }],
      });
      expect(await refusal(other.writeAlerts(write({ grouped: late })))).toBe('store_conflict');
      expect(await other.incident('i2')).toBeUndefined();
      await other.writeAlerts(write({ grouped: { ...late, version: 1 } }));
      expect((await store.incident('i2'))?.revision).toBe(1);
    });

    test('a merge moves alerts and trees, and what was read of the alerts before is old', async () => {
      await store.writeAlerts(write({ alerts, grouped: first }));
      const merge = grouped({
        version: 1,
        incidents: [
          { incident: incidentOf({ mergedInto: 'i0' }), revision: 1, listed: true, fold: '{}' },
          { incident: incidentOf({ id: 'i0' }), revision: 0, listed: true, fold: '{}' },
        ],
        trees: [treeRow('s0', 'i0', 5)],
        merged: [{ from: 'i1', to: 'i0' }],
      });
      const before = await store.alert('a1');
      await store.writeAlerts(write({ grouped: merge }));
      expect(before).toEqual({ alert: alertOf({ incident: 'i1' }), fold: '{}', revision: 1 });
      expect(await store.alert('a1')).toEqual({ alert: alertOf({ incident: 'i0' }), fold: '{}', revision: 2 });
      expect(await refusal(store.writeAlerts(write({ alerts: before === undefined ? [] : [before] })))).toBe(
        'store_conflict',
      );
      const { trees } = await store.incidentGround({ trees: [{ tenant, tree: 's1' }], keys: [], incidents: [] });
      expect(trees).toEqual([treeRow('s1', 'i0')]);
      expect((await store.incidents({ limit: 9 })).incidents.map(({ id }) => id)).toEqual(['i0']);
    });

    test('the first evidence of a tree only gets earlier', async () => {
      for (const [version, firstSeen] of [20, 5, 9].entries())
        await store.writeAlerts(write({ grouped: grouped({ version, trees: [treeRow('s1', 'i1', firstSeen)] }) }));
      const { trees } = await store.incidentGround({ trees: [{ tenant, tree: 's1' }], keys: [], incidents: [] });
      expect(trees).toEqual([treeRow('s1', 'i1', 5)]);
    });

    test('a change on an old revision is refused', async () => {
      await store.writeAlerts(write({ grouped: first }));
      const change = (title: string, revision: number) =>
        store.writeAlerts(
          write({ incidents: [{ incident: incidentOf({ title }), revision, listed: true, fold: '{}' }] }),
        );
      await change('one', 1);
      expect(await refusal(change('two', 1))).toBe('store_conflict');
      expect((await store.incident('i1'))?.incident.title).toBe('one');
    });

    test('the list is filtered, newest first, page by page', async () => {
      const incidents = [
        { id: 'i1', createdAt: 1, severity: 'critical' as const, firstSeen: 10, lastSeen: 20 },
        { id: 'i2', createdAt: 2, state: 'closed' as const, firstSeen: 30, lastSeen: 40 },
        { id: 'i3', createdAt: 3, tenant: 'other', firstSeen: 50, lastSeen: 60 },
        { id: 'i4', createdAt: 4 },
      ].map((parts) => ({ incident: incidentOf(parts), revision: 0, listed: parts.id !== 'i4', fold: '{}' }));
      await store.writeAlerts(write({ grouped: grouped({ incidents }) }));
      const ids = async (query: Partial<Parameters<Store['incidents']>[0]>) =>
        (await store.incidents({ limit: 9, ...query })).incidents.map(({ id }) => id);
      expect(await ids({})).toEqual(['i3', 'i2', 'i1']);
      expect(await ids({ severity: ['critical'] })).toEqual(['i1']);
      expect(await ids({ severity: [] })).toEqual([]);
      expect(await ids({ state: 'open' })).toEqual(['i3', 'i1']);
      expect(await ids({ tenant: 'other' })).toEqual(['i3']);
      expect(await ids({ since: 20, until: 50 })).toEqual(['i2', 'i1']);
      const page = await store.incidents({ limit: 2 });
      expect(await ids({ limit: 2, ...(page.next !== undefined && { cursor: page.next }) })).toEqual(['i1']);
      expect(await refusal(ids({ cursor: 'x' }))).toBe('request_invalid');
    });

    test('old points are forgotten', async () => {
      await store.writeAlerts(write({ at: 10, grouped: first }));
      expect(await store.forgetAlertTraces(11)).toBe(2);
      const ground = await store.incidentGround({ trees: [], keys: [asks('secret:f')], incidents: ['i1'] });
      expect([ground.points, ground.incidents.length]).toEqual([[], 1]);
    });
  });

  describe('suppressions', () => {
    test('are listed with their hits, the newest first, also once they are revoked', async () => {
      await store.addSuppression(suppressionOf({}));
      await store.addSuppression(suppressionOf({ id: 'u2', tenant: 'other', createdAt: 200 }));
      for (const at of [500, 400]) await store.writeAlerts(write({ at, hits: [{ id: 'u1', count: 2 }] }));
      const revoked = { ...suppressionOf({}), hits: 4, lastHit: 500, revokedAt: 600 };
      expect(await store.revokeSuppression('u1', 600)).toEqual(revoked);
      expect(await store.revokeSuppression('u1', 700)).toEqual(revoked);
      expect(await store.revokeSuppression('none', 700)).toBeUndefined();
      store = await tested().reopen();
      expect((await store.suppressions()).map(({ id }) => id)).toEqual(['u2', 'u1']);
      expect(await store.suppressions('default')).toEqual([revoked]);
    });

    test('an id is given once', async () => {
      await store.addSuppression(suppressionOf({}));
      expect(await refusal(store.addSuppression(suppressionOf({ reason: 'another' })))).toBe('store_conflict');
    });
  });

  test('the first start is told for ever', async () => {
    expect(await store.firstStart(70)).toBe(70);
    store = await tested().reopen();
    expect(await store.firstStart(90)).toBe(70);
  });
}
