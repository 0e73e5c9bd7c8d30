/** What each detector costs by itself: on ordinary events and on the text of 64 KB that is dearest for it. Nothing but its `step` is measured. */
import { NO_MEMORY, UNKNOWN_INSTALLATION } from '../../contracts/detector';
import type { Detector, DetectorContext } from '../../contracts/detector';
import { NO_DETECTIONS } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { createAnalyser } from '../../analysis/analyse';
import { DETECTORS } from '../../detectors/catalogue';
import { scorer } from '../../engine/baselines/scorer';
import { createPartitionEngine } from '../../engine/core/partition';
import type { Bench, Figure } from './figure';
import { bestOf, cpuMicros } from './measure';
import { ordinaryEvents } from './ordinary';
import { dearTexts, execOf } from './worst';

const EVENTS = 1_024;
const ROUND_MS = 30;
/** Calls of which the quickest counts, for each detector and dear text. */
const CALLS = 3;

/** What a step is given. */
interface Given {
  event: AgentEvent;
  context: DetectorContext;
}

/** Contexts as the engine makes them for detectors of `order: any`. */
function ordinary(): Given[] {
  const all: Given[] = [];
  const types = new Set(DETECTORS.flatMap(({ manifest }) => manifest.needs));
  const recorder: Detector = {
    manifest: { ...(DETECTORS[0] as Detector).manifest, needs: [...types].filter((type) => type !== 'hidden') },
    defaults: undefined,
    init: () => ({}),
    step(_, event, context) {
      all.push({ event, context });
      return NO_DETECTIONS;
    },
  };
  createPartitionEngine({
    partition: 0,
    detectors: [{ detector: recorder, config: undefined }],
    analyse: createAnalyser(),
    installation: UNKNOWN_INSTALLATION,
    limits: { latenessMs: 10_000, maxSessions: 1_000, sessionMs: 86_400_000, maxSize: 64 * 1024 * 1024 },
  }).event(ordinaryEvents(EVENTS));
  return all;
}

function dear(): (Given & { name: string })[] {
  const analyse = createAnalyser();
  return dearTexts().map(([name, text], number) => {
    const event = execOf(text, number);
    const analysis = analyse(event, NO_MEMORY);
    const context = { analysis, installation: UNKNOWN_INSTALLATION, session: NO_MEMORY, key: event.scope, scorer };
    return { name, event, context };
  });
}

const sees = (detector: Detector, { event }: Given): boolean => detector.manifest.needs.includes(event.action.type);

/** Microseconds for one ordinary event, those that it does not see included. */
function usual(detector: Detector, all: readonly Given[]): number {
  const own = all.filter((given) => sees(detector, given));
  if (own.length === 0) return 0;
  let states = new Map<string, unknown>();
  const micros = cpuMicros((call) => {
    if (call % own.length === 0) states = new Map();
    const { event, context } = own[call % own.length] as Given;
    const state = states.get(event.scope) ?? detector.init(detector.defaults);
    states.set(event.scope, state);
    return detector.step(state, event, context, detector.defaults);
  }, ROUND_MS);
  return (micros * own.length) / all.length;
}

/** The dearest text for it, and milliseconds of that. */
function worst(detector: Detector, all: readonly (Given & { name: string })[]): { name: string; ms: number } {
  let most = { name: '', ms: 0 };
  for (const given of all) {
    if (!sees(detector, given)) continue;
    const { name, event, context } = given;
    const step = () => detector.step(detector.init(detector.defaults), event, context, detector.defaults);
    const ms = bestOf(CALLS, step);
    if (ms > most.ms) most = { name, ms };
  }
  return most;
}

function measure(): Figure[] {
  const [ordinaries, dears] = [ordinary(), dear()];
  const rows = DETECTORS.map((detector) => ({
    what: detector.manifest.id,
    value: usual(detector, ordinaries),
    most: worst(detector, dears),
  })).sort((a, b) => b.value - a.value);
  const sum = rows.reduce((total, { value }) => total + value, 0);
  return [
    { what: `all ${rows.length} together`, value: sum, unit: 'µs an event' },
    ...rows.map(({ what, value, most }): Figure => ({
      what: `  ${what}`,
      value,
      unit: 'µs an event',
      note: `at most ${most.ms.toFixed(2)} ms, for 64 KB of ${most.name}`,
    })),
  ];
}

export const detectorsBench: Bench = {
  title: `each detector's step: ${EVENTS} ordinary events, half of them commands (CPU of one core), and its dearest 64 KB (best of ${CALLS})`,
  measure,
};
