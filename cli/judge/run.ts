/** The engine over one session's events, without stream and store: what a partition would do with them, as findings. */
import type { Analyse } from '../../engine/core/stepper';
import { controlEvent } from '../../engine/ticks';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import type { ActiveDetector } from '../../engine/core/dispatch';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Answer } from '../../engine/core/partition';
import { activeDetectors, loadDetectors } from '../../engine/detectors';
import type { Config } from '../../platform/config';

/** Time that goes on after the last event, so that everything has had its turn, milliseconds. */
const AFTER_MS = 60_000;

export interface RunOptions {
  config: Pick<Config, 'context' | 'engine'>;
  detectors: readonly ActiveDetector[];
  /** May be shared by many runs: it keeps commands that come again. */
  analyse: Analyse;
  onFinding: (finding: Finding) => void;
}

export interface Run {
  /** Must come in order of time but for the configured lateness. */
  take(events: readonly AgentEvent[]): void;
  /** Time has come to `at`: what waits for it is stepped. */
  tick(at: number): void;
  /** Lets time go on after the last event. */
  end(): void;
}

/** The detectors that are switched on and can say anything about what an agent did, without a sensor beside it. */
export function detectorsOfActs(config: Pick<Config, 'engine'>): ActiveDetector[] {
  return activeDetectors(config, loadDetectors(config)).filter(({ detector }) => !isMeasuring(detector));
}

/** A detector of hosts that needs measurements, which no transcript has: it can't fire, and costs a second analysis of every act. */
const isMeasuring = ({ manifest: { keyBy, needs } }: Detector): boolean =>
  keyBy === 'host' && needs.includes('resource.sample');

export function createRun({ config, detectors, analyse, onFinding }: RunOptions): Run {
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
  let last = 0;
  const heard = (answer: Answer): void => {
    for (const finding of answer.findings) onFinding(finding);
    for (const fact of answer.facts) heard(engine.fact(fact));
    for (const link of answer.links) heard(engine.link(link));
  };
  const tick = (at: number): void => heard(engine.control(controlEvent({ type: 'tick' }, 0, at)));
  return {
    take(events) {
      for (const event of events) last = Math.max(last, event.at);
      if (events.length > 0) heard(engine.event(events));
    },
    tick,
    end() {
      for (const after of [1, 2, 3]) tick(last + after * AFTER_MS);
    },
  };
}
