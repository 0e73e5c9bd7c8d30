import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import { actsOf } from './acts';
import { manifest } from './manifest';
import { rankOf } from './modes';

interface Denied {
  act: string;
  agent: string;
  eventId: string;
  at: number;
}

interface State {
  /** Mode last told, by agent; the session's own agent is `''`. */
  modes: Record<string, string>;
  /** Newest last. */
  denied: Denied[];
}

const MAX_AGENTS = 64;
const MAX_DENIED = 64;

export const subagentRights: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({ modes: {}, denied: [] }),
  step(state, event, { analysis }) {
    const wider = modeWidened(state, event);
    const around = doneInstead(state, event, analysis);
    return wider || around ? [wider, around].filter((one) => one !== undefined) : NO_DETECTIONS;
  },
};

const agentOf = ({ agent }: AgentEvent): string => agent.id ?? '';
const isChild = ({ agent }: AgentEvent): boolean => agent.parentId !== undefined || agent.id !== undefined;

/** A sub-agent that is asked for less than the agent that started it. */
function modeWidened(state: State, event: AgentEvent): Detection | undefined {
  const mode =
    event.permission?.mode ?? (event.action.type === 'session.start' ? event.action.permissionMode : undefined);
  if (mode === undefined || mode === '') return undefined;
  const own = agentOf(event);
  const before = state.modes[own];
  if (before !== undefined || Object.keys(state.modes).length < MAX_AGENTS) state.modes[own] = mode;
  const parent = state.modes[event.agent.parentId ?? ''];
  if (own === '' || before === mode || parent === undefined) return undefined;
  const [wide, narrow] = [rankOf(mode), rankOf(parent)];
  if (wide === undefined || narrow === undefined || wide <= narrow) return undefined;
  return {
    why: `The sub-agent ${event.agent.name ?? own} runs in the mode ${mode}, the agent that started it in ${parent}`,
    severity: wide === 3 ? 'medium' : 'low',
    // The modes are each agent's own word, and workers of an orchestrator are often asked nothing: never a page by itself.
    confidence: 'low',
    dedupeKey: `mode:${own}:${mode}`,
    excerpt: `${parent} → ${mode}`,
    entities: { agent: own },
  };
}

/** What was refused to one agent of the session, and then done by another. */
function doneInstead(state: State, event: AgentEvent, analysis: EventAnalysis): Detection | undefined {
  const refused = event.phase === 'denied' || event.outcome?.status === 'denied';
  if (!refused && (state.denied.length === 0 || event.phase === 'proposed')) return undefined;
  const own = agentOf(event);
  const acts = actsOf(event, analysis);
  if (refused) {
    for (const act of acts) remember(state, { act, agent: own, eventId: event.id, at: event.at });
    return undefined;
  }
  const found = state.denied.find(({ act, agent }) => agent !== own && acts.includes(act));
  if (!found || !isChild(event)) return undefined;
  return {
    why: `What was refused to ${found.agent === '' ? 'the main agent' : `the agent ${found.agent}`} was then done by its sub-agent ${event.agent.name ?? own} (${found.act.slice(0, 120)})`,
    severity: 'medium',
    dedupeKey: `instead:${own}:${found.act.slice(0, 160)}`,
    excerpt: found.act,
    entities: { agent: own },
    also: [{ eventId: found.eventId, at: found.at, excerpt: `refused: ${found.act}`, phase: 'denied' }],
  };
}

function remember(state: State, denied: Denied): void {
  if (state.denied.some(({ act, agent }) => act === denied.act && agent === denied.agent)) return;
  state.denied.push(denied);
  if (state.denied.length > MAX_DENIED) state.denied.shift();
}
