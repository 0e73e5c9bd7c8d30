/** A week of ordinary work: developers whose agents do what sessions of coding agents did, at working hours, each at a pace of its own. */
import { createAnalyser } from '../../analysis/analyse';
import { actsOfSession } from '../../cli/verdicts/acts';
import type { Act } from '../../cli/verdicts/acts';
import type { Row } from '../../cli/verdicts/row';
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { digestOf } from '../../engine/core/digest';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Answer } from '../../engine/core/partition';
import { controlEvent } from '../../engine/ticks';
import { seeded } from '../bench/standard-load';

export interface Plan {
  developers: number;
  days: number;
  seed: number;
  /** Sessions that are told again, as rows of surface `session`. */
  sessions: readonly Row[];
  detectors: readonly Detector[];
}

export interface Week {
  findings: Finding[];
  sessions: number;
  events: number;
  /** Steps of detectors that failed. */
  failures: number;
}

/** A Monday. */
const START = Date.UTC(2026, 0, 5);
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
const TICK_MS = 30_000;
/** Sessions of a developer on a working day, on average; on weekends one developer in ten has one. */
const SESSIONS_A_DAY = 4;
const REPOSITORIES = 12;
const ACCOUNTS = 5;

interface Session {
  name: string;
  developer: number;
  acts: readonly Act[];
  /** Begin of each act. */
  times: number[];
}

export function quietWeek(plan: Plan): Week {
  const engine = createPartitionEngine({
    partition: 0,
    detectors: plan.detectors.map((detector) => ({ detector, config: detector.defaults })),
    analyse: createAnalyser(),
    installation: UNKNOWN_INSTALLATION,
    limits: { latenessMs: 10_000, maxSessions: 20_000, sessionMs: DAY_MS, maxSize: 128 * 1024 * 1024 },
  });
  const week: Week = { findings: [], sessions: 0, events: 0, failures: 0 };
  const take = ({ findings, facts, counts }: Answer): void => {
    week.findings.push(...findings);
    for (const { name, by } of counts) if (name === 'gander_detector_failures_total') week.failures += by;
    for (const fact of facts) take(engine.fact(fact));
  };
  const sessions = sessionsOf(plan);
  week.sessions = sessions.length;
  let ticked = START;
  for (const { session, act, at } of inOrder(sessions)) {
    for (; ticked + TICK_MS <= at; ticked += TICK_MS)
      take(engine.control(controlEvent({ type: 'tick' }, 0, ticked + TICK_MS)));
    const events = eventsOf(session, act, at);
    week.events += events.length;
    take(engine.event(events));
  }
  for (let minute = 1; minute <= 15; minute += 1)
    take(engine.control(controlEvent({ type: 'tick' }, 0, ticked + minute * 60_000)));
  return week;
}

function sessionsOf({ developers, days, seed, sessions }: Plan): Session[] {
  const random = seeded(seed);
  const acts = sessions.map((row) => (row.surface === 'session' ? [...actsOfSession(row)] : []));
  const made: Session[] = [];
  for (let day = 0; day < days; day += 1)
    for (let developer = 0; developer < developers; developer += 1) {
      const isWeekend = day % 7 >= 5;
      const count = isWeekend ? Number(random() < 0.1) : Math.round(random() * SESSIONS_A_DAY * 2);
      for (let number = 0; number < count; number += 1) {
        const own = acts[Math.floor(random() * acts.length)] ?? [];
        const begin = START + day * DAY_MS + (8 + 9 * random()) * HOUR_MS;
        const times: number[] = [];
        let at = begin;
        for (const _ of own) times.push((at += paceOf(random)));
        made.push({ name: `d${developer}-${day}-${number}`, developer, acts: own, times });
      }
    }
  return made;
}

/** From one act to the next: seconds mostly, a minute or some when a person thinks. */
function paceOf(random: () => number): number {
  return Math.round(random() < 0.06 ? 60_000 + random() * 400_000 : 3_000 + 30_000 * random() ** 2);
}

function* inOrder(sessions: readonly Session[]): Generator<{ session: Session; act: number; at: number }> {
  const all = sessions.flatMap((session) => session.times.map((at, act) => ({ session, act, at })));
  yield* all.sort((a, b) => a.at - b.at);
}

/** The act, and the call of the model that asked for it. */
function eventsOf(session: Session, number: number, at: number): AgentEvent[] {
  const { name, developer, acts } = session;
  const act = acts[number] as Act;
  const common = {
    receivedAt: at,
    tenant: 'default',
    source: { dialect: 'quiet-week', signal: 'log', record: act.action.type, version: '2.1.0' },
    scope: `session:quiet-week:${name}`,
    session: name,
    agent: { family: 'coding-agent' },
    host: `laptop-${developer}`,
    user: `dev${developer}@example.org`,
    repository: `acme/app-${developer % REPOSITORIES}`,
    account: `team-${developer % ACCOUNTS}`,
    identityBasis: 'token',
  } as const;
  const tokens = Math.min(180_000, 12_000 + number * 900);
  const model = {
    type: 'model.call',
    model: developer % 4 === 0 ? 'small-2' : 'large-2',
    inputTokens: tokens,
    outputTokens: 300,
    cost: { amount: tokens * 1e-6, unit: 'USD' },
  } as const;
  return [
    { ...common, id: digestOf(name, number, 'model'), at: at - 1_000, phase: 'completed', action: model },
    {
      ...common,
      id: digestOf(name, number),
      at,
      callId: `call-${number}`,
      phase: act.phase,
      action: act.action,
      ...(act.outcome && { outcome: act.outcome }),
    },
  ];
}
