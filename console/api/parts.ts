/** What the console is made of, and what its routes share. */
import type { Manifest } from '../../contracts/detector';
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import type { Clock } from '../../platform/clock';
import type { Config } from '../../platform/config';
import type { Logger } from '../../platform/log';
import type { Metrics, MetricsPage } from '../../platform/metrics';
import type { BrowserSessions } from './browser-sessions';
import type { ChangeFeed, FeedPace } from './change-feed';
import type { RoleStates } from './health';
import { inTime } from './in-time';

export interface ConsoleParts {
  /** False in a process without the console role: only metrics and health are served. Default true. */
  api?: boolean;
  config: Pick<Config, 'alerts' | 'console' | 'data'> & Partial<Pick<Config, 'engine'>>;
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
  clock?: Clock;
  /** Folder of the built pages; default is where the build puts them. */
  web?: string;
  feedPace?: FeedPace;
}

/** What routes work with. */
export interface RouteParts extends ConsoleParts {
  clock: Clock;
  sessions: BrowserSessions;
  changes: ChangeFeed;
}

const WAIT_MS = 10_000;

/** Bounds the waiting for the store. */
export const fromStore = <T>(work: Promise<T>): Promise<T> => inTime('the store', WAIT_MS, work);
