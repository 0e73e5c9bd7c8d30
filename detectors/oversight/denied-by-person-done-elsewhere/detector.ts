import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { acceptedByPerson, refusedByPerson } from '../person';
import { dangersOf } from '../dangers';
import { manifest } from './manifest';

interface Refused {
  what: string;
  scope: string;
  eventId: string;
  at: number;
}

interface State {
  refused?: Refused[];
}

const MAX_REFUSED = 32;
const DAY_MS = 86_400_000;

export const deniedByPersonDoneElsewhere: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, { analysis }) {
    const refused = refusedByPerson(event);
    if (!refused && !state.refused) return NO_DETECTIONS;
    const dangers = dangersOf(event, analysis).filter(({ kind }) => kind !== 'raise');
    if (refused) {
      for (const { what } of dangers)
        keep((state.refused ??= []), { what, scope: event.scope, eventId: event.id, at: event.at });
      return NO_DETECTIONS;
    }
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const found = dangers.flatMap((danger) => {
      const before = state.refused?.findLast(
        (one) => one.what === danger.what && one.scope !== event.scope && event.at - one.at < DAY_MS,
      );
      return before ? [{ danger, before }] : [];
    });
    if (found.length === 0) return NO_DETECTIONS;
    const asked = acceptedByPerson(event) === 'once';
    return found.map(({ danger, before }) => ({
      why: `A person refused this in another session, and it was done here${asked ? ' after a person said yes' : ''}: ${danger.what}`,
      severity: asked ? 'low' : 'medium',
      dedupeKey: danger.what,
      also: [{ eventId: before.eventId, at: before.at, excerpt: `refused: ${before.what}`, phase: 'denied' }],
    }));
  },
};

function keep(list: Refused[], one: Refused): void {
  if (list.some(({ what, scope }) => what === one.what && scope === one.scope)) return;
  list.push(one);
  if (list.length > MAX_REFUSED) list.shift();
}
