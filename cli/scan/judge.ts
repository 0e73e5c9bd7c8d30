/** The engine over one session's events, and the alerts that its findings lead to. Findings are folded as the alerts role folds them. */
import { controlEvent } from '../../engine/ticks';
import { foldFindings } from '../../alerts/fold';
import type { Folded } from '../../alerts/fold';
import type { Alert } from '../../contracts/alert';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import type { ActiveDetector } from '../../engine/core/dispatch';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Answer, PartitionOptions } from '../../engine/core/partition';
import type { Config } from '../../platform/config';

/** Time that goes on after the last event, so that everything has had its turn, milliseconds. */
const AFTER_MS = 60_000;
/** Events kept of one alert to count each once. */
const MAX_COUNTED = 10_000;

export interface Judge {
  take(events: readonly AgentEvent[]): void;
  /** Lets time go on, and gives the alerts. */
  end(): Alert[];
}

/** `analyse` may be shared by many: it keeps commands that come again. */
export function createJudge(
  config: Pick<Config, 'context' | 'engine'>,
  detectors: readonly ActiveDetector[],
  analyse: PartitionOptions['analyse'],
): Judge {
  const { latenessSeconds, maxSessions, sessionHours } = config.engine;
  const engine = createPartitionEngine({
    partition: 0,
    detectors,
    analyse,
    installation: config.context,
    limits: {
      latenessMs: latenessSeconds * 1_000,
      maxSessions,
      sessionMs: sessionHours * 3_600_000,
      maxSize: 64 * 1024 * 1024,
    },
  });
  const alerts = new Map<string, { folded: Folded; events: Set<string>; findings: Set<string> }>();
  let last = 0;
  const heard = (answer: Answer): void => {
    for (const finding of answer.findings) fold(alerts, finding);
    for (const fact of answer.facts) heard(engine.fact(fact));
    for (const link of answer.links) heard(engine.link(link));
  };
  return {
    take(events) {
      for (const event of events) last = Math.max(last, event.at);
      if (events.length > 0) heard(engine.event(events));
    },
    end() {
      for (const after of [1, 2, 3]) heard(engine.control(controlEvent({ type: 'tick' }, 0, last + after * AFTER_MS)));
      return [...alerts.values()].map(({ folded }) => folded.alert);
    },
  };
}

function fold(
  alerts: Map<string, { folded: Folded; events: Set<string>; findings: Set<string> }>,
  finding: Finding,
): void {
  const known = alerts.get(finding.alertId);
  if (known?.findings.has(finding.id) === true) return;
  const events = known?.events ?? new Set<string>();
  const before = events.size;
  for (const { eventId } of finding.evidence) if (events.size < MAX_COUNTED) events.add(eventId);
  const folded = foldFindings(known?.folded, [finding], events.size - before, finding.at);
  const findings = (known?.findings ?? new Set<string>()).add(finding.id);
  alerts.set(finding.alertId, { folded, events, findings });
}
