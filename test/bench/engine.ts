/** Events per second of CPU through the engine core, with the shipped detectors and the real analysis, on the standard load. */
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import { createAnalyser } from '../../analysis/analyse';
import { normalise } from '../../collector/dialects/normalise';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { DETECTORS } from '../../detectors/catalogue';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Analyse } from '../../engine/core/stepper';
import { loadConfig } from '../../platform/config';
import type { Bench, Figure } from './figure';
import { median } from './measure';
import { standardLoad } from './standard-load';

export interface EngineFigure {
  events: number;
  eventsPerCpuSecond: number;
  microsecondsPerEvent: number;
  findings: number;
  facts: number;
  snapshotBytes: number;
  snapshotMs: number;
}

const LIMITS = { latenessMs: 10_000, maxSessions: 50_000, sessionMs: 86_400_000, maxSize: 128 * 1024 * 1024 };

/**
 * Runs envelopes of `perEnvelope` events through one core, each event once, its id and call id made new for every round, so that nothing
 * is a duplicate. CPU time of this process, user and system.
 */
export function measureEngine(
  load: readonly AgentEvent[],
  { analyse, detectors }: { analyse: Analyse; detectors: readonly Detector[] },
  { rounds = 40, perEnvelope = 64 } = {},
): EngineFigure {
  const active = detectors.map((detector) => ({ detector, config: detector.defaults }));
  const engine = createPartitionEngine({
    partition: 0,
    detectors: active,
    analyse,
    installation: UNKNOWN_INSTALLATION,
    limits: LIMITS,
  });
  const envelopes = Array.from({ length: rounds }, (_, round) => renewed(load, round)).flatMap((events) =>
    Array.from({ length: Math.ceil(events.length / perEnvelope) }, (_, index) =>
      events.slice(index * perEnvelope, (index + 1) * perEnvelope),
    ),
  );
  const figure = { findings: 0, facts: 0 };
  const before = process.cpuUsage();
  for (const envelope of envelopes) {
    const answer = engine.event(envelope);
    figure.findings += answer.findings.length;
    figure.facts += answer.facts.length;
  }
  const { user, system } = process.cpuUsage(before);
  const events = load.length * rounds;
  const started = performance.now();
  const snapshotBytes = engine.snapshot().byteLength;
  return {
    events,
    eventsPerCpuSecond: Math.round(events / ((user + system) / 1e6)),
    microsecondsPerEvent: (user + system) / events,
    ...figure,
    snapshotBytes,
    snapshotMs: performance.now() - started,
  };
}

function renewed(load: readonly AgentEvent[], round: number): AgentEvent[] {
  const later = round * 60_000;
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
  // As they come from the stream: plain objects of one JSON parse each.
  const load = events.map((event) => JSON.parse(JSON.stringify(event)) as AgentEvent);
  const once = () => measureEngine(load, { analyse: createAnalyser(), detectors: DETECTORS });
  once();
  const figures = Array.from({ length: 5 }, once);
  const [first] = figures;
  const micros = median(figures.map(({ microsecondsPerEvent }) => microsecondsPerEvent));
  const facts = Math.round((100 * (first?.facts ?? 0)) / (first?.events ?? 1));
  return [
    { what: 'all detectors', value: 1e6 / micros, unit: 'events/s', note: `${micros.toFixed(1)} µs an event` },
    { what: 'facts', value: facts, unit: 'for 100 events' },
    { what: 'snapshot of 8 sessions', value: (first?.snapshotBytes ?? 0) / 1024, unit: 'KiB' },
    { what: '  time of it', value: median(figures.map(({ snapshotMs }) => snapshotMs)), unit: 'ms' },
  ];
}

export const engineBench: Bench = {
  title: 'engine core: events of the standard load with the real analysis, each once; CPU of one core',
  measure,
};
