import type { Alert } from '../../contracts/alert';
import { alertOf } from '../../store/sample-rows';
import { compose, isListed } from './compose';

const T0 = Date.UTC(2026, 2, 1, 10, 3);
const MINUTE = 60_000;
const at = (minutes: number, parts: Partial<Alert>) =>
  alertOf({ firstSeen: T0 + minutes * MINUTE, lastSeen: T0 + minutes * MINUTE, ...parts });

const told = at(0, {
  id: 'a1',
  title: 'Outside text obeyed',
  why: 'curl runs the words of an issue',
  facts: ['attempted', 'outside-text'],
  techniques: ['T1204.004'],
  entities: { host: 'dev-1', user: 'ana', session: 's1' },
});
const read = at(2, {
  id: 'a2',
  title: 'Credential access',
  severity: 'medium',
  risk: 5,
  why: 'cat reads cloud credentials.',
  facts: ['denied', 'attempted', 'succeeded'],
  techniques: ['T1552.001'],
  entities: { host: 'dev-1', user: 'ana', path: '~/.aws/credentials' },
});
const sent = at(300, {
  id: 'a3',
  title: 'Secret sent',
  severity: 'critical',
  risk: 40,
  why: 'A secret goes to evil.example.',
  techniques: ['T1567'],
  entities: { host: 'dev-2', user: 'ana', destination: 'evil.example', secret: 'f1' },
});
const trees = [
  { tree: 's1', at: T0 },
  { tree: 's2', at: T0 + 300 * MINUTE, because: 'host:dev-1 secret:f1' },
];

test('an incident is told in sentences made of its evidence', () => {
  expect(compose([sent, told, read], trees)?.story).toEqual([
    'It began at 2026-03-01 10:03 UTC, with claude-code of ana on dev-1: curl runs the words of an issue.',
    'The words of that act had come in from outside the session.',
    '2 minutes later, credential access: cat reads cloud credentials.',
    '5 hours later, exfiltration: A secret goes to evil.example.',
    '2 sessions belong to it, joined by the same secret.',
    'It touched 2 hosts (dev-1, dev-2), 1 user (ana), 1 destination (evil.example), 1 path (~/.aws/credentials) and 1 secret by value.',
    '1 act of it was refused; it was done all the same.',
  ]);
});

test('title, severity, tactics in the order of the kill chain, and entities in the order of time', () => {
  expect(compose([sent, told, read], trees)).toMatchObject({
    title: 'Secret sent on dev-2',
    severity: 'critical',
    tactics: [
      { tactic: 'execution', at: T0 },
      { tactic: 'credential-access', at: T0 + 2 * MINUTE },
      { tactic: 'exfiltration', at: T0 + 300 * MINUTE },
    ],
    alerts: ['a1', 'a2', 'a3'],
    entities: { host: ['dev-1', 'dev-2'], secret: ['f1'] },
    firstSeen: T0,
    lastSeen: T0 + 300 * MINUTE,
  });
});

test('risk is summed over techniques, the gravest of each, and halves in a day', () => {
  const old = at(-24 * 60, { id: 'o', techniques: ['T1485'], risk: 40 });
  const same = at(0, { id: 's', techniques: ['T1204.004'], risk: 9 });
  expect(compose([told, same, old], [])?.risk).toBe(15 + 20);
  expect(compose([told, at(1, { id: 'x', techniques: [], detector: 'own', risk: 2 })], [])?.risk).toBeCloseTo(17, 1);
});

test('what nobody should see is not told', () => {
  expect(
    compose(
      [
        { ...sent, suppressedBy: 'u1' },
        { ...told, mode: 'shadow' },
      ],
      trees,
    ),
  ).toBeUndefined();
  expect(compose([{ ...sent, suppressedBy: 'u1' }, read], trees)).toMatchObject({ severity: 'medium', alerts: ['a2'] });
});

test('one alert of medium severity is no incident to be listed', () => {
  expect(isListed(compose([read], [])!)).toBe(false);
  expect(isListed(compose([told], [])!)).toBe(true);
});

test('of very many acts the gravest are told, and how many are left', () => {
  const many = Array.from({ length: 30 }, (_, n) => at(n, { id: `m${n}`, why: `Act ${n}.`, risk: n === 20 ? 40 : 5 }));
  const story = compose(many, [])?.story ?? [];
  expect(story.filter((line) => line.includes('Act ')).length).toBe(8);
  expect(story.some((line) => line.includes('Act 20.'))).toBe(true);
  expect(story).toContain('22 more alerts belong to it.');
});
