/**
 * Keeps a role's thread running: one that crashes is started again, with a pause that grows; until then, or while it does not answer, the
 * role is not ready.
 */
import { messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import type { MetricsPage } from '../platform/metrics';
import type { RoleThread } from '../platform/role-thread';

export interface Supervised {
  /** Why the role does not work now; undefined when it does. */
  problem(): string | undefined;
  /** The thread's metrics; those of its last answer while it does not answer. */
  collect(): Promise<MetricsPage>;
  stop(): Promise<void>;
}

export interface SupervisionPace {
  firstPauseMs: number;
  longestPauseMs: number;
  /** A thread that ran this long starts with the short pause again. */
  steadyMs: number;
  /** How often a thread is asked for a sign of life, and after which silence it is taken to be stuck. */
  askMs: number;
  stuckMs: number;
  /** How long a reader of metrics waits for the thread. */
  collectMs: number;
}

const PACE: SupervisionPace = {
  firstPauseMs: 1_000,
  longestPauseMs: 60_000,
  steadyMs: 300_000,
  askMs: 5_000,
  stuckMs: 30_000,
  collectMs: 2_000,
};

/** Rejects when the first start fails; later failures are tried again. */
export async function supervise(
  name: string,
  start: () => Promise<RoleThread>,
  log: Logger,
  pace: SupervisionPace = PACE,
): Promise<Supervised> {
  let thread: RoleThread | undefined = await start();
  let problem: string | undefined;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;

  const watch = (running: RoleThread, pauseMs: number, since: number) => {
    void running.crashed.then((error) => {
      thread = undefined;
      problem = messageOf(error);
      again(Date.now() - since > pace.steadyMs ? pace.firstPauseMs : pauseMs);
    });
  };
  const again = (pauseMs: number) => {
    if (stopping) return;
    const next = Math.min(pauseMs * 2, pace.longestPauseMs);
    log.error('a role is started again', { role: name, inMs: pauseMs, problem });
    timer = setTimeout(() => {
      start().then(
        (running) => {
          thread = running;
          problem = undefined;
          if (stopping) void running.stop();
          else watch(running, next, Date.now());
        },
        (error: unknown) => {
          problem = messageOf(error);
          again(next);
        },
      );
    }, pauseMs);
  };
  watch(thread, pace.firstPauseMs, Date.now());
  const pulse = takePulse(() => thread, pace);

  return {
    problem: () => problem ?? pulse.problem(),
    collect: pulse.collect,
    stop: async () => {
      stopping = true;
      pulse.stop();
      clearTimeout(timer);
      await thread?.stop();
    },
  };
}

/** Asks the thread for its metrics again and again, one question at a time: a thread that is stuck holds up no reader. */
function takePulse(current: () => RoleThread | undefined, pace: SupervisionPace) {
  let page: MetricsPage = [];
  let open: { since: number; answered: Promise<void> } | undefined;

  const ask = (): Promise<void> => {
    const thread = current();
    if (open || !thread) return open?.answered ?? Promise.resolve();
    const answered = thread.collect().then(
      (answer) => {
        page = answer;
        open = undefined;
      },
      () => {
        open = undefined;
      },
    );
    open = { since: Date.now(), answered };
    return answered;
  };
  const beat = setInterval(() => void ask(), pace.askMs).unref();

  return {
    problem: (): string | undefined => {
      const silentMs = open ? Date.now() - open.since : 0;
      return silentMs < pace.stuckMs ? undefined : `the thread has not answered for ${Math.floor(silentMs / 1_000)} s`;
    },
    collect: async (): Promise<MetricsPage> => {
      const late = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => late.resolve(undefined), pace.collectMs);
      await Promise.race([ask(), late.promise]);
      clearTimeout(timer);
      return page;
    },
    stop: () => clearInterval(beat),
  };
}
