/** What every request goes through before anything answers it. */
import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { Metrics } from '../../platform/metrics';
import { sameSecret } from './browser-sessions';
import type { BrowserSessions } from './browser-sessions';
import { sendProblem } from './problem';

/** Who asks: a person with a browser, or whoever holds the API token. */
export interface Caller {
  user: string;
  by: 'token' | 'cookie';
  csrf?: string;
  cookie?: string;
}

export const COOKIE = 'gander-session';
export const CSRF_HEADER = 'x-gander-csrf';
/** Its name in histories. */
const TOKEN_USER = 'api-token';

const HEADERS = {
  'Cache-Control': 'private, no-cache',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

export const securityHeaders: RequestHandler = (_request, response, next) => {
  response.set(HEADERS);
  next();
};

/**
 * On a loopback listener a request must name this machine: a page in the user's browser whose name was made to point here (DNS rebinding)
 * names its own. Elsewhere every answer with content needs a credential that a browser does not send to another name.
 */
export function ownHostOnly(configured: string): RequestHandler {
  const own = new Set(['localhost', '127.0.0.1', '[::1]', configured.toLowerCase(), `[${configured.toLowerCase()}]`]);
  return (request, response, next) => {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
    if (own.has(host)) next();
    else forbid(response, 'The Host header does not name this machine.');
  };
}

/** A page of another origin asks for nothing here, whatever it holds. */
export const ownOriginOnly: RequestHandler = ({ headers }, response, next) => {
  const { origin, host = '' } = headers;
  const site = headers['sec-fetch-site'] ?? 'same-origin';
  const foreign = origin !== undefined && origin.toLowerCase().replace(/^https?:\/\//, '') !== host.toLowerCase();
  if (!foreign && (site === 'same-origin' || site === 'none')) next();
  else forbid(response, 'The request comes from another page.');
};

/** Lets through who shows the API token, or a cookie with its CSRF token; in constant time. The caller is in `response.locals`. */
export function callersOnly(token: string, sessions: BrowserSessions, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const caller = callerOf(request, token, sessions);
    if (caller === undefined) {
      metrics.count('gander_authentication_failures_total', { listener: 'console' });
      refuse(response);
      return;
    }
    response.locals['caller'] = caller;
    next();
  };
}

function callerOf(request: IncomingMessage, token: string, sessions: BrowserSessions): Caller | undefined {
  const shown = bearerOf(request);
  if (shown !== undefined) return sameSecret(token, shown) ? { user: TOKEN_USER, by: 'token' } : undefined;
  const csrf = csrfOf(request);
  for (const cookie of cookiesOf(request)) {
    const session = sessions.find(cookie, csrf);
    if (session !== undefined) return { ...session, by: 'cookie', cookie };
  }
  return undefined;
}

function bearerOf({ headers }: IncomingMessage): string | undefined {
  if (headers.authorization === undefined) return undefined;
  const [scheme = '', secret = ''] = headers.authorization.split(' ', 2);
  return scheme.toLowerCase() === 'bearer' ? secret : '';
}

/** Most cookies of one name that are looked at. */
const MOST_COOKIES = 10;

/** All of that name: a server on another port of this machine may have set one too, to stand in front of ours. */
function cookiesOf({ headers }: IncomingMessage): string[] {
  const pairs = (headers.cookie ?? '').split(';').map((pair) => pair.trim());
  const own = pairs.filter((pair) => pair.startsWith(`${COOKIE}=`));
  return own.slice(0, MOST_COOKIES).map((pair) => pair.slice(COOKIE.length + 1));
}

/** Event sources and downloads of a browser send no headers of their own; those routes document it as a parameter. */
function csrfOf({ headers, url = '' }: IncomingMessage): string {
  const header = headers[CSRF_HEADER];
  if (typeof header === 'string') return header;
  const mark = url.indexOf('?');
  return mark < 0 ? '' : (new URLSearchParams(url.slice(mark + 1)).get('csrf') ?? '');
}

/** What opens a session is set, and ends, with the same attributes. `secure` where TLS is in front. */
export const cookieHeader = (value: string, seconds: number, secure: boolean): string =>
  `${COOKIE}=${value}; HttpOnly; SameSite=Strict; Path=/; Max-Age=${seconds}${secure ? '; Secure' : ''}`;

export const forbid = (response: Response, detail: string): void =>
  sendProblem(response, { status: 403, code: 'request_forbidden', detail });

function refuse(response: Response): void {
  response.set('WWW-Authenticate', 'Bearer realm="gander"');
  const detail =
    'Send the token of the file api-token in the data folder as Authorization: Bearer, or open the address that gander console-url prints.';
  sendProblem(response, { status: 401, code: 'unauthenticated', detail });
}
