/** The ordered end of a process: what was started last stops first, within a bounded time. */
import { messageOf } from './errors';
import type { Logger } from './log';

export interface Shutdown {
  /** What to do at the end. The last one added goes first, so that intake stops before what it feeds. */
  add(name: string, stop: () => Promise<void> | void): void;
  /** Stops everything; the same end however often it is asked for. Resolves with the exit code: 0, or 1 when something failed or was late. */
  stop(reason: string): Promise<number>;
}

export interface ShutdownOptions {
  log: Logger;
  /** For everything together. */
  timeoutMs?: number;
  /** Ends the process. */
  exit?: (code: number) => void;
  /** Where signals come from. */
  signals?: Pick<NodeJS.Process, 'on'>;
}

const TIMEOUT_MS = 25_000;

/** SIGTERM and SIGINT stop everything and end the process; a second one ends it at once. */
export function createShutdown(options: ShutdownOptions): Shutdown {
  const { log, timeoutMs = TIMEOUT_MS, exit = (code: number) => process.exit(code), signals = process } = options;
  const steps: { name: string; stop: () => Promise<void> | void }[] = [];
  let ending: Promise<number> | undefined;

  const stop = (reason: string): Promise<number> => {
    ending ??= (async () => {
      log.info('stopping', { reason });
      const late = Promise.withResolvers<number>();
      const timer = setTimeout(() => {
        log.error('not everything has stopped in time', { timeoutMs });
        late.resolve(1);
      }, timeoutMs);
      const code = await Promise.race([stopAll(steps, log), late.promise]);
      clearTimeout(timer);
      log.info('stopped', { code });
      return code;
    })();
    return ending;
  };

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    signals.on(signal, () => {
      if (ending === undefined) void stop(signal).then(exit);
      else exit(1);
    });
  }
  return { add: (name, step) => void steps.push({ name, stop: step }), stop };
}

async function stopAll(steps: { name: string; stop: () => Promise<void> | void }[], log: Logger): Promise<number> {
  let code = 0;
  for (let step = steps.pop(); step !== undefined; step = steps.pop()) {
    try {
      await step.stop();
    } catch (error) {
      code = 1;
      log.error('a part did not stop well', { part: step.name, error: messageOf(error) });
    }
  }
  return code;
}
