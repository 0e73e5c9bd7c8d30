import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';

interface Settings {
  /** Distinct sub-agents within the window from which it is told, and from which it is beyond any plan. */
  many: number;
  tooMany: number;
  minutes: number;
}

interface State {
  /** Sub-agents with the time at which each was seen first, oldest first. */
  seen?: [name: string, at: number][];
  told?: 'many' | 'tooMany';
}

const MINUTE = 60_000;
/** Names of callers are the sender's text. */
const MAX_NAME = 60;

export const agentSprawl: Detector<State, Settings> = {
  manifest,
  defaults: { many: 25, tooMany: 100, minutes: 15 },
  init: () => ({}),
  step(state, event, _context, settings) {
    const { action, agent } = event;
    const name =
      action.type === 'agent.spawn'
        ? `spawn ${action.childAgentId ?? event.callId ?? event.id}`
        : agent.id && `act ${agent.id}`;
    if (name === undefined || name === '' || event.phase === 'denied') return NO_DETECTIONS;
    const seen = (state.seen ??= []);
    const short = name.slice(0, MAX_NAME);
    if (seen.some(([known]) => known === short)) return NO_DETECTIONS;
    seen.push([short, event.at]);
    while (seen.length > settings.tooMany * 2 || (seen[0]?.[1] ?? event.at) < event.at - settings.minutes * MINUTE)
      seen.shift();
    return grown(state, seen, settings);
  },
};

/** Of those started and those that act the larger number: a source may tell either or both. */
function grown(state: State, seen: readonly [string, number][], settings: Settings): readonly Detection[] {
  const started = seen.filter(([name]) => name.startsWith('spawn ')).length;
  const count = Math.max(started, seen.length - started);
  const reached = count >= settings.tooMany ? 'tooMany' : count >= settings.many ? 'many' : undefined;
  if (reached === undefined || state.told === reached || state.told === 'tooMany') return NO_DETECTIONS;
  state.told = reached;
  return [
    {
      why: `${reached === 'tooMany' ? settings.tooMany : settings.many} sub-agents or more of one session within ${settings.minutes} minutes`,
      severity: reached === 'tooMany' ? 'high' : 'medium',
      dedupeKey: 'sprawl',
      ...(reached === 'tooMany' ? { facts: ['hard-bound'] as const } : {}),
    },
  ];
}
