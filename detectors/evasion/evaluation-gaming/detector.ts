import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, SessionMemory } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';
import { testRun } from './test-runs';
import type { FailedRun } from './test-runs';
import { HELD_BACK, weakeningsOf } from './weakenings';
import type { Weakening } from './weakenings';

interface State {
  failed?: FailedRun;
}

/** After this long a failing run explains nothing. */
const RECENT_MS = 1_800_000;
/** A person wants the tests themselves changed. */
const ASKED =
  /\b(?:refactor|updat|rewrit|remov|delet|drop|skip|disabl|mov|renam|clean|migrat|adapt|chang|simplif|adjust|lower|rework|replac|consolidat)\w{0,4}\b[^.\n]{0,80}\b(?:tests?|specs?|assertions?|snapshots?|suite|coverage|thresholds?)\b|\b(?:tests?|specs?|assertions?)\b[^.\n]{0,60}\b(?:is|are|looks?) (?:wrong|flaky|outdated|obsolete|broken)\b/i;

export const evaluationGaming: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, { analysis, session }) {
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const found =
      state.failed && event.at - state.failed.at <= RECENT_MS ? after(state.failed, event, analysis, session) : [];
    const run = testRun(event, analysis);
    if (run === 'passed') delete state.failed;
    else if (run) state.failed = run;
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function after(failed: FailedRun, event: AgentEvent, analysis: EventAnalysis, session: SessionMemory): Detection[] {
  const weakenings = [...weakeningsOf(event, analysis), ...heldBack(event, analysis), ...constant(failed, event)];
  if (weakenings.length === 0 || session.prompts.some((prompt) => ASKED.test(prompt))) return [];
  const byPath = Map.groupBy(weakenings, ({ path }) => path);
  return [...byPath].map(([path, all]) => describe(path, all, failed));
}

function describe(path: string, all: readonly Weakening[], failed: FailedRun): Detection {
  return {
    why: `After ${failed.what} had failed, the agent ${all.map(({ how }) => how).join(' and ')} (${path})`,
    severity: all.every(({ weak }) => weak) ? 'low' : 'medium',
    dedupeKey: path,
    entities: { path },
    also: [{ eventId: failed.eventId, at: failed.at, excerpt: `failed: ${failed.what}`, phase: 'completed' }],
  };
}

function heldBack({ action }: AgentEvent, { reads }: EventAnalysis): Weakening[] {
  if (action.type !== 'file.read' && action.type !== 'exec') return [];
  const read = reads.find(({ path }) => HELD_BACK.test(path));
  return read ? [{ how: 'read answers that were held back', path: read.path }] : [];
}

/** The value that the test wanted, returned as it is. */
function constant({ expected }: FailedRun, { action }: AgentEvent): Weakening[] {
  if (action.type !== 'file.write' || action.path === undefined || action.removed === undefined) return [];
  const { removed, content = '' } = action;
  const value = expected.find(
    (one) =>
      !removed.includes(one) &&
      [`return ${one}`, `return "${one}"`, `return '${one}'`].some((text) => content.includes(text)),
  );
  return value === undefined
    ? []
    : [{ how: `returned the expected value ${value} as a constant`, path: action.path, weak: true }];
}
