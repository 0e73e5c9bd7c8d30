import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { runsInCi } from '../../ci';
import { dangersOf } from '../dangers';
import { acceptedByPerson, acceptedBySettings, refusedByPerson } from '../person';
import { manifest } from './manifest';

interface State {
  /** When a person last wrote or decided; the first event when none did. */
  person?: number;
}

interface Config extends Record<string, unknown> {
  /** Minutes without a word of a person. */
  minutes: number;
}

export const unattendedSensitiveAct: Detector<State, Config> = {
  manifest,
  defaults: { minutes: 30 },
  init: () => ({}),
  step(state, event, context, config) {
    state.person ??= event.at;
    if (isPerson(event)) state.person = Math.max(state.person, event.at);
    const alone = event.at - state.person;
    const by = alone >= config.minutes * 60_000 ? acceptedBySettings(event) : undefined;
    if (by === undefined || event.phase === 'denied' || runsInCi(event, context)) return NO_DETECTIONS;
    const dangers = dangersOf(event, context.analysis);
    const danger = dangers.find(({ grave }) => grave) ?? dangers[0];
    if (!danger) return NO_DETECTIONS;
    return [
      {
        why: `No person had spoken for ${config.minutes} minutes or more when ${by} let this pass: ${danger.what}`,
        dedupeKey: danger.what,
      },
    ];
  },
};

const isPerson = (event: AgentEvent): boolean =>
  (event.action.type === 'prompt' && event.action.origin !== 'machine') ||
  acceptedByPerson(event) === 'once' ||
  refusedByPerson(event);
