import { CODE_MS, SESSION_MS, createBrowserSessions } from './browser-sessions';
import type { Opened } from './browser-sessions';

let now: number;
let sessions: ReturnType<typeof createBrowserSessions>;

beforeEach(() => {
  now = 1_000_000;
  sessions = createBrowserSessions(() => now);
});

const opened = (): Opened => sessions.open(sessions.newCode('ann')) as Opened;

test('a code opens one session, once', () => {
  const code = sessions.newCode('ann');
  const { user, cookie, csrf } = sessions.open(code) as Opened;
  expect(sessions.find(cookie, csrf)).toEqual({ user, csrf });
  expect(user).toBe('ann');
  expect(sessions.open(code)).toBe('wrong');
});

test('a code ends after ten minutes, a session after twelve hours or when it is closed', () => {
  const code = sessions.newCode('ann');
  const [first, second] = [opened(), opened()];
  now += CODE_MS;
  expect(sessions.open(code)).toBe('wrong');
  sessions.close(first.cookie);
  expect(sessions.find(first.cookie, first.csrf)).toBeUndefined();
  now += SESSION_MS - CODE_MS - 1;
  expect(sessions.find(second.cookie, second.csrf)).toBeDefined();
  now += 1;
  expect(sessions.find(second.cookie, second.csrf)).toBeUndefined();
});

test('a cookie is worth nothing without its own CSRF token', () => {
  const [ann, bob] = [opened(), opened()];
  for (const csrf of ['', bob.csrf, `${ann.csrf}x`, ann.csrf.slice(1)])
    expect(sessions.find(ann.cookie, csrf)).toBeUndefined();
});

test('who guesses is slowed, who has the code is let in all the same', () => {
  const code = sessions.newCode('ann');
  const answers = Array.from({ length: 12 }, () => sessions.open('guess'));
  expect(answers).toEqual([...Array<string>(10).fill('wrong'), 'too-many', 'too-many']);
  expect(sessions.open(code)).toMatchObject({ user: 'ann' });
  now += 60_000;
  expect(sessions.open('guess')).toBe('wrong');
});

test('codes and sessions are bounded: the oldest go', () => {
  const codes = Array.from({ length: 21 }, () => sessions.newCode('ann'));
  expect(sessions.open(codes[0]!)).toBe('wrong');
  expect(sessions.open(codes[1]!)).toMatchObject({ user: 'ann' });
  const first = opened();
  for (let made = 0; made < 1_000; made++) opened();
  expect(sessions.find(first.cookie, first.csrf)).toBeUndefined();
});
