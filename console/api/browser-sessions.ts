/**
 * Who is signed in with a browser. A one-time code opens a session; its cookie and its CSRF token are both needed then, because a cookie
 * goes to every port of this machine, also to one that the watched agent listens on, and what a page keeps does not. All in memory, by
 * digest: a restart signs everybody out, and comparing digests tells nothing of what they are of.
 */
import { hash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Clock } from '../../platform/clock';

export const CODE_MS = 10 * 60_000;
export const SESSION_MS = 12 * 3_600_000;
/** Wrong codes a minute that are answered as such; the right one is taken all the same, so that nobody can be locked out. */
const WRONG_CODES = 10;
const MINUTE_MS = 60_000;
const MOST_CODES = 20;
const MOST_SESSIONS = 1_000;

export interface Opened {
  user: string;
  csrf: string;
  /** Value of the cookie; nowhere else. */
  cookie: string;
}

interface Session {
  user: string;
  csrf: string;
  expiresAt: number;
}

export interface BrowserSessions {
  /** A one-time code, good for `CODE_MS`; of more than 20 at once the oldest ends. */
  newCode(user: string): string;
  /** Opens a session and uses the code up. `wrong`, or `too-many` of them. */
  open(code: string): Opened | 'wrong' | 'too-many';
  /** The session of a cookie; undefined when there is none, when it has ended, or when the CSRF token is another's. */
  find(cookie: string, csrf: string): { user: string; csrf: string } | undefined;
  close(cookie: string): void;
}

export function createBrowserSessions(clock: Clock): BrowserSessions {
  const codes = new Map<string, { user: string; expiresAt: number }>();
  const sessions = new Map<string, Session>();
  const wrong = { since: 0, count: 0 };

  const refuse = (): 'wrong' | 'too-many' => {
    if (clock() - wrong.since >= MINUTE_MS) Object.assign(wrong, { since: clock(), count: 0 });
    wrong.count += 1;
    return wrong.count > WRONG_CODES ? 'too-many' : 'wrong';
  };

  return {
    newCode(user) {
      const code = secret();
      keep(codes, digest(code), { user, expiresAt: clock() + CODE_MS }, MOST_CODES);
      return code;
    },
    open(code) {
      const known = take(codes, digest(code));
      if (known === undefined || known.expiresAt <= clock()) return refuse();
      const opened = { user: known.user, csrf: secret(), cookie: secret() };
      const { user, csrf } = opened;
      keep(sessions, digest(opened.cookie), { user, csrf, expiresAt: clock() + SESSION_MS }, MOST_SESSIONS);
      return opened;
    },
    find(cookie, csrf) {
      const session = sessions.get(digest(cookie));
      if (session === undefined || session.expiresAt <= clock() || !sameSecret(session.csrf, csrf)) return undefined;
      return { user: session.user, csrf: session.csrf };
    },
    close: (cookie) => void sessions.delete(digest(cookie)),
  };
}

const secret = (): string => randomBytes(32).toString('base64url');

const digest = (text: string): string => hash('sha256', text);

/** Takes the same time whatever is given. */
export const sameSecret = (expected: string, given: string): boolean =>
  timingSafeEqual(hash('sha256', expected, 'buffer'), hash('sha256', given, 'buffer'));

function take<T>(map: Map<string, T>, key: string): T | undefined {
  const value = map.get(key);
  map.delete(key);
  return value;
}

function keep<T>(map: Map<string, T>, key: string, value: T, most: number): void {
  map.set(key, value);
  const oldest = map.keys().next().value;
  if (map.size > most && oldest !== undefined) map.delete(oldest);
}
