import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { acceptedByPerson, refusedByPerson } from '../person';
import { effectsOf } from '../effects';
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
    const effects = effectsOf(event, analysis).filter(({ kind }) => kind !== 'raise');
    if (refused) {
      for (const { what } of effects)
        keep((state.refused ??= []), { what, scope: event.scope, eventId: event.id, at: event.at });
      return NO_DETECTIONS;
    }
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const found = effects.flatMap((effect) => {
      const before = state.refused?.findLast(
        (one) => one.what === effect.what && one.scope !== event.scope && event.at - one.at < DAY_MS,
      );
      return before ? [{ effect, before }] : [];
    });
    if (found.length === 0) return NO_DETECTIONS;
    const asked = acceptedByPerson(event) === 'once';
    return found.map(({ effect, before }) => ({
      why: `A person refused this in another session, and it was done here${asked ? ' after a person said yes' : ''}: ${effect.what}`,
      severity: asked ? 'low' : 'medium',
      dedupeKey: effect.what,
      also: [{ eventId: before.eventId, at: before.at, excerpt: `refused: ${before.what}`, phase: 'denied' }],
    }));
  },
};

function keep(list: Refused[], one: Refused): void {
  if (list.some(({ what, scope }) => what === one.what && scope === one.scope)) return;
  list.push(one);
  if (list.length > MAX_REFUSED) list.shift();
}
