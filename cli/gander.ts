/** One running Gander: opens stream and store, starts the configured roles on them, in order, and stops them in the opposite order. */
import { startAlerts } from '../alerts/alerts';
import { startArchiveThread } from '../archive/start-thread';
import { startCollector } from '../collector/collector';
import { startConsole } from '../console/api/console';
import type { Console, ConsoleParts } from '../console/api/console';
import { consoleUrl } from './console-url';
import { activeDetectors, loadDetectors } from '../engine/detectors';
import { startEngineThread } from '../engine/start-thread';
import { apiToken } from '../platform/api-token';
import type { Config, Role } from '../platform/config';
import { messageOf } from '../platform/errors';
import { INSTANCE_ID } from '../platform/instance';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import { openDataFolder, storeFile } from '../platform/data-folder';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { openStream } from '../stream/open-stream';
import { supervise } from './supervise';
import type { Supervised } from './supervise';
import { version } from './version';

export interface RunningGander {
  /** Ports that are listened on; 0 where the role does not run here. */
  ports: { http: number; grpc: number; console: number };
  apiToken: string;
  /** An address that signs a browser in, once, within ten minutes; undefined where the console does not run. */
  consoleUrl: string | undefined;
  /** Takes no more, finishes what is under way, and ends. */
  stop(): Promise<void>;
}

/**
 * Rejects when anything cannot start; what was started by then is stopped again. `onCrash` is told when stream or store have ended by
 * themselves: all that is left to do then is to end the process, so that whoever watches it starts it again.
 */
export async function runGander(
  config: Config,
  onCrash: (error: Error) => void = () => undefined,
): Promise<RunningGander> {
  const started: { name: string; stop(): Promise<void> }[] = [];
  const log = createLogger(config.log);
  const stop = async () => {
    for (const part of started.splice(0).reverse()) {
      await part
        .stop()
        .catch((error: unknown) =>
          log.warn('a part did not stop cleanly', { part: part.name, error: messageOf(error) }),
        );
    }
  };
  try {
    return { ...(await startAll(config, started, onCrash)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function startAll(
  config: Config,
  started: { name: string; stop(): Promise<void> }[],
  onCrash: (error: Error) => void,
): Promise<Omit<RunningGander, 'stop'>> {
  const log = createLogger(config.log);
  const metrics = createMetrics();
  metrics.set('gander_build_info', 1, { version: version() });
  const runs = (role: Role) => config.roles.includes(role);
  const add = <T extends { stop(): Promise<void> }>(name: string, part: T): T => {
    started.push({ name, stop: () => part.stop() });
    return part;
  };

  openDataFolder(config.data);
  const stream = await openStream(config, { log, metrics, onCrash });
  started.push({ name: 'stream', stop: () => stream.close() });
  const store = await openSqliteStore({ file: storeFile(config), log, onCrash });
  started.push({ name: 'store', stop: () => store.close() });

  const threads: Record<string, Supervised> = {};
  const handles = { config, instanceId: INSTANCE_ID, stream: stream.handle(), store: store.handle() };
  if (runs('alerts'))
    add('alerts', await startAlerts({ config, stream, store, log: log.child({ role: 'alerts' }), metrics }));
  if (runs('archive'))
    threads['archive'] = add('archive', await supervise('archive', () => startArchiveThread(handles, log), log));
  if (runs('engine'))
    threads['engine'] = add('engine', await supervise('engine', () => startEngineThread(handles, log), log));
  const pages = () => Promise.all([metrics.collect(), ...Object.values(threads).map((thread) => thread.collect())]);
  const roles = () => Object.fromEntries(Object.entries(threads).map(([name, thread]) => [name, thread.problem()]));
  const detectors = activeDetectors(config, loadDetectors(config)).map(({ detector }) => detector.manifest);
  const common = { store, stream, log: log.child({ role: 'console' }), metrics, pages, detectors, roles };
  const own = await startOwnPage(config, common);
  if (own) add('console', own);
  const collector = runs('collector')
    ? add('collector', await startCollector({ config, stream, log: log.child({ role: 'collector' }), metrics }))
    : undefined;
  return {
    ports: { http: collector?.httpPort ?? 0, grpc: collector?.grpcPort ?? 0, console: own?.port ?? 0 },
    apiToken: apiToken(config.data),
    consoleUrl: own && runs('console') ? consoleUrl(config.console.host, own.port, own.newCode()) : undefined,
  };
}

/** The console, or metrics and health alone where the process has another role and a port for them. */
function startOwnPage(config: Config, parts: Omit<ConsoleParts, 'config' | 'api'>): Promise<Console> | undefined {
  if (config.roles.includes('console')) return startConsole({ ...parts, config });
  const { host, port } = config.health;
  return port === undefined
    ? undefined
    : startConsole({ ...parts, config: { ...config, console: { host, port } }, api: false });
}
