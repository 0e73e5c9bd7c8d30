/** Keeps a role's thread running: one that crashes is started again, with a pause that grows; until then the role is not ready. */
import type { Logger } from '../platform/log';
import type { MetricsPage } from '../platform/metrics';
import type { RoleThread } from '../platform/role-thread';
import { messageOf } from '../platform/errors';

export interface Supervised {
  /** Why the role does not work now; undefined when it does. */
  problem(): string | undefined;
  collect(): Promise<MetricsPage>;
  stop(): Promise<void>;
}

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
/** A thread that ran this long starts with the short pause again. */
const STEADY_MS = 300_000;

/** Rejects when the first start fails; later failures are tried again. */
export async function supervise(name: string, start: () => Promise<RoleThread>, log: Logger): Promise<Supervised> {
  let thread: RoleThread | undefined = await start();
  let problem: string | undefined;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;

  const watch = (running: RoleThread, pauseMs: number, since: number) => {
    void running.crashed.then((error) => {
      thread = undefined;
      problem = messageOf(error);
      again(Date.now() - since > STEADY_MS ? FIRST_PAUSE_MS : pauseMs);
    });
  };
  const again = (pauseMs: number) => {
    if (stopping) return;
    const next = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
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
  watch(thread, FIRST_PAUSE_MS, Date.now());

  return {
    problem: () => problem,
    collect: async () => (await thread?.collect()) ?? [],
    stop: async () => {
      stopping = true;
      clearTimeout(timer);
      await thread?.stop();
    },
  };
}
