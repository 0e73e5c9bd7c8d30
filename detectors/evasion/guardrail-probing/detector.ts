import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Evidence } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { manifest } from './manifest';
import { ATTACK_TOOLS, refusedByInterface, refuses, reframes } from './words';

interface State {
  refusals: Evidence[];
  reframed?: Evidence;
}

interface Config extends Record<string, unknown> {
  /** Refusals from which it counts as probing. */
  refusals: number;
}

const MAX_REFUSALS = 8;

export const guardrailProbing: Detector<State, Config> = {
  manifest,
  defaults: { refusals: 2 },
  init: () => ({ refusals: [] }),
  step(state, event, { analysis, installation }, config) {
    const { action } = event;
    if (isRefusal(event)) note(state, event);
    else if (action.type === 'prompt' && state.refusals.length > 0 && reframes(action.text ?? ''))
      state.reframed ??= evidenceOf(event, action.text ?? '');
    if (
      action.type !== 'exec' ||
      state.refusals.length < config.refusals ||
      !state.reframed ||
      event.phase === 'denied'
    )
      return NO_DETECTIONS;
    if (event.repository !== undefined && installation.engagements.includes(event.repository)) return NO_DETECTIONS;
    const tool = invocations(analysis)
      .slice(0, 100)
      .find(({ program }) => ATTACK_TOOLS.has(program));
    if (!tool) return NO_DETECTIONS;
    return [
      {
        why: `After ${state.refusals.length} refusals and another story for the same wish, attack tools were run: ${tool.program} ${argv(tool).slice(0, 8).join(' ').slice(0, 120)}`,
        dedupeKey: 'probing',
        also: [...state.refusals, state.reframed],
      },
    ];
  },
};

function isRefusal({ action, outcome, phase }: AgentEvent): boolean {
  if (action.type === 'output') return action.text !== undefined && refuses(action.text);
  return action.type === 'model.call' && phase === 'failed' && refusedByInterface(outcome?.error ?? '');
}

function note(state: State, event: AgentEvent): void {
  const text = event.action.type === 'output' ? (event.action.text ?? '') : (event.outcome?.error ?? '');
  state.refusals.push(evidenceOf(event, text));
  if (state.refusals.length > MAX_REFUSALS) state.refusals.shift();
}

const evidenceOf = ({ id, at, phase }: AgentEvent, text: string): Evidence => ({
  eventId: id,
  at,
  phase,
  excerpt: text.slice(0, 200),
});
