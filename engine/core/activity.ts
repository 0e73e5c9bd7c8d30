/**
 * What a session does, added up over a few minutes, so that baselines of hosts, repositories, accounts, agents and the fleet learn from
 * one summary a session and not from each event. Sums do not depend on the order in which records come.
 */
import { NO_ANALYSIS } from '../../contracts/analysis';
import type { EventAnalysis } from '../../contracts/analysis';
import type { ActivityAction, AgentEvent, ModelCallAction } from '../../contracts/event';
import type { Step } from './actions';
import { kindOf, thingsOf } from './activity-words';
import { digestOf } from './digest';

/** Minutes of one summary. Those of each session begin at its own second, so that not all are told at once. */
export const LENGTH_MS = 300_000;
const MAX_USED = 48;
const MAX_KINDS = 64;
const MAX_NAMES = 64;
/** A decision so long after the one before was no haste. */
const MAX_PAUSE_MS = 600_000;

/** Phases of a call that is over. */
const ENDS: ReadonlySet<string> = new Set(['completed', 'failed', 'denied']);

/** What one signal told of models and prompts: the same call may be told by a log, a span and a metric. */
type Talk = Pick<ActivityAction, 'prompts' | 'modelCalls' | 'modelErrors' | 'inputTokens' | 'outputTokens' | 'cost'>;

type Sums = Pick<ActivityAction, 'calls' | 'errors' | 'denials' | 'sends' | 'busyMs' | 'approvals' | 'approvalMs'>;

type Head = Pick<
  AgentEvent,
  'tenant' | 'source' | 'scope' | 'session' | 'host' | 'user' | 'account' | 'repository' | 'identityBasis'
> & { family: string; name?: string };

/** Minutes that are still added to. Plain JSON. */
export interface Pulse {
  end: number;
  /** Latest receipt, and the least id, of what was added. */
  received: number;
  id: string;
  head: Head;
  sums: Sums;
  talk: Record<string, Talk>;
  agents: string[];
  used: string[];
  acts: Record<string, number>;
  order: Record<string, number>;
  last?: string;
  decidedAt?: number;
  /** Calls that are counted as failed or refused already. */
  ended: string[];
}

/** The pulses of one scope that are open: one, or two about the time at which one follows the other. */
export type Pulses = Pulse[];

/** Adds a prompt or the call of a model; nothing else may be given. */
export function addTalk(pulses: Pulses, event: AgentEvent): void {
  const { action, phase, outcome } = event;
  if (action.type === 'prompt') {
    if (action.origin !== 'machine') talkOf(pulses, event).prompts += 1;
    return;
  }
  if (action.type !== 'model.call' || (phase !== 'completed' && phase !== 'failed')) return;
  if (action.metric?.temporality === 'cumulative') return;
  const talk = talkOf(pulses, event);
  if (!action.metric) {
    talk.modelCalls += 1;
    if (phase === 'failed' || outcome?.status === 'error') talk.modelErrors += 1;
  }
  addUse(talk, action);
  if (action.model !== undefined) note(pulseAt(pulses, event).used, `model ${action.model}`.slice(0, 90), MAX_USED);
}

function addUse(talk: Talk, { inputTokens, outputTokens, cost }: ModelCallAction): void {
  talk.inputTokens += inputTokens ?? 0;
  talk.outputTokens += outputTokens ?? 0;
  talk.cost += cost?.amount ?? 0;
}

/** Adds a step of an act, when its turn has come in order of time. */
export function addStep(pulses: Pulses, step: Step, analysis: EventAnalysis = NO_ANALYSIS): void {
  const { event, course, occasion, variant } = step;
  const { type } = event.action;
  if (type === 'prompt' || type === 'output' || type === 'model.call') return;
  if (type === 'approval') {
    addDecision(pulses, event);
    return;
  }
  const kind = kindOf(event.action, analysis);
  if (kind === undefined) return;
  const hasEnded = ENDS.has(course.phase);
  // Of a call without content many records may come: the one that says how it ended counts.
  const counts = occasion === 'hidden' ? hasEnded : occasion === 'content';
  const pulse = pulseAt(pulses, event);
  if (counts && (occasion === 'hidden' || variant.number === 0)) addCall(pulse, event, kind, analysis);
  if (hasEnded) addEnd(pulse, step);
  addDecision(pulses, event);
}

function addCall(pulse: Pulse, event: AgentEvent, kind: string, analysis: EventAnalysis): void {
  const { sums, acts, order } = pulse;
  sums.calls += 1;
  if (analysis.transfers.some(({ direction }) => direction === 'out')) sums.sends += 1;
  increase(acts, kind);
  if (pulse.last !== undefined) increase(order, `${pulse.last}>${kind}`);
  pulse.last = kind;
  for (const thing of thingsOf(event.action, analysis)) note(pulse.used, thing, MAX_USED);
  if (event.agent.id !== undefined) note(pulse.agents, event.agent.id.slice(0, 60), MAX_NAMES);
}

/** How a call ended, once. */
function addEnd(pulse: Pulse, { event, course: { marks } }: Step): void {
  const { sums, ended } = pulse;
  const isDenied = marks.includes('denied') && !marks.includes('attempted');
  const { outcome } = event;
  const isBad = isDenied || event.phase === 'failed' || outcome?.status === 'error' || (outcome?.exitCode ?? 0) !== 0;
  const call = (event.callId ?? event.id).slice(0, 60);
  if (ended.includes(call)) return;
  if (isBad || outcome?.durationMs !== undefined) note(ended, call, MAX_NAMES);
  if (isDenied) sums.denials += 1;
  else if (isBad) sums.errors += 1;
  sums.busyMs += outcome?.durationMs ?? 0;
}

function addDecision(pulses: Pulses, event: AgentEvent): void {
  const { permission, action, at } = event;
  const accepted = action.type === 'approval' ? action.decision : permission?.decision;
  const by = action.type === 'approval' ? action.by : permission?.by;
  if (accepted !== 'accept' || !/^user/i.test(by ?? '')) return;
  const pulse = pulseAt(pulses, event);
  const call = `ok ${(event.callId ?? event.id).slice(0, 60)}`;
  if (pulse.ended.includes(call)) return;
  note(pulse.ended, call, MAX_NAMES);
  pulse.sums.approvals += 1;
  pulse.sums.approvalMs += Math.min(at - (pulse.decidedAt ?? at - MAX_PAUSE_MS), MAX_PAUSE_MS);
  pulse.decidedAt = at;
}

function talkOf(pulses: Pulses, event: AgentEvent): Talk {
  const { talk } = pulseAt(pulses, event);
  return (talk[event.source.signal] ??= {
    prompts: 0,
    modelCalls: 0,
    modelErrors: 0,
    inputTokens: 0,
    outputTokens: 0,
    cost: 0,
  });
}

/** The pulse that the event belongs to, opened when there is none. */
function pulseAt(pulses: Pulses, event: AgentEvent): Pulse {
  let pulse = pulses.find(({ end }) => event.at < end && event.at >= end - LENGTH_MS);
  if (!pulse) {
    pulse = newPulse(event);
    pulses.push(pulse);
    pulses.sort((a, b) => a.end - b.end);
  }
  pulse.received = Math.max(pulse.received, event.receivedAt);
  if (event.id < pulse.id) pulse.id = event.id;
  fill(pulse.head, event);
  return pulse;
}

function newPulse(event: AgentEvent): Pulse {
  const { tenant, source, scope, identityBasis, agent } = event;
  return {
    end: endOf(event),
    received: event.receivedAt,
    id: event.id,
    head: { tenant, source, scope, identityBasis, family: agent.family },
    sums: { calls: 0, errors: 0, denials: 0, sends: 0, busyMs: 0, approvals: 0, approvalMs: 0 },
    talk: {},
    agents: [],
    used: [],
    acts: {},
    order: {},
    ended: [],
  };
}

const FILLED = ['session', 'host', 'user', 'account', 'repository'] as const;

function fill(head: Head, event: AgentEvent): void {
  for (const field of FILLED) if (head[field] === undefined && event[field] !== undefined) head[field] = event[field];
  if (head.name === undefined && event.agent.name !== undefined && event.agent.id === undefined)
    head.name = event.agent.name;
  if (head.source.version === undefined && event.source.version !== undefined) head.source = event.source;
}

function endOf({ scope, at }: AgentEvent): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < scope.length; index += 1) hash = Math.imul(hash ^ scope.charCodeAt(index), 0x01000193);
  const offset = (hash >>> 0) % LENGTH_MS;
  return (Math.floor((at - offset) / LENGTH_MS) + 1) * LENGTH_MS + offset;
}

function note(list: string[], value: string, most: number): void {
  if (list.length < most && !list.includes(value)) list.push(value);
}

function increase(counts: Record<string, number>, name: string): void {
  const known = counts[name];
  if (known !== undefined) counts[name] = known + 1;
  else if (Object.keys(counts).length < MAX_KINDS) counts[name] = 1;
}

/**
 * Takes out the pulses that are over, by event time (`watermark`) or, in a session that has fallen silent, because all that was received
 * by `receivedBy` is in.
 */
export function endedPulses(pulses: Pulses, watermark: number, receivedBy: number): AgentEvent[] {
  const over = pulses.filter(({ end, received }) => end <= watermark || (end <= receivedBy && received <= receivedBy));
  for (const pulse of over) pulses.splice(pulses.indexOf(pulse), 1);
  return over.map(activityOf);
}

function activityOf({ end, received, id, head, sums, talk, agents, used, acts, order }: Pulse): AgentEvent {
  const { family, name, ...rest } = head;
  const { dialect, service, version } = head.source;
  const said = Object.values(talk);
  const most = (field: keyof Talk) => said.reduce((largest, one) => Math.max(largest, one[field]), 0);
  return {
    ...rest,
    id: digestOf('activity', id, end),
    at: end,
    receivedAt: received,
    source: {
      dialect,
      signal: 'internal',
      record: 'activity',
      ...(service !== undefined && { service }),
      ...(version !== undefined && { version }),
    },
    agent: { family, ...(name !== undefined && { name }) },
    phase: 'completed',
    action: {
      type: 'activity',
      lengthMs: LENGTH_MS,
      ...sums,
      prompts: most('prompts'),
      modelCalls: most('modelCalls'),
      modelErrors: most('modelErrors'),
      inputTokens: most('inputTokens'),
      outputTokens: most('outputTokens'),
      cost: most('cost'),
      agents: agents.length,
      used: used.sort(),
      acts,
      order,
    },
  };
}
