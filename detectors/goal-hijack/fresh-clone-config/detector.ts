import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Evidence } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { clonesIn, isInside, resolve } from './clones';
import { manifest } from './manifest';
import { effectsOf, isSettings } from './settings';

interface Clone {
  folder: string;
  eventId: string;
  at: number;
  /** What its settings do, as far as they were read. */
  effects: string[];
  /** The read that showed it. */
  shown?: Evidence;
}

interface State {
  clones?: Clone[];
}

const MAX_CLONES = 16;
/** Programs that read settings of the folder in which they start. */
const STARTS =
  /^(?:claude|codex|gemini|qwen|opencode|copilot|cursor|cursor-agent|code|code-insiders|windsurf|zed|aider|goose|amp|droid|direnv|devcontainer)$/;

export const freshCloneConfig: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (event.phase === 'denied') return NO_DETECTIONS;
    if (event.action.type === 'exec') keepClones(state, event, context);
    if (!state.clones) return NO_DETECTIONS;
    const found = [...readSettings(state.clones, event, context), ...started(state.clones, event, context)];
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function folderOf({ action }: AgentEvent, { session }: DetectorContext): string | undefined {
  return (action.type === 'exec' ? action.cwd : undefined) ?? session.cwd ?? session.project;
}

function keepClones(state: State, event: AgentEvent, context: DetectorContext): void {
  for (const folder of clonesIn(context.analysis, folderOf(event, context))) {
    const clones = (state.clones ??= []);
    if (clones.some((clone) => clone.folder === folder)) continue;
    clones.push({ folder, eventId: event.id, at: event.at, effects: [] });
    if (clones.length > MAX_CLONES) clones.shift();
  }
}

function* readSettings(
  clones: readonly Clone[],
  event: AgentEvent,
  { analysis }: DetectorContext,
): Generator<Detection> {
  const output = event.outcome?.output;
  if (output === undefined) return;
  for (const { path, given } of analysis.reads.slice(0, 20)) {
    if (!isSettings(path)) continue;
    const clone = clones.find(({ folder }) => isInside(path, folder) || isInside(given, folder));
    const effects = clone ? effectsOf(output) : [];
    if (!clone || effects.length === 0) continue;
    clone.effects = [...new Set([...clone.effects, ...effects])];
    clone.shown ??= { eventId: event.id, at: event.at, excerpt: `${path}: ${effects.join(', ')}`, phase: event.phase };
    yield tell(
      clone,
      'low',
      `The clone ${clone.folder} brings settings in ${path} with ${clone.effects.join(', ')}`,
      path,
    );
  }
}

function* started(clones: readonly Clone[], event: AgentEvent, context: DetectorContext): Generator<Detection> {
  if (event.action.type !== 'exec') return;
  let here = folderOf(event, context);
  for (const one of invocations(context.analysis).slice(0, 100)) {
    if (one.program === 'cd') here = resolve(here, argv(one)[0] ?? '');
    if (!STARTS.test(one.program)) continue;
    const clone = clones.find(({ folder, effects }) => effects.length > 0 && isOpened(one, here, folder));
    if (clone)
      yield tell(
        clone,
        'high',
        `${one.program} was started in the clone ${clone.folder}, whose settings bring ${clone.effects.join(', ')}`,
        clone.folder,
      );
  }
}

const isOpened = (one: Invocation, here: string | undefined, folder: string): boolean =>
  (here !== undefined && isInside(here, folder)) ||
  (one.cwd !== undefined && isInside(one.cwd, folder)) ||
  argv(one)
    .slice(0, 30)
    .some((word) => isInside(resolve(here, word), folder));

function tell(clone: Clone, severity: 'low' | 'high', why: string, path: string): Detection {
  return {
    why,
    severity,
    dedupeKey: `clone:${clone.folder}`,
    entities: { path },
    also: [
      { eventId: clone.eventId, at: clone.at, excerpt: `cloned to ${clone.folder}`, phase: 'completed' },
      ...(clone.shown ? [clone.shown] : []),
    ],
  };
}
