/** What every request goes through before anything answers it. */
import { hash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { RequestHandler, Response } from 'express';
import type { Metrics } from '../../platform/metrics';
import { sendProblem } from './problem';

const HEADERS = {
  'Cache-Control': 'private, no-cache',
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
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
 * names its own. Elsewhere every answer with content needs the token, which a browser does not send by itself.
 */
export function ownHostOnly(configured: string): RequestHandler {
  const own = new Set(['localhost', '127.0.0.1', '[::1]', configured.toLowerCase(), `[${configured.toLowerCase()}]`]);
  return (request, response, next) => {
    const host = (request.headers.host ?? '').toLowerCase().replace(/:\d{1,5}$/, '');
    if (own.has(host)) next();
    else
      sendProblem(response, {
        status: 403,
        code: 'request_invalid',
        detail: 'The Host header does not name this machine.',
      });
  };
}

/** Reads only, and nothing is sent with it. */
export const readsOnly: RequestHandler = (request, response, next) => {
  const { method, headers } = request;
  if (method !== 'GET' && method !== 'HEAD') {
    response.set('Allow', 'GET, HEAD');
    sendProblem(response, { status: 405, code: 'request_invalid', detail: `${method} is not done here.` });
  } else if (headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0) {
    response.set('Connection', 'close');
    sendProblem(response, { status: 413, code: 'request_too_large', detail: 'A request here has no body.' });
  } else next();
};

/** Lets through who shows the token, in constant time. */
export function tokenOnly(token: string, metrics: Metrics): RequestHandler {
  const expected = digest(token);
  return (request, response, next) => {
    if (timingSafeEqual(digest(bearerOf(request)), expected)) {
      next();
      return;
    }
    metrics.count('gander_authentication_failures_total', { listener: 'console' });
    refuse(response);
  };
}

const digest = (text: string): Buffer => hash('sha256', text, 'buffer');

function bearerOf({ headers }: IncomingMessage): string {
  const [scheme = '', secret = ''] = (headers.authorization ?? '').split(' ', 2);
  return scheme.toLowerCase() === 'bearer' ? secret : '';
}

function refuse(response: Response): void {
  response.set('WWW-Authenticate', 'Bearer realm="gander"');
  const detail = 'Send the token of the file api-token in the data folder as Authorization: Bearer.';
  sendProblem(response, { status: 401, code: 'unauthenticated', detail });
}
