import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { runsInCi } from '../../ci';
import { manifest } from './manifest';
import { outsiderText, powersUsed } from './signs';

interface State {
  outsider?: { what: string; eventId: string; at: number };
}

export const untrustedTrigger: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (!runsInCi(event, context)) return NO_DETECTIONS;
    const known = state.outsider;
    if (!known) {
      const what = outsiderText(event, context);
      if (what !== undefined) state.outsider = { what: what.slice(0, 160), eventId: event.id, at: event.at };
      return NO_DETECTIONS;
    }
    const used = powersUsed(event, context);
    if (used.length === 0) return NO_DETECTIONS;
    return used.map(({ what, severity, technique }) => ({
      why: `A run in CI took in text that anyone can write (${known.what}) and then used its rights: ${what}`,
      severity,
      dedupeKey: what,
      techniques: ['T1195', technique],
      also: [{ eventId: known.eventId, at: known.at, excerpt: known.what, phase: 'completed' }],
    }));
  },
};
