/**
 * OpenAI Codex (0.169). The logs tell everything, arguments and outputs in clear; their own time is 0 and `success` says only that the
 * tool ran. The hundreds of internal spans carry no content: the one thing they add is the call that a hook refused, which has no log.
 */
import type { AgentSpawnAction, ModelCallAction, Outcome, Permission, SessionStartAction } from '../../contracts/event';
import type { Attributes, LogRecord, MetricPoint, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore, one, timeOf, tokenCall, toolDrafts, traceOf } from './draft';
import type { Frame, Reading, Reason, TokenKind } from './draft';
import { sessionScope } from './identity';
import { contentOf, entry, flag, known, member, number, object, text, visibilityOf } from './read-attributes';
import type { Content } from './read-attributes';
import type { ToolCall } from './tool-actions';
import { toolKind } from './tool-names';

const NAME = 'codex';
const SHOW_PROMPTS = '[otel] log_user_prompt = true';
const SHOW_RESPONSES = '[otel] log_agent_responses = true';

function frameOf(record: TelemetryRecord, name: string): Frame {
  const { attributes } = record;
  const agentName = text(attributes, 'agent_name');
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    sequence: number(attributes, 'tool_result_seq'),
    session: text(attributes, 'conversation.id'),
    turn: text(attributes, 'turn.id', 'turn_id'),
    // A sub-agent has a conversation of its own; its name is there only on results, so it is no key.
    agent: agentName === undefined || agentName === '/root' ? { family: NAME } : { family: NAME, name: agentName },
    user: text(attributes, 'user.email'),
    account: text(attributes, 'user.account_id'),
    trace: record.kind === 'metric' ? undefined : traceOf(record),
    callId: text(attributes, 'call_id'),
  });
}

function callOf(attributes: Attributes): ToolCall {
  const tool = text(attributes, 'tool_name') ?? '';
  const namespace = text(attributes, 'tool_namespace') ?? '';
  const server = text(attributes, 'mcp_server') ?? (namespace.startsWith('mcp__') ? namespace.slice(5) : undefined);
  return { tool, arguments: attributes['arguments'], mcp: server === undefined ? undefined : { server, tool } };
}

/** Longest beginning of an output in which its header is looked for, characters. */
const MAX_HEADER = 600;

/** Exit code from the lines before `Output:`; what the command itself printed comes after and is not believed. */
export function exitCodeOf(output: string | undefined): number | undefined {
  const start = output?.slice(0, MAX_HEADER) ?? '';
  const end = start.search(/^Output:/m);
  const header = end < 0 ? start : start.slice(0, end);
  const found = /^(?:Process exited with code|Exit code:) (-?\d{1,10})\s*$/m.exec(header)?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Words with which the agent's own policy refuses a call before anything runs. */
const REFUSED = /\bRejected\(|\breject command\b|\brejected by\b|\bapproval policy\b|\bdenied by\b|\bblocked by\b/;

/** Whether an output is the agent's refusal of a call that did not run. Commands print such words too: only where none ran is it one. */
export function isRefusal(output: string | undefined): boolean {
  return REFUSED.test(output?.slice(0, MAX_HEADER) ?? '');
}

function readResult({ attributes }: LogRecord, frame: Frame): Reading {
  const output = contentOf(attributes['output']);
  const shown: Content = flag(attributes, 'output_truncated') === true ? { ...output, state: 'truncated' } : output;
  const success = flag(attributes, 'success');
  const refused = success === false && isRefusal(output.text);
  const exits = ['shell', 'stdin', 'patch'].includes(toolKind(text(attributes, 'tool_name') ?? ''));
  const outcome = known<Outcome>({
    status: refused ? 'denied' : success === undefined ? undefined : success ? 'ok' : 'error',
    exitCode: exits ? exitCodeOf(output.text) : undefined,
    output: output.text,
    durationMs: number(attributes, 'duration_ms'),
  });
  const phase = refused ? ('denied' as const) : success === false ? ('failed' as const) : ('completed' as const);
  const permission: Permission | undefined = refused ? { decision: 'reject', by: 'policy' } : undefined;
  const visibility = shown.state === 'truncated' ? visibilityOf('outcome.output', shown) : [];
  const drafts = toolDrafts(
    known<Frame & Pick<EventDraft, 'phase'>>({ ...frame, phase, outcome, permission, visibility }),
    callOf(attributes),
  );
  return drafts.map((draft) => (draft.action.type === 'agent.spawn' ? withChild(draft, attributes) : draft));
}

/** The output of a spawn names the child's conversation: nothing else ties the two. */
function withChild(draft: EventDraft, attributes: Attributes): EventDraft {
  const child = member(object(attributes, 'output'), 'agent_id');
  if (child === undefined || draft.action.type !== 'agent.spawn') return draft;
  const action: AgentSpawnAction = { ...draft.action, childSession: child };
  if (draft.session === undefined) return { ...draft, action };
  const link = {
    kind: 'child-parent' as const,
    child: sessionScope(NAME, child),
    parent: sessionScope(NAME, draft.session),
  };
  return { ...draft, action, links: [link] };
}

/** Carries no arguments; the result, or a record of the same call, does. */
function readDecision({ attributes }: LogRecord, frame: Frame): Reading {
  const word = text(attributes, 'decision')?.toLowerCase() ?? '';
  const accepted = word.startsWith('approved');
  const permission = known<Permission>({
    decision: accepted ? 'accept' : 'reject',
    by: text(attributes, 'source')?.toLowerCase(),
  });
  const outcome: Outcome | undefined = accepted ? undefined : { status: 'denied' };
  return toolDrafts(
    known<Frame & Pick<EventDraft, 'phase'>>({
      ...frame,
      phase: accepted ? 'approved' : 'denied',
      permission,
      outcome,
    }),
    callOf(attributes),
  );
}

/** Two records tell the end of a response: only the one with counts is a model call. */
function readStreamEvent({ attributes }: LogRecord, frame: Frame): Reading {
  const kind = text(attributes, 'event.kind');
  if (kind === 'response.failed')
    return one(frame, modelCall(attributes), { phase: 'failed', outcome: failure(attributes) });
  if (kind !== 'response.completed') return ignore('housekeeping');
  if (number(attributes, 'input_token_count') === undefined) return ignore('duplicate');
  return one(frame, modelCall(attributes), { outcome: { status: 'ok' } });
}

function modelCall(attributes: Attributes): ModelCallAction {
  return known<ModelCallAction>({
    type: 'model.call',
    provider: 'openai',
    model: text(attributes, 'model', 'slug'),
    inputTokens: number(attributes, 'input_token_count'),
    cachedInputTokens: number(attributes, 'cached_token_count'),
    outputTokens: number(attributes, 'output_token_count'),
  });
}

function failure(attributes: Attributes): Outcome {
  const error = text(attributes, 'error.message', 'http.response.status_code');
  return known<Outcome>({ status: 'error', error, durationMs: number(attributes, 'duration_ms') });
}

const LOGS: Readonly<Record<string, (record: LogRecord, frame: Frame) => Reading>> = {
  tool_result: readResult,
  tool_decision: readDecision,
  sse_event: readStreamEvent,
  conversation_starts: ({ attributes }, frame) =>
    one(
      frame,
      known<SessionStartAction>({
        type: 'session.start',
        permissionMode: text(attributes, 'approval_policy'),
        sandbox: text(attributes, 'sandbox_policy'),
      }),
    ),
  user_prompt: ({ attributes }, frame) => {
    const prompt = contentOf(attributes['prompt']);
    return one(frame, known<EventDraft['action']>({ type: 'prompt', text: prompt.text, origin: 'unknown' }), {
      visibility: visibilityOf('action.text', prompt, SHOW_PROMPTS),
    });
  },
  agent_response: ({ attributes }, frame) => {
    const response = contentOf(attributes['response']);
    return one(frame, known<EventDraft['action']>({ type: 'output', text: response.text }), {
      visibility: visibilityOf('action.text', response, SHOW_RESPONSES),
    });
  },
  api_request: ({ attributes }, frame) => {
    const failed =
      text(attributes, 'error.message') !== undefined || (number(attributes, 'http.response.status_code') ?? 0) >= 400;
    if (!failed) return ignore('duplicate');
    return one(frame, modelCall(attributes), { phase: 'failed', outcome: failure(attributes) });
  },
};

const SILENT: Readonly<Record<string, Reason>> = {
  startup_phase: 'housekeeping',
  turn_ttft: 'housekeeping',
  turn_cost: 'duplicate',
  websocket_connect: 'housekeeping',
  websocket_request: 'duplicate',
  websocket_event: 'housekeeping',
  auth_recovery: 'housekeeping',
  sandbox_outcome: 'duplicate',
  agent_communication: 'duplicate',
};

/** A span named as its tool without `codex.tool.phase` is a call that a hook refused before it was dispatched. */
function readSpan(record: SpanRecord): Reading {
  const { attributes, name } = record;
  const tool = text(attributes, 'tool_name');
  if (tool === undefined || text(attributes, 'call_id') === undefined) return ignore('internal');
  if (name !== tool && !name.startsWith('mcp__')) return ignore('internal');
  if (text(attributes, 'codex.tool.phase') !== undefined) return ignore('duplicate');
  const permission: Permission = { decision: 'reject', by: 'hook' };
  return one(
    frameOf(record, name),
    { type: 'approval', tool, decision: 'reject', by: 'hook' },
    {
      phase: 'denied',
      permission,
      outcome: { status: 'denied' },
    },
  );
}

const TOKENS: Readonly<Record<string, TokenKind>> = {
  input: 'input',
  cached_input: 'cached-within-input',
  output: 'output',
};

function readMetric(record: MetricPoint): Reading {
  if (record.name !== 'codex.turn.token_usage') return ignore('metric');
  const kind = entry(TOKENS, text(record.attributes, 'token_type'));
  const action = kind === undefined ? undefined : tokenCall(record, kind, { provider: 'openai' });
  return action ? one(frameOf(record, record.name), action) : ignore('metric');
}

export const codex: Dialect = {
  name: NAME,
  byOrigin: true,
  recognises: ({ origin }) => {
    const scope = origin.scope.name;
    if (scope.startsWith('codex_otel') || scope === 'codex') return true;
    const service = text(origin.resource, 'service.name') ?? '';
    return /^codex(?:[_-]|$)/.test(service) && origin.resource['telemetry.sdk.language'] === 'rust';
  },
  read(record) {
    if (record.kind === 'metric') return readMetric(record);
    if (record.kind === 'span') return readSpan(record);
    // The record's own event name is a place in the source.
    const full = text(record.attributes, 'event.name');
    if (full === undefined) return ignore('internal');
    const name = full.replace(/^codex\./, '');
    const read = entry(LOGS, name);
    return read ? read(record, frameOf(record, name)) : ignore(entry(SILENT, name) ?? 'unknown event');
  },
};
