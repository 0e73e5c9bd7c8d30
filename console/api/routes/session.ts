/** Signing in and out with a browser. */
import { userInfo } from 'node:os';
import { z } from 'zod';
import { cookieHeader } from '../guard';
import type { RouteParts } from '../parts';
import { ProblemError } from '../problem';
import { route } from '../route';
import type { Route } from '../route';
import { CODE_MS, SESSION_MS } from '../browser-sessions';
import { moment, text } from '../schema/words';
import type { Request } from 'express';

const signedIn = z.strictObject({ user: text, csrf: text }).meta({ id: 'SignedIn' });
const person = z.string().regex(/^[\p{L}\p{N}][\p{L}\p{N}._@ -]{0,62}$/u, 'must be 1 to 63 letters, digits, . _ @ -');

export const sessionRoutes = ({ sessions, metrics, clock }: RouteParts): Route[] => [
  route({
    method: 'post',
    path: '/api/codes',
    operation: 'makeCode',
    summary:
      'A one-time code that signs a browser in, good for ten minutes: the part after #code= of a console address.',
    access: 'token',
    body: z.strictObject({ user: person.default(ownName) }),
    status: 201,
    answer: z.strictObject({ code: text, expiresAt: moment }),
    handle: ({ body }) => Promise.resolve({ code: sessions.newCode(body.user), expiresAt: clock() + CODE_MS }),
  }),
  route({
    method: 'post',
    path: '/api/session',
    operation: 'signIn',
    summary:
      'Signs in with a code: sets the cookie, and gives the CSRF token that every request with the cookie needs.',
    access: 'open',
    body: z.strictObject({ code: z.string().min(1).max(200) }),
    answer: signedIn,
    problems: [401, 429],
    handle: ({ body, request, response }) => {
      const opened = sessions.open(body.code);
      if (typeof opened === 'string') {
        metrics.count('gander_authentication_failures_total', { listener: 'console' });
        throw new ProblemError(opened === 'wrong' ? WRONG_CODE : TOO_MANY);
      }
      const { user, csrf, cookie } = opened;
      response.set('Set-Cookie', cookieHeader(cookie, SESSION_MS / 1_000, isSecure(request)));
      return Promise.resolve({ user, csrf });
    },
  }),
  route({
    method: 'get',
    path: '/api/session',
    operation: 'whoAmI',
    summary: 'Who asks; of a browser also its CSRF token.',
    answer: z.strictObject({ user: text, csrf: text.exactOptional() }),
    handle: ({ caller: { user, csrf } }) => Promise.resolve({ user, ...(csrf !== undefined && { csrf }) }),
  }),
  route({
    method: 'delete',
    path: '/api/session',
    operation: 'signOut',
    summary: 'Ends the session of the cookie.',
    status: 204,
    handle: ({ caller, request, response }) => {
      if (caller.cookie !== undefined) sessions.close(caller.cookie);
      response.set('Set-Cookie', cookieHeader('', 0, isSecure(request)));
      return Promise.resolve(undefined);
    },
  }),
];

const WRONG_CODE = {
  status: 401,
  code: 'unauthenticated',
  detail: 'The code is wrong, used or older than ten minutes: gander console-url prints a fresh address.',
} as const;
const TOO_MANY = {
  status: 429,
  code: 'too_many_requests',
  detail: 'Too many wrong codes in this minute. The right one is taken at any time.',
} as const;

/** TLS ends in front of Gander, where it is used. */
const isSecure = ({ headers }: Request): boolean => headers['x-forwarded-proto'] === 'https';

/** The account that Gander runs as: whoever reads its output. */
export function ownName(): string {
  try {
    return userInfo().username;
  } catch {
    return 'console';
  }
}
