/** Rounds of load during which processes are killed with `kill -9` and started again, and what must hold after each. */
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../bench/standard-load';
import { actsOfSessions } from '../support/acts';
import { createExporter } from '../support/exporter';
import { problemsOf } from './invariants';
import { startCrowd } from './crowd';
import type { Crowd, Mode } from './crowd';

export interface Round {
  number: number;
  /** `<process> at <ms>`, counted from the beginning of the load. */
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
  round(): Promise<Round>;
  /** Ends all processes as an operator does, starts them again, and tells what is wrong then. */
  restart(): Promise<string[]>;
  close(): Promise<void>;
}

const SESSIONS = 40;
/** Sessions that send at the same time. */
const AT_ONCE = 8;
/** The load lasts about that long; kills come within it or shortly after, when what was acknowledged is still on its way. */
const LOAD_MS = 800;
const DRAIN_MS = 60_000;

/** The same seed gives the same moments; what the processes are doing then is up to the machine. */
export async function openFaultRun(mode: Mode, seed: number, brokers: readonly string[] = []): Promise<FaultRun> {
  const random = seeded(seed);
  const crowd = await startCrowd(mode, brokers, random);
  const expected = new Set<string>();
  let number = 0;

  const send = async (endpoint: () => string) => {
    const exporter = createExporter(endpoint);
    const sessions = actsOfSessions(SESSIONS, number * SESSIONS);
    let acknowledged = 0;
    const sender = async () => {
      for (let acts = sessions.pop(); acts; acts = sessions.pop()) {
        for (const { message, mark } of acts) {
          await exporter.send(message);
          acknowledged += 1;
          if (mark !== undefined) expected.add(mark);
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, sender));
    const failed = [...exporter.answers].reduce((sum, [status, count]) => sum + (status === 200 ? 0 : count), 0);
    return { acknowledged, failed };
  };

  const round = async (): Promise<Round> => {
    number += 1;
    const kills: string[] = [];
    const [sent] = await Promise.all([send(crowd.otlp), killAll(crowd, random, kills)]);
    const began = performance.now();
    const problems = await drained(crowd, expected);
    const drainedMs = Math.round(performance.now() - began);
    return { number, kills, ...sent, drainedMs, alerts: expected.size, problems };
  };

  return {
    round,
    restart: async () => {
      const told = crowd.hook.received.length;
      for (const gander of [...crowd.processes.values()].reverse()) await gander.stop();
      for (const gander of crowd.processes.values()) await gander.start();
      number += 1;
      await send(crowd.otlp);
      const problems = await drained(crowd, expected);
      const ids = new Set(crowd.hook.received.slice(0, told).map(({ id }) => id));
      const again = crowd.hook.received.slice(told).filter(({ id }) => ids.has(id) && crowd.taken.has(id));
      return [...problems, ...again.map(({ id }) => `told again after a clean restart: ${id}`)];
    },
    close: () => crowd.close(),
  };
}

/** Each process once, one after the other, twice where there is but one. */
async function killAll(crowd: Crowd, random: () => number, kills: string[]): Promise<void> {
  const began = performance.now();
  const all = [...crowd.processes];
  const victims = all.length === 1 ? [...all, ...all] : all.sort(() => random() - 0.5);
  const starts: Promise<void>[] = [];
  for (const [name, gander] of victims) {
    await wait((random() * LOAD_MS) / victims.length);
    if (all.length === 1) await Promise.all(starts);
    kills.push(`${name} at ${Math.round(performance.now() - began)}`);
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
