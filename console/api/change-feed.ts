/**
 * Tells those who follow what has changed, as server-sent events. Looks into the store for it, so that changes of other processes are seen
 * too. A reader that is slow is given nothing more until it has taken what it got, and goes on from there.
 */
import type { Changed, Store } from '../../contracts/store';
import { messageOf } from '../../platform/errors';
import { rateLimited } from '../../platform/log';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';

/** What is written to: the part of an HTTP response that is needed. */
export interface Outlet {
  /** False when nothing more should be written until it has drained. */
  write(text: string): boolean;
  end(): void;
  once(event: 'drain' | 'close', done: () => void): void;
}

export interface Follower {
  outlet: Outlet;
  /** Number of the last change that it knows; undefined for what comes from now on. */
  after: number | undefined;
  /** Whether it may still read. */
  isAllowed(): boolean;
}

export interface ChangeFeed {
  /** False when there are too many. */
  follow(follower: Follower): Promise<boolean>;
  /** Ends all of them. */
  stop(): void;
}

export interface FeedPace {
  lookMs: number;
  heartbeatMs: number;
  /** Time that a reader may leave what it got untaken. */
  stuckMs: number;
}

export const FEED_PACE: FeedPace = { lookMs: 300, heartbeatMs: 15_000, stuckMs: 60_000 };
const MOST_FOLLOWERS = 100;
const AT_ONCE = 500;
/** Over so many missed changes it is better to read everything again. */
const MOST_MISSED = 5_000;

interface Following extends Follower {
  sent: number;
  heardAt: number;
  blockedSince: number | undefined;
}

interface FeedParts {
  store: Store;
  metrics: Metrics;
  log: Logger;
  pace?: FeedPace;
}

export function createChangeFeed({ store, metrics, log, pace = FEED_PACE }: FeedParts): ChangeFeed {
  const following = new Set<Following>();
  const complain = rateLimited(log, 60_000);
  let timer: NodeJS.Timeout | undefined;
  let joining = 0;
  let stopped = false;

  const leave = (one: Following) => {
    following.delete(one);
    metrics.set('gander_console_readers', following.size);
  };
  const drop = (one: Following) => {
    leave(one);
    one.outlet.end();
  };
  const put = (one: Following, text: string) => {
    const now = performance.now();
    one.heardAt = now;
    if (one.outlet.write(text)) return;
    one.blockedSince = now;
    one.outlet.once('drain', () => (one.blockedSince = undefined));
  };
  const tend = (one: Following, changes: readonly Changed[]) => {
    const now = performance.now();
    if (!one.isAllowed()) drop(one);
    else if (one.blockedSince !== undefined) {
      if (now - one.blockedSince < pace.stuckMs) return;
      metrics.count('gander_console_bounded_total', { what: 'slow-reader' });
      drop(one);
    } else if (changes.length > 0) {
      one.sent = changes.at(-1)?.number ?? one.sent;
      put(one, changes.map(eventText).join(''));
    } else if (now - one.heardAt >= pace.heartbeatMs) put(one, ': here\n\n');
  };
  const look = async () => {
    const last = await store.lastChange();
    const read = new Map<number, readonly Changed[]>();
    for (const one of following) {
      const { sent } = one;
      const changes = read.get(sent) ?? (sent < last ? await store.changes(sent, AT_ONCE) : []);
      read.set(sent, changes);
      if (following.has(one)) tend(one, changes);
    }
  };
  const again = () => {
    if (stopped || following.size === 0 || timer !== undefined) return;
    timer = setTimeout(() => {
      look()
        .catch((error: unknown) => complain('look', 'changes could not be read', { error: messageOf(error) }))
        .finally(() => {
          timer = undefined;
          again();
        });
    }, pace.lookMs);
  };

  return {
    async follow(follower) {
      if (stopped || following.size + joining >= MOST_FOLLOWERS) {
        metrics.count('gander_console_bounded_total', { what: 'readers' });
        return false;
      }
      joining += 1;
      try {
        const { sent, greeting } = await welcome(store, follower.after);
        const one: Following = { ...follower, sent, heardAt: 0, blockedSince: undefined };
        following.add(one);
        metrics.set('gander_console_readers', following.size);
        one.outlet.once('close', () => leave(one));
        put(one, greeting);
        again();
        return true;
      } finally {
        joining -= 1;
      }
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
      for (const one of following) drop(one);
    },
  };
}

/** Where a follower begins. A place that is not ours, or too long ago, is told by `reset`. */
async function welcome(store: Store, after: number | undefined): Promise<{ sent: number; greeting: string }> {
  const last = await store.lastChange();
  const here = `retry: 2000\nid: ${after ?? last}\n\n`;
  if (after === undefined) return { sent: last, greeting: here };
  const missed = after > last || (await store.changes(after, MOST_MISSED + 1)).length > MOST_MISSED;
  return missed
    ? { sent: last, greeting: `retry: 2000\nid: ${last}\nevent: reset\ndata: {}\n\n` }
    : { sent: after, greeting: here };
}

/** Ids are digests of ours, and JSON has no line breaks: nothing in it can end the event. */
const eventText = ({ number, kind, id }: Changed): string =>
  `id: ${number}\nevent: ${kind}\ndata: ${JSON.stringify({ kind, id })}\n\n`;
