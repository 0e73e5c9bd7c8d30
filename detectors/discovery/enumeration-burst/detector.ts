import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Evidence } from '../../../contracts/finding';
import { questionsOf } from './kinds';
import { manifest } from './manifest';

interface Settings {
  minutes: number;
  /** Distinct kinds of question, and how many of them must be telling, for low and for medium. */
  low: { kinds: number; telling: number };
  medium: { kinds: number; telling: number };
}

interface Asked {
  at: number;
  telling: boolean;
  eventId: string;
}

interface State {
  /** Last time of each kind. */
  asked: Record<string, Asked>;
  reported?: 'low' | 'medium';
}

const MINUTE = 60_000;

export const enumerationBurst: Detector<State, Settings> = {
  manifest,
  defaults: { minutes: 10, low: { kinds: 5, telling: 2 }, medium: { kinds: 7, telling: 3 } },
  init: () => ({ asked: {} }),
  step(state, event, { analysis }, settings) {
    const questions = questionsOf(analysis);
    if (questions === undefined || state.reported === 'medium') return NO_DETECTIONS;
    for (const [kind, telling] of questions) state.asked[kind] = { at: event.at, telling, eventId: event.id };
    for (const [kind, { at }] of Object.entries(state.asked))
      if (event.at - at > settings.minutes * MINUTE) Reflect.deleteProperty(state.asked, kind);
    const all = Object.entries(state.asked);
    const telling = all.filter(([, one]) => one.telling).length;
    const reaches = (bound: { kinds: number; telling: number }) =>
      all.length >= bound.kinds && telling >= bound.telling;
    const severity = reaches(settings.medium) ? 'medium' : reaches(settings.low) ? 'low' : undefined;
    if (severity === undefined || severity === state.reported) return NO_DETECTIONS;
    state.reported = severity;
    const kinds = all.map(([kind]) => kind).sort();
    return [
      {
        why: `${kinds.length} kinds of question about the surroundings within ${settings.minutes} minutes: ${kinds.join(', ')}`,
        severity,
        confidence: 'medium',
        dedupeKey: 'burst',
        excerpt: kinds.join(', '),
        also: earlier(state, event.id),
      },
    ];
  },
};

/** The acts before this one that asked. */
function earlier({ asked }: State, now: string): Evidence[] {
  const byEvent = new Map<string, Evidence>();
  for (const [kind, { at, eventId }] of Object.entries(asked))
    if (eventId !== now && byEvent.size < 10)
      byEvent.set(eventId, { eventId, at, excerpt: `asked about: ${kind}`, phase: 'completed' });
  return [...byEvent.values()];
}
