/**
 * Claude Code (2.1). Acts are told by two logs and up to three spans joined by `tool_use_id`; `session.id` is on every record and point.
 * The log decides what was allowed and how it ended: the span `claude_code.tool` is there also for a rejected call.
 */
import type { ModelCallAction, Outcome, Permission, Visibility } from '../../contracts/event';
import type {
  Attributes,
  AttributeValue,
  LogRecord,
  MetricPoint,
  SpanRecord,
  TelemetryRecord,
} from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore, one, timeOf, tokenCall, toolDrafts, traceOf } from './draft';
import type { Frame, Reading, TokenKind } from './draft';
import {
  contentOf,
  entry,
  flag,
  hidden,
  known,
  member,
  number,
  object,
  text,
  textOf,
  visibilityOf,
} from './read-attributes';
import type { ToolCall } from './tool-actions';

const SHOW_DETAILS = 'OTEL_LOG_TOOL_DETAILS=1';
const SHOW_PROMPTS = 'OTEL_LOG_USER_PROMPTS=1';
const SHOW_RESPONSES = 'OTEL_LOG_ASSISTANT_RESPONSES=1';
const SHOW_OUTPUT = 'CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1 OTEL_TRACES_EXPORTER=otlp OTEL_LOG_TOOL_CONTENT=1';

function frameOf(record: TelemetryRecord, name: string): Frame {
  const { attributes } = record;
  const install = text(attributes, 'user.id');
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    sequence: number(attributes, 'event.sequence'),
    session: text(attributes, 'session.id'),
    turn: text(attributes, 'prompt.id'),
    agent: known<EventDraft['agent']>({
      family: 'claude-code',
      id: text(attributes, 'agent_id'),
      parentId: text(attributes, 'parent_agent_id'),
    }),
    // An install id is no person: the namespace says so.
    user: text(attributes, 'user.email') ?? (install === undefined ? undefined : `claude-code:${install}`),
    account: text(attributes, 'organization.id', 'user.account_uuid'),
    trace: record.kind === 'metric' ? undefined : traceOf(record),
    callId: text(attributes, 'tool_use_id', 'gen_ai.tool.call.id'),
  });
}

/** Tools whose main argument decisions and spans show when told to; for all others only the result's log has it. */
const SHOWN_EVERYWHERE = new Set(['Bash', 'PowerShell', 'Agent', 'Task', 'Skill']);
const SHOWN_ON_SPANS = new Set([...SHOWN_EVERYWHERE, 'Read', 'Write', 'Edit', 'NotebookEdit']);

/** The arguments as far as the log shows them: `tool_parameters` has commands whole, `tool_input` has everything, long strings cut. */
function callOf(attributes: Attributes, setting: string | undefined): ToolCall {
  const tool = text(attributes, 'tool_name', 'gen_ai.tool.name') ?? '';
  const parameters = object(attributes, 'tool_parameters');
  const input = text(attributes, 'tool_input');
  if (tool === 'mcp_tool' || text(attributes, 'tool_source') === 'mcp' || tool.startsWith('mcp__')) {
    return {
      tool: tool === 'mcp_tool' ? '' : tool,
      arguments: input,
      mcp: { server: member(parameters, 'mcp_server_name'), tool: member(parameters, 'mcp_tool_name') },
      setting,
    };
  }
  const command = member(parameters, 'full_command');
  const shown = command === undefined ? input : withCommand(command, parameters);
  const type = member(parameters, 'subagent_type');
  const spawn = input === undefined && type !== undefined ? { subagent_type: type } : undefined;
  return { tool, arguments: shown ?? spawn, setting };
}

function withCommand(command: string, parameters: ReturnType<typeof object>): AttributeValue {
  return known<{ [key: string]: AttributeValue }>({
    command,
    description: member(parameters, 'description'),
    dangerouslyDisableSandbox: parameters['dangerouslyDisableSandbox'] === true ? true : undefined,
  } as { [key: string]: AttributeValue });
}

type LogReader = (record: LogRecord, frame: Frame) => Reading;

const LOGS: Readonly<Record<string, LogReader>> = {
  tool_decision: readDecision,
  tool_result: readResult,
  user_prompt: ({ attributes }, frame) => {
    const prompt = contentOf(attributes['prompt']);
    const machine = prompt.text?.startsWith('<task-notification>') ?? false;
    return one(
      frame,
      known<EventDraft['action']>({ type: 'prompt', text: prompt.text, origin: machine ? 'machine' : 'unknown' }),
      {
        visibility: visibilityOf('action.text', prompt, SHOW_PROMPTS),
      },
    );
  },
  assistant_response: ({ attributes }, frame) => {
    const response = contentOf(attributes['response']);
    return one(frame, known<EventDraft['action']>({ type: 'output', text: response.text }), {
      visibility: visibilityOf('action.text', response, SHOW_RESPONSES),
    });
  },
  api_request: ({ attributes }, frame) =>
    one({ ...frame, ...requestId(attributes) }, modelCall(attributes), {
      outcome: known<Outcome>({ status: 'ok', durationMs: number(attributes, 'duration_ms') }),
    }),
  api_error: readApiFailure,
  api_retries_exhausted: readApiFailure,
  api_refusal: readApiFailure,
  permission_mode_changed: ({ attributes }, frame) =>
    change(
      frame,
      'permission_mode',
      text(attributes, 'from_mode'),
      text(attributes, 'to_mode'),
      text(attributes, 'trigger'),
    ),
  mcp_server_connection: ({ attributes }, frame) => {
    const name = text(attributes, 'server_name');
    const notes = name === undefined ? [hidden('action.setting', SHOW_DETAILS)] : [];
    const setting = name === undefined ? 'mcp.server' : `mcp.server.${name}`;
    return change(frame, setting, undefined, text(attributes, 'status'), text(attributes, 'server_scope'), notes);
  },
  plugin_installed: ({ attributes }, frame) =>
    change(
      frame,
      `plugin.${text(attributes, 'plugin.name') ?? ''}`,
      undefined,
      'installed',
      text(attributes, 'marketplace.name'),
    ),
  hook_registered: ({ attributes }, frame) =>
    change(
      frame,
      `hook.${text(attributes, 'hook_event') ?? ''}`,
      undefined,
      text(attributes, 'hook_type'),
      text(attributes, 'hook_source'),
    ),
  auth: ({ attributes }, frame) =>
    change(frame, 'login', undefined, text(attributes, 'action'), text(attributes, 'auth_method')),
  subagent_completed: ({ attributes }, frame) =>
    one(
      { ...frame, agent: { family: 'claude-code' } },
      known<EventDraft['action']>({
        type: 'agent.spawn',
        agentType: text(attributes, 'agent_type'),
        childAgentId: text(attributes, 'agent_id'),
      }),
      { outcome: known<Outcome>({ durationMs: number(attributes, 'duration_ms') }) },
    ),
  at_mention: ({ attributes }, frame) =>
    text(attributes, 'mention_type') === 'file' || text(attributes, 'mention_type') === 'directory'
      ? one(frame, { type: 'file.read', tool: '@' }, { visibility: [hidden('action.path')] })
      : ignore('housekeeping'),
  api_request_body: () => ignore('repeated conversation'),
  api_response_body: () => ignore('repeated conversation'),
  hook_execution_start: () => ignore('hook'),
  hook_execution_complete: () => ignore('hook'),
  skill_activated: () => ignore('duplicate'),
  managed_settings_resolved: () => ignore('housekeeping'),
  plugin_loaded: () => ignore('housekeeping'),
  compaction: () => ignore('housekeeping'),
  internal_error: () => ignore('housekeeping'),
};

function change(
  frame: Frame,
  setting: string,
  from: string | undefined,
  to: string | undefined,
  trigger?: string,
  visibility: Visibility[] = [],
): EventDraft[] {
  const action = known<EventDraft['action']>({ type: 'config.change', setting, from, to, trigger });
  return one(frame, action, visibility.length > 0 ? { visibility } : {});
}

function permissionOf(attributes: Attributes): Permission {
  const decision = text(attributes, 'decision');
  return known<Permission>({
    decision: decision === 'accept' || decision === 'reject' ? decision : undefined,
    by: text(attributes, 'source'),
    mode: text(attributes, 'permission_mode'),
  });
}

function readDecision({ attributes }: LogRecord, frame: Frame): Reading {
  const permission = permissionOf(attributes);
  const denied = permission.decision === 'reject';
  const outcome: Outcome | undefined = denied ? { status: 'denied' } : undefined;
  const decided = { ...frame, permission, phase: denied ? ('denied' as const) : ('approved' as const) };
  const shown = SHOWN_EVERYWHERE.has(text(attributes, 'tool_name') ?? '');
  return toolDrafts(outcome ? { ...decided, outcome } : decided, callOf(attributes, shown ? SHOW_DETAILS : undefined));
}

function readResult({ attributes, traceId }: LogRecord, frame: Frame): Reading {
  const success = flag(attributes, 'success');
  const outcome = known<Outcome>({
    status: success === undefined ? undefined : success ? 'ok' : 'error',
    error:
      [text(attributes, 'error_type'), text(attributes, 'error')].filter((part) => part !== undefined).join(': ') ||
      undefined,
    durationMs: number(attributes, 'duration_ms'),
  });
  // Without traces no record has the output; with them the span does.
  const visibility = traceId === '' ? [hidden('outcome.output', SHOW_OUTPUT)] : [];
  const phase = success === false ? ('failed' as const) : ('completed' as const);
  return toolDrafts({ ...frame, phase, outcome, visibility }, callOf(attributes, SHOW_DETAILS));
}

/** The vendor's input tokens leave cached ones out; ours have them in. */
function modelCall(attributes: Attributes): ModelCallAction {
  const cached = number(attributes, 'cache_read_tokens');
  const fresh = number(attributes, 'input_tokens');
  const cost = number(attributes, 'cost_usd');
  const input = (fresh ?? 0) + (cached ?? 0) + (number(attributes, 'cache_creation_tokens') ?? 0);
  return known<ModelCallAction>({
    type: 'model.call',
    provider: 'anthropic',
    model: text(attributes, 'model'),
    inputTokens: fresh === undefined ? undefined : input,
    cachedInputTokens: cached,
    outputTokens: number(attributes, 'output_tokens'),
    cost: cost === undefined ? undefined : { amount: cost, unit: 'USD' },
  });
}

function requestId(attributes: Attributes): { callId?: string } {
  const callId = text(attributes, 'request_id', 'client_request_id');
  return callId === undefined ? {} : { callId };
}

function readApiFailure({ attributes }: LogRecord, frame: Frame): Reading {
  const error = text(attributes, 'error', 'category', 'status_code');
  const outcome = known<Outcome>({ status: 'error', error, durationMs: number(attributes, 'duration_ms') });
  return one({ ...frame, ...requestId(attributes) }, modelCall(attributes), { phase: 'failed', outcome });
}

const SPANS: Readonly<Record<string, (record: SpanRecord, frame: Frame) => Reading>> = {
  'claude_code.tool': readToolSpan,
  'claude_code.tool.blocked_on_user': ({ attributes }, frame) => {
    const permission = permissionOf(attributes);
    if (permission.decision === undefined) return ignore('incomplete');
    const denied = permission.decision === 'reject';
    const action = known<EventDraft['action']>({
      type: 'approval',
      tool: '',
      decision: permission.decision,
      by: permission.by,
    });
    return one(frame, action, {
      phase: denied ? 'denied' : 'approved',
      permission,
      partOfParent: true,
      ...(denied ? { outcome: { status: 'denied' } } : {}),
    });
  },
  'claude_code.tool.execution': ({ attributes, statusCode, statusMessage }, frame) => {
    const failed = flag(attributes, 'success') === false || statusCode === 2;
    const outcome = known<Outcome>({
      status: failed ? 'error' : 'ok',
      error: failed ? text(attributes, 'error', 'error_class') || statusMessage || undefined : undefined,
      durationMs: number(attributes, 'duration_ms'),
    });
    return one(
      frame,
      { type: 'tool.call', tool: '' },
      { phase: failed ? 'failed' : 'completed', outcome, partOfParent: true },
    );
  },
};

/** Says what the call is, not whether it ran; only an output shows that it did. */
function readToolSpan(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const output = record.events.find((event) => event.name === 'tool.output')?.attributes ?? {};
  const shown = contentOf(
    output['output'] ?? (text(attributes, 'tool_name') === 'Read' ? output['content'] : undefined),
  );
  const ran = Object.keys(output).length > 0;
  const outcome = known<Outcome>({ status: 'ok', output: shown.text });
  const visibility = shown.state === 'truncated' ? visibilityOf('outcome.output', shown) : [];
  return toolDrafts(
    { ...frame, phase: ran ? 'completed' : 'started', ...(ran ? { outcome } : {}), visibility },
    spanCall(attributes, output),
  );
}

function spanCall(attributes: Attributes, output: Attributes): ToolCall {
  const tool = text(attributes, 'tool_name', 'gen_ai.tool.name') ?? '';
  const server = text(attributes, 'anthropic.mcp.server.name');
  if (server !== undefined || tool.startsWith('mcp__')) {
    return { tool, mcp: { server, tool: text(attributes, 'gen_ai.tool.name') } };
  }
  const shown = known<{ [key: string]: AttributeValue }>({
    command: text(attributes, 'full_command') ?? textOf(output['bash_command']),
    file_path: text(attributes, 'file_path') ?? textOf(output['file_path']),
    content: tool === 'Write' ? textOf(output['content']) : undefined,
    subagent_type: text(attributes, 'subagent_type'),
  } as { [key: string]: AttributeValue });
  const setting = SHOWN_ON_SPANS.has(tool) ? SHOW_DETAILS : undefined;
  return { tool, arguments: Object.keys(shown).length > 0 ? shown : undefined, setting };
}

const TOKENS: Readonly<Record<string, TokenKind>> = {
  input: 'input',
  output: 'output',
  cacheRead: 'cached-beside-input',
  cacheCreation: 'input',
};

function readMetric(record: MetricPoint): Reading {
  const frame = frameOf(record, record.name);
  const { attributes, name } = record;
  if (name === 'claude_code.session.count') {
    return one(frame, known<EventDraft['action']>({ type: 'session.start', reason: text(attributes, 'start_type') }));
  }
  const tokens = name === 'claude_code.token.usage' ? entry(TOKENS, text(attributes, 'type')) : undefined;
  const kind = name === 'claude_code.cost.usage' ? 'cost' : tokens;
  const action = kind === undefined ? undefined : tokenCall(record, kind, { provider: 'anthropic' });
  return action ? one(frame, action) : ignore('metric');
}

export const claudeCode: Dialect = {
  name: 'claude-code',
  byOrigin: true,
  recognises: ({ origin }) => origin.scope.name.startsWith('com.anthropic.claude_code'),
  read(record) {
    if (record.kind === 'metric') return readMetric(record);
    if (record.kind === 'span') {
      const read = entry(SPANS, record.name);
      return read ? read(record, frameOf(record, record.name)) : ignore('duplicate');
    }
    const name = text(record.attributes, 'event.name') ?? textOf(record.body)?.replace(/^claude_code\./, '') ?? '';
    const read = entry(LOGS, name);
    return read ? read(record, frameOf(record, name)) : ignore('unknown event');
  },
};
