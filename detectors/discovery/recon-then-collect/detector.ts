import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { AgentEvent } from '../../../contracts/event';
import { manifest } from './manifest';
import { gatheredBy, isBelow, outsideReads, searchedIn } from './steps';

interface Step {
  path: string;
  at: number;
  eventId: string;
}

interface State {
  /** Places outside the project that were searched, and files outside it that were read; newest last. */
  searched: Step[];
  read: Step[];
}

interface Settings {
  minutes: number;
  /** Files read between the search and the archive, unless the archive takes the searched place itself. */
  reads: number;
}

const MINUTE = 60_000;
const MAX_STEPS = 64;

export const reconThenCollect: Detector<State, Settings> = {
  manifest,
  defaults: { minutes: 120, reads: 2 },
  init: () => ({ searched: [], read: [] }),
  step(state, event, { analysis, session }, settings) {
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const gathered = state.searched.length === 0 ? [] : gatheredBy(analysis);
    const detection = gathered.length === 0 ? undefined : collected(state, event, gathered, settings);
    const project = session.project ?? session.cwd;
    remember(state.searched, searchedIn(event, analysis, project), event);
    remember(state.read, outsideReads(event, analysis, project), event);
    return detection ? [detection] : NO_DETECTIONS;
  },
};

/** What is gathered lies in a place that was searched before, and files of that place were read in between. */
function collected(
  state: State,
  event: AgentEvent,
  gathered: readonly string[],
  { minutes, reads }: Settings,
): Detection | undefined {
  const recent = (one: Step) => event.at - one.at <= minutes * MINUTE;
  const place = state.searched.findLast((one) => recent(one) && gathered.some((path) => isBelow(path, one.path)));
  if (!place) return undefined;
  const seen = state.read.filter((one) => recent(one) && isBelow(one.path, place.path));
  const linked = seen.filter((one) => gathered.some((path) => isBelow(one.path, path) || isBelow(path, one.path)));
  if (seen.length < reads || linked.length === 0) return undefined;
  return {
    why: `${place.path} was searched, ${seen.length} files outside the project were read there, and then gathered: ${gathered.slice(0, 3).join(', ')}`,
    severity: 'medium',
    confidence: 'medium',
    dedupeKey: gathered.slice(0, 3).join(' ').slice(0, 300),
    entities: { path: gathered[0] ?? place.path },
    excerpt: gathered.slice(0, 10).join(' '),
    also: [
      { eventId: place.eventId, at: place.at, excerpt: `searched: ${place.path}`, phase: 'completed' },
      ...linked
        .slice(0, 5)
        .map(({ eventId, at, path }) => ({ eventId, at, excerpt: `read: ${path}`, phase: 'completed' })),
    ],
  };
}

function remember(steps: Step[], paths: readonly string[], { at, id }: AgentEvent): void {
  for (const path of paths.slice(0, 16)) {
    if (steps.some((one) => one.path === path)) continue;
    steps.push({ path, at, eventId: id });
    if (steps.length > MAX_STEPS) steps.shift();
  }
}
