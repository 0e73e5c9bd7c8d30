/** From records to acts: one tool call may be told by up to seven records, and the reader of a replay wants it once. */
import type { Action, Outcome } from '../../../../contracts/event';
import type { AgentEvent, Frame } from '../api/types';
import { gravestFirst } from '../parts/gravest';

export interface Act {
  /** Id of its first event. */
  id: string;
  ids: readonly string[];
  /** Its fullest record. */
  event: AgentEvent;
  outcome: Outcome | undefined;
  denied: boolean;
  /** Milliseconds since 1970; `end` is not before `start`. */
  start: number;
  end: number;
  /** 0 for the main agent, 1 for its sub-agents … */
  depth: number;
  alerts: Frame['alerts'];
  /** What Gander knew when the last of its records came, and made of it. */
  last: Frame;
  best: Frame;
}

const DEEPEST = 6;

/** Numbers over time are shown as strips, not as acts. */
const isAct = ({ action }: AgentEvent): boolean =>
  action.type !== 'resource.sample' && action.type !== 'tick' && !(action.type === 'model.call' && action.metric);

/** The acts of a session in the order of their first records. Linear in the frames. */
export function actsOf(frames: readonly Frame[]): Act[] {
  const parents = new Map<string, string>();
  const groups = new Map<string, Frame[]>();
  for (const frame of frames) {
    const { agent, callId, id } = frame.event;
    if (agent.id !== undefined && agent.parentId !== undefined) parents.set(agent.id, agent.parentId);
    if (!isAct(frame.event)) continue;
    const key = callId === undefined ? id : `${agent.id ?? ''}\n${callId}`;
    const group = groups.get(key);
    if (group) group.push(frame);
    else groups.set(key, [frame]);
  }
  return Array.from(groups.values(), (group) => actOf(group, parents));
}

function actOf(group: readonly Frame[], parents: ReadonlyMap<string, string>): Act {
  const [first] = group as [Frame];
  const best = group.reduce((a, b) => (fullness(b) > fullness(a) ? b : a), first);
  const outcomes = group.flatMap(({ event }) => event.outcome ?? []);
  const at = group.map(({ event }) => event.at);
  const end = Math.max(...at);
  const lasted = Math.max(0, ...outcomes.map(({ durationMs = 0 }) => durationMs));
  const alerts = new Map(group.flatMap((frame) => frame.alerts.map((alert) => [alert.id, alert])));
  return {
    id: first.event.id,
    ids: group.map(({ event }) => event.id),
    event: best.event,
    outcome: outcomes.length > 0 ? outcomes.reduce((a, b) => ({ ...a, ...b })) : undefined,
    denied: group.some(({ event }) => event.phase === 'denied'),
    start: Math.min(...at, end - lasted),
    end,
    depth: depthOf(first.event.agent.id, parents),
    alerts: [...alerts.values()].sort(gravestFirst),
    last: group.at(-1) ?? first,
    best,
  };
}

function depthOf(agent: string | undefined, parents: ReadonlyMap<string, string>): number {
  let depth = 0;
  for (let id = agent; id !== undefined && depth < DEEPEST; id = parents.get(id)) {
    if (!parents.has(id)) break;
    depth++;
  }
  return depth;
}

/** Characters that a record shows of what was done. */
function fullness({ event: { action } }: Frame): number {
  let sum = action.type === 'tool.call' && action.tool === '' ? 0 : 1;
  for (const value of Object.values(action)) if (typeof value === 'string') sum += value.length;
  return sum;
}

/** An act in a few words, for one line. */
export function titleOf(action: Action): string {
  switch (action.type) {
    case 'exec':
      return action.command ?? `${action.tool} (command hidden)`;
    case 'file.read':
      return `reads ${action.path ?? action.pattern ?? '(hidden)'}`;
    case 'file.write':
      return `${action.edit === true ? 'edits' : 'writes'} ${action.path ?? '(hidden)'}`;
    case 'file.delete':
      return `removes ${action.path ?? '(hidden)'}`;
    case 'net.fetch':
      return action.url ?? `searches ${action.query ?? '(hidden)'}`;
    case 'mcp.call':
      return `${action.server ?? 'MCP'}: ${action.tool || '(hidden)'}`;
    case 'tool.call':
      return action.tool || 'a tool';
    case 'model.call':
      return `${action.model ?? 'model'} · ${action.inputTokens ?? '?'} in, ${action.outputTokens ?? '?'} out`;
    case 'prompt':
      return action.origin === 'machine' ? 'Turn by the program' : 'Prompt';
    case 'output':
      return 'The model says';
    case 'approval':
      return `${action.tool}: ${action.decision}${action.by === undefined ? '' : ` by ${action.by}`}`;
    case 'agent.spawn':
      return `starts ${action.agentType ?? 'a sub-agent'}`;
    case 'config.change':
      return `${action.setting}: ${action.from ?? '?'} → ${action.to ?? '?'}`;
    case 'session.start':
      return 'The session starts';
    case 'session.stop':
      return 'The session ends';
    case 'external.finding':
      return `${action.sensor}: ${action.rule}`;
    default:
      return action.type;
  }
}
