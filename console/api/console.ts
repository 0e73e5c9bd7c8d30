/** The console role: HTTP API, metrics and health on one listener (docs/api.md). */
import { createServer } from 'node:http';
import express from 'express';
import type { ErrorRequestHandler, Express, Request, RequestHandler, Response } from 'express';
import type { Manifest } from '../../contracts/detector';
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import { apiToken } from '../../platform/api-token';
import type { Config } from '../../platform/config';
import { GanderError, messageOf } from '../../platform/errors';
import { isLoopback, listen } from '../../platform/listener';
import type { Logger } from '../../platform/log';
import { renderMetrics } from '../../platform/metrics';
import type { Metrics, MetricsPage } from '../../platform/metrics';
import { listTokens } from '../../platform/tokens';
import { withSpan } from '../../platform/tracing';
import { gauges } from './gauges';
import { ownHostOnly, readsOnly, securityHeaders, tokenOnly } from './guard';
import { readiness, showReadiness } from './health';
import type { RoleStates } from './health';
import { inTime } from './in-time';
import { ProblemError, problemOf, sendProblem } from './problem';
import type { Problem } from './problem';
import { startAtZero } from './zero-series';
import { ALERT_QUERY, NO_QUERY, PAGE_QUERY, TENANT_QUERY, readQuery } from './query';

export interface ConsoleParts {
  /** False in a process without the console role: only metrics and health are served. Default true. */
  api?: boolean;
  config: Pick<Config, 'alerts' | 'console' | 'data'>;
  store: Store;
  stream: Stream;
  log: Logger;
  /** Of this thread; its page must be among `pages`. */
  metrics: Metrics;
  /** The metrics pages of all threads. */
  pages(): Promise<MetricsPage[]>;
  /** Manifests of the detectors that run. */
  detectors: readonly Manifest[];
  /** The roles of this process that must work for it to be ready. */
  roles?(): RoleStates;
}

export interface Console {
  port: number;
  /** Not ready any more, answers what is under way (3 s at most), and ends. */
  stop(): Promise<void>;
}

const WAIT_MS = 10_000;
const GRACE_MS = 3_000;

/** Listens. Rejects with `listener_needs_tokens`, `address_in_use` or `config_invalid`. */
export async function startConsole(parts: ConsoleParts): Promise<Console> {
  const { config, log } = parts;
  const { host } = config.console;
  if (!isLoopback(host) && listTokens(config.data).length === 0) {
    throw new GanderError(
      'listener_needs_tokens',
      `console.host ${host} is reached from elsewhere: make a token first (gander token create)`,
    );
  }
  let stopping = false;
  const app = application(parts, () => stopping);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 65_000 }, app);
  server.maxConnections = 500;
  server.maxHeadersCount = 100;
  const port = await listen(server, config.console);
  log.info('the console listens', { host, port });
  return {
    port,
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        const timer = setTimeout(() => {
          server.closeAllConnections();
        }, GRACE_MS);
        server.close(() => {
          clearTimeout(timer);
          resolve();
        });
        server.closeIdleConnections();
      }),
  };
}

function application(parts: ConsoleParts, isStopping: () => boolean): Express {
  const { config, store, stream, metrics } = parts;
  const { host } = config.console;
  const token = tokenOnly(apiToken(config.data), metrics);
  const sinks = config.alerts.webhooks.map(({ name }) => name);
  const refresh = gauges(parts, sinks);
  startAtZero(
    metrics,
    parts.detectors.map(({ id }) => id),
    sinks,
  );
  const app = express();
  app.disable('x-powered-by');
  // The queries are read by `readQuery`.
  app.set('query parser', false);
  app.use(securityHeaders);
  if (isLoopback(host)) app.use(ownHostOnly(host));
  app.use(readsOnly);

  const get: Get = (path, answer) => {
    app.get<string, { id: string }>(path, async (request, response) => {
      const body = await withSpan(`GET ${path}`, undefined, {}, () => answer(request, response));
      if (typeof body === 'string') response.send(body);
      else response.json(body);
    });
  };

  get('/healthz', () => Promise.resolve({ alive: true }));
  const ask = () => readiness(stream, store, { ...parts.roles?.(), ...(isStopping() && { process: 'is stopping' }) });
  get('/readyz', async (_, response) => {
    const { ready, checks } = await ask();
    response.status(ready ? 200 : 503);
    return { ready, checks };
  });
  if (!isLoopback(host)) app.use('/metrics', token);
  get('/metrics', async (_, response) => {
    const [state] = await Promise.all([ask(), refresh()]);
    showReadiness(metrics, state);
    response.type('text/plain; version=0.0.4; charset=utf-8');
    return renderMetrics(await parts.pages());
  });

  if (parts.api ?? true) serveApi(app, get, parts, token);

  app.use((_request, response) => {
    sendProblem(response, MISSING);
  });
  app.use(failed(parts.log));
  return app;
}

const MISSING: Problem = { status: 404, code: 'not_found', detail: 'There is nothing under this address.' };

type Get = (path: string, answer: (request: Request<{ id: string }>, response: Response) => Promise<unknown>) => void;

function serveApi(app: Express, get: Get, { store, detectors }: ConsoleParts, token: RequestHandler): void {
  const fromStore = <T>(work: Promise<T>) => inTime('the store', WAIT_MS, work);
  app.use('/api', token);
  get('/api/alerts', ({ url }) => fromStore(store.alerts(readQuery(ALERT_QUERY, url))));
  get('/api/alerts/:id', async ({ url, params }) => {
    readQuery(NO_QUERY, url);
    const [alert] = await fromStore(store.alertsById([params.id]));
    if (alert === undefined) throw new ProblemError(MISSING);
    return alert;
  });
  get('/api/sessions', ({ url }) => fromStore(store.sessions(readQuery(PAGE_QUERY, url))));
  get('/api/sources', async ({ url }) => ({
    sources: await fromStore(store.sources(readQuery(TENANT_QUERY, url).tenant)),
  }));
  get('/api/detectors', ({ url }) => {
    readQuery(NO_QUERY, url);
    return Promise.resolve({ detectors: detectors });
  });
}

function failed(log: Logger): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const problem = problemOf(error);
    if (problem === undefined)
      log.error('a request failed', { path: request.path.slice(0, 200), error: messageOf(error) });
    if (problem?.status === 503) response.set('Retry-After', '5');
    sendProblem(response, problem ?? { status: 500, code: 'internal', detail: 'The cause is in the log.' });
  };
}
