/** What the baselines of behaviour cost: the engine core on the standard load with and without them, in turns within one run. */
import { createAnalyser } from '../../analysis/analyse';
import { normalise } from '../../collector/dialects/normalise';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { DETECTORS } from '../../detectors/catalogue';
import { createPartitionEngine } from '../../engine/core/partition';
import { controlEvent } from '../../engine/ticks';
import { loadConfig } from '../../platform/config';
import type { Bench, Figure } from './figure';
import { median } from './measure';
import { standardLoad } from './standard-load';

const LIMITS = { latenessMs: 10_000, maxSessions: 50_000, sessionMs: 86_400_000, maxSize: 128 * 1024 * 1024 };
const ROUNDS = 30;
const REPEATED = 7;
/** Event time from one round to the next: summaries of five minutes come up again and again. */
const ROUND_MS = 60_000;

/** Microseconds of CPU an event: events, and the facts of baselines back in. */
function microsOf(load: readonly AgentEvent[], detectors: readonly Detector[]): number {
  const engine = createPartitionEngine({
    partition: 0,
    detectors: detectors.map((detector) => ({ detector, config: detector.defaults })),
    analyse: createAnalyser(),
    installation: UNKNOWN_INSTALLATION,
    limits: LIMITS,
  });
  const rounds = Array.from({ length: ROUNDS }, (_, round) => renewed(load, round));
  const before = process.cpuUsage();
  for (const events of rounds) {
    const told = [engine.event(events)];
    told.push(engine.control(controlEvent({ type: 'tick' }, 0, events.at(-1)?.receivedAt ?? 0)));
    for (const { facts } of told) for (const fact of facts) if (fact.keyBy === 'entity') engine.fact(fact);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / (load.length * ROUNDS);
}

function renewed(load: readonly AgentEvent[], round: number): AgentEvent[] {
  const later = round * ROUND_MS;
  return load.map((event) => ({
    ...event,
    id: `${event.id.slice(0, 24)}${round.toString(16).padStart(8, '0')}`,
    at: event.at + later,
    receivedAt: event.receivedAt + later,
    ...(event.callId !== undefined && { callId: `${event.callId}-${round}` }),
  }));
}

function measure(): Figure[] {
  const now = Date.now();
  const { limits } = loadConfig({ env: {} }).collector;
  const request = decodeRequest('traces', 'protobuf', standardLoad(512, 1, now), limits);
  const { events } = normalise(request, { tenant: 'default', authenticated: false, loopback: true }, now, 'bench');
  const load = events.map((event) => JSON.parse(JSON.stringify(event)) as AgentEvent);
  const without = DETECTORS.filter(({ manifest }) => !manifest.needs.includes('activity'));
  microsOf(load, DETECTORS);
  const pairs = Array.from({ length: REPEATED }, () => [microsOf(load, without), microsOf(load, DETECTORS)] as const);
  const ratio = median(pairs.map(([bare, full]) => bare / full));
  return [
    { what: 'without baselines', value: median(pairs.map(([bare]) => bare)), unit: 'µs an event' },
    { what: 'with all baselines', value: median(pairs.map(([, full]) => full)), unit: 'µs an event' },
    { what: 'throughput with against without', value: 100 * ratio, unit: '%', note: 'median of pairs' },
  ];
}

export const behaviourBench: Bench = {
  title: 'baselines of behaviour: the standard load through the engine core with and without them; CPU of one core',
  measure,
};
