/** Puts routes into Express: who asks, what is asked, and how the answer is sent. */
import express from 'express';
import type { Express, Request, RequestHandler, Response } from 'express';
import { withSpan } from '../../platform/tracing';
import type { Caller } from './guard';
import { ProblemError, sendProblem } from './problem';
import { NO_QUERY, readBody, readQuery } from './query';
import type { Route } from './route';

const BODY_BYTES = 64 * 1024;

export interface Guards {
  /** Cookie or token. */
  callers: RequestHandler;
}

export function serveRoutes(app: Express, routes: readonly Route[], { callers }: Guards): void {
  const readJson = express.json({ limit: BODY_BYTES, type: 'application/json' });
  for (const path of new Set(routes.map((one) => one.path))) {
    const here = routes.filter((one) => one.path === path);
    const served = app.route(path);
    served.all(methodsOnly(here));
    for (const one of here) {
      const before = one.access === 'open' ? [] : [callers, tokenOnly(one)];
      served[one.method]([...before, bodyOf(one, readJson), answering(one)]);
    }
  }
}

/** HEAD is answered as GET is, without the body. */
function methodsOnly(routes: readonly Route[]): RequestHandler {
  const known = routes.map(({ method }) => method.toUpperCase());
  const allowed = known.includes('GET') ? [...known, 'HEAD'] : known;
  return ({ method }, response, next) => {
    if (allowed.includes(method)) next();
    else {
      response.set('Allow', allowed.sort().join(', '));
      sendProblem(response, { status: 405, code: 'request_invalid', detail: `${method} is not done here.` });
    }
  };
}

const tokenOnly =
  ({ access }: Route): RequestHandler =>
  (_request, response, next) => {
    if (access !== 'token' || callerOf(response)?.by === 'token') next();
    else sendProblem(response, { status: 403, code: 'request_forbidden', detail: 'This needs the API token.' });
  };

const hasBody = ({ headers }: Request): boolean =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;

function bodyOf(one: Route, readJson: RequestHandler): RequestHandler {
  if (one.body === undefined) return noBody;
  return (request, response, next) => {
    if (request.is('application/json') === 'application/json') readJson(request, response, next);
    else sendProblem(response, { status: 415, code: 'request_unsupported', detail: 'Send JSON (application/json).' });
  };
}

const noBody: RequestHandler = (request, response, next) => {
  if (hasBody(request)) {
    response.set('Connection', 'close');
    sendProblem(response, { status: 413, code: 'request_too_large', detail: 'A request here has no body.' });
  } else next();
};

function answering(one: Route): RequestHandler {
  return async (request, response) => {
    const asked = {
      query: readQuery(one.query ?? NO_QUERY, request.url),
      body: one.body === undefined ? undefined : readBody(one.body, request.body),
      id: String(request.params['id'] ?? ''),
      caller: callerOf(response) ?? NOBODY,
      revision: one.conditional === true ? revisionOf(request) : -1,
      request,
      response,
    };
    const name = `${one.method.toUpperCase()} ${one.path}`;
    const body = await withSpan(name, undefined, {}, () => one.handle(asked));
    // An answer that goes on, such as a stream.
    if (response.headersSent) return;
    response.status(one.status ?? 200);
    if (body === undefined) response.end();
    else if (one.media === undefined) response.json(body);
    else response.type(one.media).send(body);
  };
}

/** Of routes that are open to all. */
const NOBODY: Caller = { user: '', by: 'cookie' };

const callerOf = (response: Response): Caller | undefined => response.locals['caller'] as Caller | undefined;

function revisionOf({ headers }: Request): number {
  const [, revision] = /^"(\d{1,15})"$/.exec(headers['if-match'] ?? '') ?? [];
  if (revision !== undefined) return Number(revision);
  const detail = 'Send the ETag of what you read as If-Match.';
  throw new ProblemError({ status: 428, code: 'request_unconditional', detail });
}
