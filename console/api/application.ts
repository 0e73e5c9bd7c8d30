/** The console as an Express application: health and metrics, the API, the pages. */
import express from 'express';
import type { ErrorRequestHandler, Express, RequestHandler, Response } from 'express';
import { apiToken } from '../../platform/api-token';
import { messageOf } from '../../platform/errors';
import { isLoopback } from '../../platform/listener';
import type { Logger } from '../../platform/log';
import { renderMetrics } from '../../platform/metrics';
import { withSpan } from '../../platform/tracing';
import { gauges } from './gauges';
import { callersOnly, ownHostOnly, ownOriginOnly, securityHeaders } from './guard';
import { readiness, showReadiness } from './health';
import { BUILT_PAGES, servePages } from './pages';
import type { RouteParts } from './parts';
import { notFound, problemOf, sendProblem } from './problem';
import { routesOf } from './routes/catalogue';
import { serveRoutes } from './serve-routes';
import { startAtZero } from './zero-series';

export function application(parts: RouteParts, isStopping: () => boolean): Express {
  const { config, metrics, detectors, sessions } = parts;
  const { host } = config.console;
  const callers = callersOnly(apiToken(config.data), sessions, metrics);
  const ids = detectors.map(({ id }) => id);
  startAtZero(metrics, ids, sinksOf(parts));
  const app = express();
  app.disable('x-powered-by');
  // The queries are read by `readQuery`.
  app.set('query parser', false);
  app.use(securityHeaders);
  if (isLoopback(host)) app.use(ownHostOnly(host));
  serveHealth(app, parts, isStopping, isLoopback(host) ? [] : [callers]);
  if (parts.api ?? true) {
    const routes = routesOf(parts);
    app.use('/api', noStore, ownOriginOnly);
    serveRoutes(app, routes, { callers });
    app.use('/api', callers);
    servePages(app, parts.web ?? BUILT_PAGES);
  }
  app.use(() => {
    throw notFound();
  });
  app.use(failed(parts.log));
  return app;
}

const sinksOf = ({ config }: RouteParts): string[] => config.alerts.webhooks.map(({ name }) => name);

/** What the API answers is kept nowhere but in the page; an unchanged answer is still not sent again. */
const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** Open on the loopback: they tell nothing of what agents did. Elsewhere metrics need a caller. */
function serveHealth(app: Express, parts: RouteParts, isStopping: () => boolean, metricsGuard: RequestHandler[]): void {
  const { stream, store, metrics } = parts;
  const refresh = gauges(parts, sinksOf(parts));
  const ask = () => readiness(stream, store, { ...parts.roles?.(), ...(isStopping() && { process: 'is stopping' }) });
  const get = (path: string, guard: RequestHandler[], answer: (response: Response) => Promise<unknown>) => {
    app.get(path, ...guard, async (_request, response) => {
      response.send(await withSpan(`GET ${path}`, undefined, {}, () => answer(response)));
    });
  };
  get('/healthz', [], () => Promise.resolve({ alive: true }));
  get('/readyz', [], async (response) => {
    const state = await ask();
    response.status(state.ready ? 200 : 503);
    return state;
  });
  get('/metrics', metricsGuard, async (response) => {
    const [state] = await Promise.all([ask(), refresh()]);
    showReadiness(metrics, state);
    response.type('text/plain; version=0.0.4; charset=utf-8');
    return renderMetrics(await parts.pages());
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
    sendProblem(response, problem ?? { status: 500, code: 'internal', detail: 'The cause is in the log.' });
  };
}
