import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { dangersOf } from '../dangers';
import { acceptedByPerson, refusedByPerson } from '../person';
import { manifest } from './manifest';

interface State {
  /** Decisions one after the other that were too quick to be read. */
  quick: number;
  /** Of them, about something dangerous, as far as content is shown. */
  risky: number;
  /** Time of the decision before. */
  last: number;
  /** Ids of the calls decided last, each counted once. */
  calls: string[];
}

interface Config extends Record<string, unknown> {
  /** Quick decisions in a row that are told. */
  streak: number;
}

const MAX_CALLS = 8;
/** Nobody weighs a command in less, milliseconds. */
const LEAST_MS = 5_000;
const MOST_MS = 20_000;
/** Characters a second that a practised reader of code takes in. */
const READS = 25;
/** After such a pause a new streak begins. */
const PAUSE_MS = 600_000;

export const approvalFatigue: Detector<State, Config> = {
  manifest,
  defaults: { streak: 20 },
  init: () => ({ quick: 0, risky: 0, last: 0, calls: [] }),
  step(state, event, { analysis }, config) {
    if (!event.permission && event.action.type !== 'approval') return NO_DETECTIONS;
    if (refusedByPerson(event)) return restart(state, event.at);
    const accepted = acceptedByPerson(event);
    if (!accepted || seen(state, event)) return NO_DETECTIONS;
    const dangers = dangersOf(event, analysis);
    const found: Detection[] = [];
    const grave = dangers.find((danger) => danger.grave);
    if (accepted === 'always' && grave)
      found.push({
        why: `A person allowed for good what is hard to undo: ${grave.what}`,
        dedupeKey: `always:${grave.kind}`,
        severity: 'low',
      });
    count(state, event, dangers.length > 0);
    if (state.quick > 0 && state.quick % config.streak === 0) found.push(streak(state));
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

function restart(state: State, at: number): typeof NO_DETECTIONS {
  state.quick = state.risky = 0;
  state.last = at;
  return NO_DETECTIONS;
}

function seen(state: State, { callId }: AgentEvent): boolean {
  if (callId === undefined) return false;
  if (state.calls.includes(callId)) return true;
  state.calls.push(callId);
  if (state.calls.length > MAX_CALLS) state.calls.shift();
  return false;
}

function count(state: State, { at, action }: AgentEvent, risky: boolean): void {
  const took = at - state.last;
  const isFirst = state.last === 0 || took > PAUSE_MS;
  const needed = Math.min(MOST_MS, Math.max(LEAST_MS, (lengthOf(action) / READS) * 1_000));
  state.last = at;
  if (isFirst || took >= needed) state.quick = state.risky = 0;
  if (isFirst || took < needed) state.quick += 1;
  if (risky) state.risky += 1;
}

function lengthOf(action: AgentEvent['action']): number {
  if (action.type === 'exec') return action.command?.length ?? 0;
  return action.type === 'file.write' ? (action.content?.length ?? 0) : 0;
}

function streak({ quick, risky }: State): Detection {
  // The count grows with each further yes and is told once: the key has none.
  const about = risky > 0 ? `, ${risky} of them about something dangerous` : '';
  return { why: `${quick} calls in a row were approved faster than they can be read${about}`, dedupeKey: 'streak' };
}
