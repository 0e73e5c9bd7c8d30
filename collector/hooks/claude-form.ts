/**
 * Hooks of the form that Claude Code began and Codex and Qwen Code took over: one JSON object a hook, named by `hook_event_name`, with
 * `session_id`, `cwd`, `tool_name` and `tool_input`. What they do differently is in their own files.
 */
import type {
  AgentSpawnAction,
  ConfigChangeAction,
  Outcome,
  Permission,
  SessionStartAction,
} from '../../contracts/event';
import type { EventDraft } from '../dialects/dialect';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading, Reason } from '../dialects/draft';
import { entry, flag, isoMillis, known, number, object, member, text } from '../dialects/read-attributes';
import type { ToolCall } from '../dialects/tool-actions';
import { toolKind } from '../dialects/tool-names';
import type { Payload } from './hook-reader';

export interface Product {
  /** Family of the agent and name of its dialect. */
  readonly family: string;
  /** Key of the call's id; the one that its telemetry has too. */
  readonly callKey: string;
  /** Set when `cwd` is the folder that a command runs in, and not only where the session was started. */
  readonly cwdOfCommands: boolean;
  /** How a call ended by `tool_response`; `phase` when that says that it failed. */
  outcomeOf(payload: Payload, tool: string): Outcome;
  /** How a call ended by `error`. */
  failureOf(error: string, tool: string): Outcome;
  /** The session by which telemetry knows the act, where it is not `session_id`. */
  sessionOf?(payload: Payload): Pick<EventDraft, 'session' | 'links'>;
  /** The started sub-agent as the response of a spawn names it. */
  childOf?(payload: Payload): Partial<AgentSpawnAction>;
}

/** Whether the tool is a shell, whose ending is an exit code. */
export const isShell = (tool: string): boolean => toolKind(tool) === 'shell';

function frameOf(payload: Payload, product: Product, name: string): Frame {
  const id = text(payload, 'agent_id');
  const mode = text(payload, 'permission_mode');
  return known<Frame>({
    record: name,
    atMs: isoMillis(text(payload, 'timestamp')),
    session: text(payload, 'session_id'),
    ...product.sessionOf?.(payload),
    turn: text(payload, 'prompt_id', 'turn_id'),
    agent: known<EventDraft['agent']>({
      family: product.family,
      id,
      name: id === undefined ? undefined : text(payload, 'agent_type'),
    }),
    callId: text(payload, product.callKey),
    permission: mode === undefined ? undefined : { mode },
  });
}

function callOf(payload: Payload): ToolCall {
  const tool = text(payload, 'tool_name') ?? '';
  const server = member(object(payload, 'mcp_server'), 'name');
  return { tool, arguments: payload['tool_input'], mcp: server === undefined ? undefined : { server } };
}

type EventReader = (payload: Payload, frame: Frame, product: Product) => Reading;

/** The folder is told once, before the call: a `cd` in the command has changed it by the time of the answer. */
const proposed: EventReader = (payload, frame, product) => {
  const cwd = product.cwdOfCommands ? text(payload, 'cwd') : undefined;
  return toolDrafts({ ...frame, phase: 'proposed' }, callOf(payload)).map((draft) =>
    draft.action.type === 'exec' && cwd !== undefined ? { ...draft, action: { cwd, ...draft.action } } : draft,
  );
};

const completed: EventReader = (payload, frame, product) => {
  const call = callOf(payload);
  const durationMs = number(payload, 'duration_ms');
  const outcome = known<Outcome>({ ...product.outcomeOf(payload, call.tool), durationMs });
  const phase = outcome.status === 'error' ? ('failed' as const) : ('completed' as const);
  const child = product.childOf?.(payload);
  return toolDrafts({ ...frame, phase, outcome }, call).map((draft) =>
    draft.action.type === 'agent.spawn' && child ? { ...draft, action: { ...draft.action, ...child } } : draft,
  );
};

const failed: EventReader = (payload, frame, product) => {
  const call = callOf(payload);
  const outcome = known<Outcome>({
    ...product.failureOf(text(payload, 'error') ?? '', call.tool),
    status: flag(payload, 'is_interrupt') === true ? 'cancelled' : 'error',
    durationMs: number(payload, 'duration_ms'),
  });
  return toolDrafts({ ...frame, phase: 'failed', outcome }, call);
};

const denied: EventReader = (payload, frame) => {
  const permission: Permission = { ...frame.permission, decision: 'reject' };
  const outcome = known<Outcome>({ status: 'denied', error: text(payload, 'reason') });
  return toolDrafts({ ...frame, phase: 'denied', permission, outcome }, callOf(payload));
};

/** Where the hook says who wrote the prompt; background tasks report in a tag of their own. */
function originOf(payload: Payload, prompt: string): 'human' | 'machine' | 'unknown' {
  if (prompt.startsWith('<task-notification>')) return 'machine';
  const source = text(payload, 'source');
  if (source === undefined) return 'unknown';
  return source === 'user' ? 'human' : 'machine';
}

const prompted: EventReader = (payload, frame) => {
  const prompt = text(payload, 'prompt');
  if (prompt === undefined) return ignore('incomplete');
  return one(frame, { type: 'prompt', text: prompt, origin: originOf(payload, prompt) });
};

const started: EventReader = (payload, frame) =>
  one(
    frame,
    known<SessionStartAction>({
      type: 'session.start',
      reason: text(payload, 'source'),
      permissionMode: text(payload, 'permission_mode'),
      cwd: text(payload, 'cwd'),
    }),
  );

const said: EventReader = (payload, frame) => {
  const answer = text(payload, 'last_assistant_message');
  return answer === undefined ? ignore('incomplete') : one(frame, { type: 'output', text: answer });
};

/** The sub-agent is the parent's doing. */
const spawn =
  (phase: EventDraft['phase']): EventReader =>
  (payload, frame, product) => {
    const { family } = product;
    const action = known<AgentSpawnAction>({
      type: 'agent.spawn',
      agentType: text(payload, 'agent_type'),
      childAgentId: text(payload, 'agent_id'),
    });
    const session = text(payload, 'session_id');
    return one({ ...frame, agent: { family }, ...(session === undefined ? {} : { session }) }, action, { phase });
  };

const EVENTS: Readonly<Record<string, EventReader>> = {
  PreToolUse: proposed,
  PostToolUse: completed,
  PostToolUseFailure: failed,
  PermissionDenied: denied,
  UserPromptSubmit: prompted,
  SessionStart: started,
  SessionEnd: (payload, frame) =>
    one(frame, known<EventDraft['action']>({ type: 'session.stop', reason: text(payload, 'reason') })),
  Stop: said,
  SubagentStart: spawn('started'),
  SubagentStop: spawn('completed'),
  InstructionsLoaded: (payload, frame) =>
    one(
      frame,
      known<EventDraft['action']>({ type: 'file.read', tool: 'InstructionsLoaded', path: text(payload, 'file_path') }),
    ),
  ConfigChange: (payload, frame) =>
    one(
      frame,
      known<ConfigChangeAction>({
        type: 'config.change',
        setting: `settings.${text(payload, 'source') ?? ''}`,
        to: text(payload, 'file_path'),
      }),
    ),
};

/** Hooks that tell no act of their own, with why. */
const SILENT: Readonly<Record<string, Reason>> = {
  PostToolBatch: 'duplicate',
  // Asks for what PreToolUse told; it has no call id, so the act would be told twice.
  PermissionRequest: 'duplicate',
  UserPromptExpansion: 'duplicate',
  PreModelRequest: 'duplicate',
  PostModelRequest: 'duplicate',
  Notification: 'housekeeping',
  MessageDisplay: 'housekeeping',
  PreCompact: 'housekeeping',
  PostCompact: 'housekeeping',
  PreModelSwitch: 'housekeeping',
  PostModelSwitch: 'housekeeping',
  StopFailure: 'housekeeping',
  Interrupt: 'housekeeping',
  CwdChanged: 'housekeeping',
  DirectoryAdded: 'housekeeping',
  FileChanged: 'housekeeping',
  Elicitation: 'housekeeping',
  ElicitationResult: 'housekeeping',
  TaskCreated: 'housekeeping',
  TaskCompleted: 'housekeeping',
  TeammateIdle: 'housekeeping',
  WorktreeCreate: 'housekeeping',
  WorktreeRemove: 'housekeeping',
  Setup: 'housekeeping',
};

export function readClaudeForm(payload: Payload, product: Product): Reading {
  const name = text(payload, 'hook_event_name') ?? '';
  const read = entry(EVENTS, name);
  if (read) return read(payload, frameOf(payload, product, name), product);
  return ignore(entry(SILENT, name) ?? 'unknown event');
}
