import { DETECTORS } from '../../detectors/catalogue';
import type { Alert } from '../../contracts/alert';
import { alertOf } from '../../store/sample-rows';
import { memoryStore } from '../../test/support/memory-store';
import { propose } from './propose';
import { rankDetectors } from './rank';
import { advise } from './tune';

const harmless = (id: string, entities: Alert['entities'], parts: Partial<Alert> = {}) =>
  alertOf({ id, state: 'false-positive', entities, ...parts });

test('detectors are ranked by what was harmless, then by alerts', () => {
  const ranked = rankDetectors([
    alertOf({ id: '1', detector: 'loud' }),
    alertOf({ id: '2', detector: 'loud' }),
    alertOf({ id: '3', detector: 'quiet', state: 'resolved' }),
    alertOf({ id: '4', detector: 'wrong', state: 'risk-accepted', suppressedBy: 'u1' }),
  ]);
  expect(
    ranked.map(({ detector, alerts, harmless: no, resolved, suppressed }) => [
      detector,
      alerts,
      no,
      resolved,
      suppressed,
    ]),
  ).toEqual([
    ['wrong', 1, 1, 0, 1],
    ['loud', 2, 0, 0, 0],
    ['quiet', 1, 0, 1, 0],
  ]);
});

test('an exception names all that the harmless alerts have in common, and no session', () => {
  const lab = { repository: 'lab', user: 'ana', session: 's1' };
  expect(propose([harmless('1', { ...lab, host: 'a' }), harmless('2', { ...lab, host: 'b' })])).toEqual({
    match: { detector: 'reverse-shell', repository: 'lab', user: 'ana' },
    fits: 2,
  });
});

test('without anything in common, it is about those that share the most frequent value', () => {
  const some = [
    harmless('1', { path: '/a', host: 'h' }),
    harmless('2', { path: '/a', host: 'h' }),
    harmless('3', { path: '/b' }),
  ];
  expect(propose(some)).toEqual({ match: { detector: 'reverse-shell', path: '/a', host: 'h' }, fits: 2 });
  expect(propose([harmless('1', { session: 's' })])).toBeUndefined();
  expect(propose([harmless('1', { path: '/a*' })])).toBeUndefined();
  expect(propose([])).toBeUndefined();
});

test('a proposal says what it would hide of stored alerts and of attack cases', async () => {
  const store = memoryStore();
  const host = { host: 'build-1' };
  const alerts = [
    harmless('1', host),
    alertOf({ id: '2', entities: host }),
    alertOf({ id: '3', entities: host, facts: ['honeytoken'] }),
    alertOf({ id: '4', entities: { host: 'other' } }),
    alertOf({ id: '5', detector: 'credential-access', entities: host }),
  ];
  const stored = alerts.map((alert) => ({ alert, fold: '{}', revision: 0 }));
  await store.writeAlerts({ at: 1, alerts: stored, findings: [], outbox: [] });
  const advice = await advise(
    store,
    DETECTORS.map(({ manifest }) => manifest),
    2,
  );
  await store.close();
  const [first, second] = advice;
  expect(first).toMatchObject({
    detector: 'reverse-shell',
    alerts: 4,
    harmless: 1,
    proposal: { match: { detector: 'reverse-shell', host: 'build-1' }, fits: 1, count: 2, protected: 1 },
  });
  // An exception for a host blinds the detector to every attack there.
  expect(first?.proposal?.blinds.length).toBeGreaterThan(0);
  expect([second?.detector, second?.proposal]).toEqual(['credential-access', undefined]);
});
