import type { AlertBrief } from '../../contracts/store';
import { alertOf } from '../../store/sample-rows';
import { mergePaging, page } from './pages';
import type { Paging } from './pages';

const HOUR = 3_600_000;
const none: Paging = { pages: [] };
const high = alertOf({ techniques: ['T1059.004'], entities: { host: 'h1', user: 'ana' } });
const reasons = ({ pages }: Paging) => pages.map(({ because }) => because);
/** Reasons of the pages, when these alerts come one after the other, each at its hour. */
const paged = (...steps: [hour: number, alert: AlertBrief][]) =>
  reasons(
    steps.reduce((paging, [hour], index) => {
      const alerts = steps.slice(0, index + 1).map(([, alert]) => alert);
      return page(paging, alerts, hour * HOUR, false);
    }, none),
  );

test('the first grave alert pages, and the same again does not', () => {
  expect(paged([1, high], [2, high], [30, high])).toEqual(['new']);
});

test.each([
  ['a higher severity', { severity: 'critical' }, ['new', 'severity']],
  ['credential access', { techniques: ['T1552.001'] }, ['new', 'tactic:credential-access']],
  ['exfiltration', { techniques: ['T1567'] }, ['new', 'tactic:exfiltration']],
  ['impact', { techniques: ['T1485'] }, ['new', 'tactic:impact']],
  ['a new host', { entities: { host: 'h2', user: 'ana' } }, ['new', 'host:h2']],
  ['a new user', { entities: { host: 'h1', user: 'ben' } }, ['new', 'user:ben']],
  ['a tactic that makes it no worse', { techniques: ['T1082'] }, ['new']],
  ['a new host of a lesser alert', { severity: 'medium', entities: { host: 'h2' } }, ['new']],
] as const)('%s: %j', (_, parts, expected) => {
  expect(paged([1, high], [2, { ...high, id: 'a2', ...parts }])).toEqual(expected);
});

test('what gets worse within minutes of a page is told when it goes on after that', () => {
  const critical = { ...high, severity: 'critical' as const };
  expect(paged([1, high], [1.1, critical])).toEqual(['new']);
  expect(paged([1, high], [1.1, critical], [1.2, high])).toEqual(['new', 'severity']);
});

test('three times a day at most', () => {
  const on = (host: string) => ({ ...high, id: host, entities: { host } });
  const steps = ['a', 'b', 'c', 'd', 'e'].map((host, index): [number, AlertBrief] => [index + 1, on(host)]);
  expect(paged(...steps)).toEqual(['new', 'host:b', 'host:c']);
  expect(paged(...steps, [26, on('f')])).toEqual(['new', 'host:b', 'host:c', 'host:d']);
});

test.each([
  [{ confidence: 'low' as const }, false],
  [{ confidence: 'medium' as const }, true],
  [{ severity: 'medium' as const }, false],
  [{ severity: 'critical' as const, confidence: 'low' as const }, true],
  [{ mode: 'alert' as const }, false],
  [{ mode: 'shadow' as const }, false],
  [{ mode: 'page' as const }, true],
  [{ suppressedBy: 'u1' }, false],
  [{ state: 'false-positive' as const }, false],
  [{ state: 'acknowledged' as const }, true],
])('%j pages: %s', (parts, expected) => {
  expect(paged([1, { ...high, ...parts }])).toEqual(expected ? ['new'] : []);
});

test('while the installation learns, only critical alerts page', () => {
  expect(reasons(page(none, [high], HOUR, true))).toEqual([]);
  expect(reasons(page(none, [{ ...high, severity: 'critical' }], HOUR, true))).toEqual(['new']);
});

test('of two incidents that are one, what was paged of either is known', () => {
  const one = page(none, [high], HOUR, false);
  const other = page(none, [{ ...high, entities: { host: 'h2', user: 'ben' } }], 2 * HOUR, false);
  const merged = mergePaging([other, one]);
  expect(merged.pages.map(({ at }) => at)).toEqual([HOUR, 2 * HOUR]);
  const both = [high, { ...high, id: 'a2', entities: { host: 'h2', user: 'ben' } }];
  expect(page(merged, both, 9 * HOUR, false)).toBe(merged);
});
