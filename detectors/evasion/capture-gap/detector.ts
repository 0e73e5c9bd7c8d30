import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent, Signal } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';

interface Settings {
  /** Records missing in a row by the source's own count from which it is told. */
  hole: number;
  /** Tool calls, and minutes, that the other witness tells of alone. */
  calls: number;
  minutes: number;
}

interface State {
  /** Hooks or transcripts tell of the session too. */
  witnessed?: true;
  /** Highest count so far. */
  count?: number;
  /** A jump of the count that records which come late may still fill. */
  hole?: { from: number; to: number; missing: number; at: number };
  /** Model calls that telemetry told of, the last of them, and what came by the other witness since. */
  models?: number;
  lastModel?: number;
  alone?: number;
}

const MINUTE = 60_000;
/** Exporters that were cut off send what they kept within this. */
const LATE_MS = 2 * MINUTE;
const TELEMETRY: ReadonlySet<Signal> = new Set(['log', 'span', 'metric']);
const WITNESS: ReadonlySet<Signal> = new Set(['hook', 'transcript']);
/** Model calls after which telemetry is known to tell of them. */
const KNOWN_MODELS = 3;

export const captureGap: Detector<State, Settings> = {
  manifest,
  defaults: { hole: 80, calls: 20, minutes: 10 },
  init: () => ({}),
  step(state, event, _context, settings) {
    const found = [hole(state, event, settings), silence(state, event, settings)].filter((one) => one !== undefined);
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** Most jumps are records that say nothing of an action; a count that goes back is a new start of the agent, or records that come late. */
function hole(state: State, { sequence, source, action, at }: AgentEvent, settings: Settings): Detection | undefined {
  if (action.type === 'tick') return standing(state, at, settings);
  // Records of a call that another witness told before are no news, and are not seen here.
  if (WITNESS.has(source.signal)) state.witnessed = true;
  if (state.witnessed === true) {
    delete state.hole;
    return undefined;
  }
  if (sequence === undefined || source.dialect !== 'claude-code') return undefined;
  const { count: before, hole: open } = state;
  if (open && sequence > open.from && sequence < open.to) {
    open.missing -= 1;
    return undefined;
  }
  if (before === undefined || sequence > before || sequence < before - settings.hole) state.count = sequence;
  const missing = before === undefined ? 0 : sequence - before - 1;
  if (missing >= settings.hole && !open) state.hole = { from: before ?? 0, to: sequence, missing, at };
  return undefined;
}

/** What is still missing some minutes later did not come late. */
function standing(state: State, now: number, settings: Settings): Detection | undefined {
  const { hole: open } = state;
  if (!open || now - open.at < LATE_MS) return undefined;
  delete state.hole;
  if (open.missing < settings.hole) return undefined;
  return {
    why: `${open.missing} records in a row of this session did not arrive (its own count jumped from ${open.from} to ${open.to})`,
    severity: 'medium',
    confidence: 'medium',
    dedupeKey: 'hole',
  };
}

/** Every tool call follows a model call: tools that go on without any mean that telemetry has stopped. */
function silence(state: State, { action, at, source }: AgentEvent, settings: Settings): Detection | undefined {
  if (action.type === 'tick') return undefined;
  if (TELEMETRY.has(source.signal)) {
    state.alone = 0;
    if (action.type === 'model.call') state.models = (state.models ?? 0) + 1;
    state.lastModel = at;
    return undefined;
  }
  if (!WITNESS.has(source.signal) || action.type === 'prompt' || action.type === 'model.call') return undefined;
  state.alone = (state.alone ?? 0) + 1;
  const quiet = at - (state.lastModel ?? at);
  if ((state.models ?? 0) < KNOWN_MODELS || state.alone < settings.calls || quiet < settings.minutes * MINUTE)
    return undefined;
  return {
    why: `The telemetry of this session has been quiet for ${settings.minutes} minutes or more while its tools went on, as ${source.signal} records show`,
    severity: 'high',
    confidence: 'medium',
    dedupeKey: 'silence',
    facts: ['tampering'],
  };
}
