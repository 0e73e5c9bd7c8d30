/** Rounds of load during which processes are killed with `kill -9` and started again, and what must hold after each. */
import { eventually } from '../support/eventually';
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../bench/standard-load';
import { actsOfSessions } from '../support/acts';
import { createExporter } from '../support/exporter';
import { problemsOf } from './invariants';
import { startCrowd } from './crowd';
import type { Crowd, Mode } from './crowd';

export interface Round {
  number: number;
  /** `<process> after <acknowledgements>+<ms>`. */
  kills: string[];
  /** Requests acknowledged. */
  acknowledged: number;
  /** Attempts that were not answered with 200: refused, or the connection broke. */
  failed: number;
  /** From the last acknowledgement and start until nothing was missing any more. */
  drainedMs: number;
  alerts: number;
  problems: string[];
}

export interface FaultRun {
  round: () => Promise<Round>;
  /** Ends all processes as an operator does, starts them again, and tells what is wrong then. */
  restart: () => Promise<string[]>;
  close: () => Promise<void>;
}

const SESSIONS = 40;
/** Sessions that send at the same time. */
const AT_ONCE = 8;
/** Longest time from the acknowledgement that a kill waits for to the kill. */
const KILL_MS = 300;
const DRAIN_MS = 60_000;

/** The same seed gives the same moments; what the processes are doing then is up to the machine. */
export async function openFaultRun(mode: Mode, seed: number, brokers: readonly string[] = []): Promise<FaultRun> {
  const random = seeded(seed);
  const crowd = await startCrowd(mode, brokers, random);
  const expected = new Set<string>();
  let number = 0;

  const send = async (progress: Progress) => {
    const exporter = createExporter(crowd.otlp);
    const sessions = actsOfSessions(SESSIONS, number * SESSIONS);
    const sender = async () => {
      for (let acts = sessions.pop(); acts; acts = sessions.pop()) {
        for (const { message, mark } of acts) {
          await exporter.send(message);
          if (mark !== undefined) expected.add(mark);
          progress.step();
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    const failed = [...exporter.answers].reduce((sum, [status, count]) => sum + (status === 200 ? 0 : count), 0);
    return { acknowledged: progress.count, failed };
  };

  const round = async (): Promise<Round> => {
    number += 1;
    const kills: string[] = [];
    const progress = new Progress();
    const [sent] = await Promise.all([send(progress), killAll(crowd, random, progress, kills)]);
    const began = performance.now();
    const problems = await drained(crowd, expected);
    const drainedMs = Math.round(performance.now() - began);
    return { number, kills, ...sent, drainedMs, alerts: expected.size, problems };
  };

  return {
    round,
    restart: async () => {
      // A message whose answer is under way when the process stops may rightly be sent again.
      const last = [...crowd.processes.values()].at(-1);
      await eventually(
        'an empty outbox',
        async () => (await last?.metrics())?.sum('gander_outbox_pending') === 0,
        DRAIN_MS,
      );
      const told = crowd.hook.received.length;
      for (const gander of [...crowd.processes.values()].reverse()) await gander.stop();
      for (const gander of crowd.processes.values()) await gander.start();
      number += 1;
      await send(new Progress());
      await drained(crowd, expected);
      const problems = problemsOf(expected, await crowd.alerts(true), crowd.hook.received, crowd.taken);
      const ids = new Set(crowd.hook.received.slice(0, told).map(({ id }) => id));
      const again = crowd.hook.received.slice(told).filter(({ id }) => ids.has(id) && crowd.taken.has(id));
      return [...problems, ...again.map(({ id }) => `told again after a clean restart: ${id}`)];
    },
    close: () => crowd.close(),
  };
}

/** How many requests are acknowledged, for those who wait for the nth. */
class Progress {
  count = 0;
  readonly #waiting: { count: number; resolve: () => void }[] = [];

  step(): void {
    this.count += 1;
    for (const { count, resolve } of this.#waiting) if (this.count >= count) resolve();
  }

  reaches(count: number): Promise<void> {
    return new Promise((resolve) => {
      if (this.count >= count) resolve();
      else this.#waiting.push({ count, resolve });
    });
  }
}

/**
 * Each process once, twice where there is but one. Half of the kills come at the very moment of an acknowledgement, when what it promises
 * must be durable already; the others when what was acknowledged is on its way.
 */
async function killAll(crowd: Crowd, random: () => number, progress: Progress, kills: string[]): Promise<void> {
  const all = [...crowd.processes];
  const victims = all.length === 1 ? [...all, ...all] : all.sort(() => random() - 0.5);
  const moments = victims.map(() => 1 + Math.floor(random() * SESSIONS * 4)).sort((a, b) => a - b);
  const starts: Promise<void>[] = [];
  for (const [index, [name, gander]] of victims.entries()) {
    const moment = moments[index] ?? 1;
    const later = random() < 0.5 ? 0 : Math.round(random() * KILL_MS);
    await progress.reaches(moment);
    if (later > 0) await wait(later);
    if (all.length === 1) await Promise.all(starts);
    kills.push(`${name} after ${moment}+${later}`);
    await gander.kill();
    starts.push(wait(random() * 100).then(() => gander.start()));
  }
  await Promise.all(starts);
}

/** Waits until nothing is wrong; else what still is after a minute. */
async function drained(crowd: Crowd, expected: ReadonlySet<string>): Promise<string[]> {
  const end = performance.now() + DRAIN_MS;
  for (;;) {
    const problems = problemsOf(expected, await crowd.alerts(), crowd.hook.received, crowd.taken);
    if (problems.length === 0 || performance.now() > end) return problems;
    await wait(100);
  }
}
