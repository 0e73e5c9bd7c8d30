/** The console role: HTTP API, pages, metrics and health on one listener (docs/api.md). */
import { createServer } from 'node:http';
import { systemClock } from '../../platform/clock';
import { GanderError } from '../../platform/errors';
import { isLoopback, listen } from '../../platform/listener';
import { listTokens } from '../../platform/tokens';
import { application } from './application';
import { createBrowserSessions } from './browser-sessions';
import { createChangeFeed } from './change-feed';
import type { ConsoleParts } from './parts';
import { ownName } from './routes/session';

export type { ConsoleParts } from './parts';

export interface Console {
  port: number;
  /** A one-time code for a browser, to be put after `#code=` of the console's address; good for ten minutes. */
  newCode(): string;
  /** Not ready any more, answers what is under way (3 s at most), and ends. */
  stop(): Promise<void>;
}

const GRACE_MS = 3_000;

/** Listens. Rejects with `listener_needs_tokens`, `address_in_use` or `config_invalid`. */
export async function startConsole(parts: ConsoleParts): Promise<Console> {
  const { config, log, clock = systemClock } = parts;
  const { host } = config.console;
  if (!isLoopback(host) && listTokens(config.data).length === 0) {
    throw new GanderError(
      'listener_needs_tokens',
      `console.host ${host} is reached from elsewhere: make a token first (gander token create)`,
    );
  }
  let stopping = false;
  const sessions = createBrowserSessions(clock);
  const { store, metrics, feedPace } = parts;
  const changes = createChangeFeed({ store, metrics, log, ...(feedPace && { pace: feedPace }) });
  const app = application({ ...parts, clock, sessions, changes }, () => stopping);
  const server = createServer({ headersTimeout: 10_000, requestTimeout: 15_000, keepAliveTimeout: 65_000 }, app);
  server.maxConnections = 500;
  server.maxHeadersCount = 100;
  const port = await listen(server, config.console);
  log.info('the console listens', { host, port });
  return {
    port,
    newCode: () => sessions.newCode(ownName()),
    stop: () =>
      new Promise((resolve) => {
        stopping = true;
        changes.stop();
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
