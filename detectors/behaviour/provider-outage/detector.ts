import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { entityOf, isActivity, sessionOf } from '../entities';
import { hashOf } from '../streams';
import { manifest } from './manifest';

interface Settings {
  /** Sessions that fail at the same time, at least, and as a share of those that call models. */
  sessions: number;
  share: number;
}

interface State {
  /** Sessions that called models lately: hash, time, and whether most of their calls failed. */
  lately?: [session: number, at: number, fails: boolean][];
  since?: number;
}

const LATELY_MS = 360_000;
const MAX_SESSIONS = 1_000;
/** Failed calls that are no chance, and the share of a session's calls. */
const LEAST_ERRORS = 3;
const MOSTLY = 0.5;

export const providerOutage: Detector<State, Settings> = {
  manifest,
  defaults: { sessions: 3, share: 0.3 },
  init: () => ({}),
  step(state, event, { key }, settings) {
    if (!isActivity(event) || event.action.modelCalls === 0 || entityOf(key).kind !== 'fleet') return NO_DETECTIONS;
    const { modelCalls, modelErrors } = event.action;
    const session = hashOf(sessionOf(event));
    const lately = (state.lately ?? []).filter(([name, at]) => name !== session && at > event.at - LATELY_MS);
    lately.push([session, event.at, modelErrors >= LEAST_ERRORS && modelErrors >= modelCalls * MOSTLY]);
    state.lately = lately.slice(-MAX_SESSIONS);
    const failing = lately.filter(([, , fails]) => fails).length;
    const isOut = failing >= settings.sessions && failing >= lately.length * settings.share;
    if (!isOut) {
      delete state.since;
      return NO_DETECTIONS;
    }
    if (state.since !== undefined) return NO_DETECTIONS;
    state.since = event.at;
    return [
      {
        why: `Calls of models fail in ${failing} of ${lately.length} sessions at once: a provider or the way to it is down, not one agent`,
        dedupeKey: 'outage',
      },
    ];
  },
};
