/** Events per second of CPU through the engine core, with the shipped detectors, on the standard load. */
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Analyse } from '../../engine/core/stepper';

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
const NO_CONTEXT = { production: [], throwAway: [], ownedDomains: [], modelEndpoints: [] };

/**
 * Runs envelopes of `perEnvelope` events through one core, each event once, its id and call id made new for every round, so that nothing
 * is a duplicate. CPU time of this process, user and system.
 */
export function benchEngine(
  load: readonly AgentEvent[],
  { analyse, detectors }: { analyse: Analyse; detectors: readonly Detector[] },
  { rounds = 40, perEnvelope = 64 } = {},
): EngineFigure {
  const active = detectors.map((detector) => ({ detector, config: detector.defaults }));
  const engine = createPartitionEngine({
    partition: 0,
    detectors: active,
    analyse,
    installation: NO_CONTEXT,
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
