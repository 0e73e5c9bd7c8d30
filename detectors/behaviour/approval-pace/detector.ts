import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { entityOf, isActivity } from '../entities';
import { newLevel, take, usualOf } from '../levels';
import type { Level } from '../levels';
import { manifest } from './manifest';

interface Settings {
  /** Off as shipped: it keeps a profile of how a person decides. Switch it on only where people know and agree. */
  people: boolean;
  /** Summaries with decisions before anything is told. */
  warmUp: number;
  /** Decisions in five minutes, and how many times as fast as usual. */
  decisions: number;
  times: number;
}

interface State {
  /** Seconds a decision. */
  pace?: Level;
}

export const approvalPace: Detector<State, Settings> = {
  manifest,
  defaults: { people: false, warmUp: 50, decisions: 10, times: 4 },
  init: () => ({}),
  step(state, event, { key }, { people, warmUp, decisions, times }) {
    if (!people || !isActivity(event) || entityOf(key).kind !== 'user') return NO_DETECTIONS;
    const { approvals, approvalMs } = event.action;
    if (approvals < 3) return NO_DETECTIONS;
    const pace = (state.pace ??= newLevel());
    const seconds = approvalMs / 1_000 / approvals;
    const [usual, { rows }] = [usualOf(pace), pace];
    take(pace, seconds);
    if (rows < warmUp || approvals < decisions || seconds * times > usual) return NO_DETECTIONS;
    return [
      {
        why: `${approvals} calls were approved in five minutes at ${seconds.toFixed(1)} seconds each; ${usual.toFixed(0)} are usual here`,
        dedupeKey: 'pace',
      },
    ];
  },
};
