import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { happened } from '../state-lost-then-destroy/losses';
import type { Gone, Kind } from './counted';
import { goneBy } from './counted';
import { manifest } from './manifest';

interface State {
  recent: (Gone & { at: number; eventId: string })[];
}

interface Settings {
  /** Distinct things of a kind within the window that make a burst. */
  files: number;
  resources: number;
  items: number;
  /** Distinct places that files must come from. */
  roots: number;
  windowSeconds: number;
}

/** Deletions that are remembered of a session; the oldest are forgotten first. */
const MAX_RECENT = 400;
/** From this many times a bound on, it is worse. */
const FAR_BEYOND = 5;

const NAMES: Readonly<Record<Kind, string>> = {
  file: 'files outside the project',
  resource: 'resources',
  item: 'items through tools of the agent',
};

export const deleteBurst: Detector<State, Settings> = {
  manifest,
  defaults: { files: 20, resources: 8, items: 25, roots: 3, windowSeconds: 600 },
  init: () => ({ recent: [] }),
  step(state, event, context, settings) {
    const gone = goneBy(event, context);
    if (gone.length === 0 || !happened(event)) return NO_DETECTIONS;
    const since = event.at - settings.windowSeconds * 1_000;
    state.recent = state.recent.filter(({ at }) => at >= since);
    const before = countsOf(state);
    for (const one of gone)
      if (!state.recent.some(({ kind, what }) => kind === one.kind && what === one.what))
        state.recent.push({ ...one, at: event.at, eventId: event.id });
    state.recent.splice(0, Math.max(0, state.recent.length - MAX_RECENT));
    const found = (['file', 'resource', 'item'] as const).flatMap(
      (kind) => judge(kind, state, before[kind], event, settings) ?? [],
    );
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function countsOf({ recent }: State): Record<Kind, number> {
  const counts = { file: 0, resource: 0, item: 0 };
  for (const { kind } of recent) counts[kind]++;
  return counts;
}

/** Told when the bound is passed, and again far beyond it. */
function judge(kind: Kind, state: State, before: number, event: AgentEvent, settings: Settings): Detection | undefined {
  const all = state.recent.filter((one) => one.kind === kind);
  const bound = { file: settings.files, resource: settings.resources, item: settings.items }[kind];
  const passed = [bound * FAR_BEYOND, bound].find((most) => before < most && all.length >= most);
  const roots = new Set(all.map(({ root }) => root));
  if (passed === undefined || (kind === 'file' && roots.size < settings.roots)) return undefined;
  const severity: Severity = passed > bound ? 'high' : 'medium';
  return {
    why: `${all.length} ${NAMES[kind]} were deleted within ${settings.windowSeconds / 60} minutes (${[...roots].slice(0, 4).join(', ')})`,
    severity,
    dedupeKey: kind,
    also: all
      .filter(({ eventId }) => eventId !== event.id)
      .slice(0, 5)
      .map(({ eventId, at, what }) => ({ eventId, at, excerpt: what, phase: 'completed' })),
  };
}
