/**
 * GitHub Copilot CLI (1.0) and, by its documentation, Copilot Chat of VS Code: GenAI spans with names of its own. Spans come when they
 * end, all with the conversation's id. By default a command shows its program's exit code and nothing else, and MCP names are hashes.
 */
import type { ModelCallAction, Outcome, SessionStartAction, Visibility } from '../../contracts/event';
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
import { readMessages } from './messages';
import { contentOf, entry, hidden, known, number, spanDurationMs, text, textOf, visibilityOf } from './read-attributes';
import type { ToolCall } from './tool-actions';

const FAMILY = 'copilot';
/** The CLI's switch and the setting of VS Code. */
const SHOW_CLI = 'OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=true';
const SHOW_CHAT = 'github.copilot.chat.otel.captureContent: true';

function settingOf(record: TelemetryRecord): string {
  return text(record.origin.resource, 'service.name') === 'copilot-chat' ? SHOW_CHAT : SHOW_CLI;
}

function frameOf(record: TelemetryRecord, name: string): Frame {
  const { attributes } = record;
  const agentName = text(attributes, 'gen_ai.agent.name');
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    session: text(attributes, 'gen_ai.conversation.id', 'copilot_chat.session_id', 'session.id'),
    turn: text(attributes, 'github.copilot.interaction_id'),
    agent: agentName === undefined ? { family: FAMILY } : { family: FAMILY, name: agentName },
    trace: record.kind === 'metric' ? undefined : traceOf(record),
    callId: text(attributes, 'gen_ai.tool.call.id'),
  });
}

const HASHES = /^[0-9a-f]{64}(?:\/[0-9a-f]{64})?$/;

function callOf(attributes: Attributes, setting: string): ToolCall {
  const tool = text(attributes, 'gen_ai.tool.name') ?? '';
  const shown = attributes['gen_ai.tool.call.arguments'] ?? parametersOf(attributes);
  const isMcp = text(
    attributes,
    'github.copilot.mcp.server.transport',
    'github.copilot.tool.parameters.mcp_server_name_hash',
  );
  if (isMcp === undefined && !HASHES.test(tool)) return { tool, arguments: shown, setting };
  const server = text(attributes, 'github.copilot.tool.parameters.mcp_server_name');
  const name = text(attributes, 'github.copilot.tool.parameters.mcp_tool_name');
  return { tool, arguments: shown, mcp: { server, tool: name }, setting };
}

/** Where the arguments are not there, their main parts may be; VS Code cuts commands at 256 characters. */
const PARAMETER_LIMIT = 256;

function parametersOf(attributes: Attributes): AttributeValue | undefined {
  const prefix = 'github.copilot.tool.parameters.';
  const command = text(attributes, `${prefix}command`);
  const path = text(attributes, `${prefix}file_path`);
  if (command === undefined && path === undefined) return undefined;
  return { ...(command === undefined ? {} : { command }), ...(path === undefined ? {} : { file_path: path }) };
}

function cutParameter(attributes: Attributes): Visibility[] {
  const command = text(attributes, 'github.copilot.tool.parameters.command');
  const cut = attributes['gen_ai.tool.call.arguments'] === undefined && (command?.length ?? 0) >= PARAMETER_LIMIT;
  return cut ? [{ field: 'action.command', state: 'truncated' }] : [];
}

/** What went wrong, as the exception event of the span tells it. */
function exceptionOf(record: SpanRecord): { message?: string; code: string } {
  const event = record.events.find(({ name }) => name.endsWith('exception'));
  const message = text(event?.attributes ?? {}, 'exception.message') ?? (record.statusMessage || undefined);
  return {
    code: text(event?.attributes ?? {}, 'github.copilot.error_code') ?? '',
    ...(message === undefined ? {} : { message }),
  };
}

function readTool(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const setting = settingOf(record);
  const failed = record.statusCode === 2 || text(attributes, 'error.type') !== undefined;
  const exception = failed ? exceptionOf(record) : { code: '' };
  const denied = failed && /^(?:denied|rejected|permission)/.test(exception.code);
  const result = contentOf(attributes['gen_ai.tool.call.result']);
  const outcome = known<Outcome>({
    status: denied ? 'denied' : failed ? 'error' : 'ok',
    exitCode: number(attributes, 'process.exit.code'),
    output: result.text,
    error: failed ? (exception.message ?? text(attributes, 'error.type')) : undefined,
    durationMs: spanDurationMs(record),
  });
  const output = failed && result.state === 'absent' ? [] : visibilityOf('outcome.output', result, setting);
  const visibility = [...output, ...cutParameter(attributes)];
  const phase = denied ? ('denied' as const) : failed ? ('failed' as const) : ('completed' as const);
  const drafts = toolDrafts({ ...frame, phase, outcome, visibility }, callOf(attributes, setting));
  return drafts.map((draft) => withoutHashes(draft, setting));
}

/** A hash is no name: two servers must not look like one, nor a hash like a tool. */
function withoutHashes(draft: EventDraft, setting: string): EventDraft {
  const { action } = draft;
  if (action.type !== 'mcp.call' || !HASHES.test(action.tool)) return draft;
  const note: Visibility = { field: 'action.tool', state: 'hashed', setting };
  return { ...draft, action: { ...action, tool: '' }, visibility: [...(draft.visibility ?? []), note] };
}

/** One call of a model, and what it said; the conversation before it is repeated in every call and told elsewhere. */
function readChat(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const failed = record.statusCode === 2;
  const error = failed ? (exceptionOf(record).message ?? text(attributes, 'error.type')) : undefined;
  const call: EventDraft = {
    ...frame,
    ...responseId(attributes),
    phase: failed ? 'failed' : 'completed',
    action: modelCall(attributes),
    outcome: known<Outcome>({ status: failed ? 'error' : 'ok', error, durationMs: spanDurationMs(record) }),
  };
  const said = readMessages(attributes['gen_ai.output.messages'], 'assistant').at(-1)?.text;
  return said === undefined ? [call] : [call, ...one(frame, { type: 'output', text: said })];
}

function responseId(attributes: Attributes): { callId?: string } {
  const callId = text(attributes, 'gen_ai.response.id');
  return callId === undefined ? {} : { callId };
}

function modelCall(attributes: Attributes): ModelCallAction {
  return known<ModelCallAction>({
    type: 'model.call',
    provider: text(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    model: text(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    inputTokens: number(attributes, 'gen_ai.usage.input_tokens'),
    cachedInputTokens: number(attributes, 'gen_ai.usage.cache_read.input_tokens'),
    outputTokens: number(attributes, 'gen_ai.usage.output_tokens'),
  });
}

/** The span of a whole turn: its prompt. Its token counts are sums of the calls, its answer is the last call's. */
function readTurn(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const from = record.events.find(({ name }) => name === 'github.copilot.user.message')?.attributes ?? {};
  const human = text(from, 'github.copilot.user.message.source') === 'user';
  const nested = frame.agent.name !== undefined;
  const said = readMessages(attributes['gen_ai.input.messages'], 'user').find(({ role }) => role === 'user')?.text;
  // What a sub-agent was asked is told by the call that started it.
  if (nested && said === undefined) return ignore('duplicate');
  const action = known<EventDraft['action']>({
    type: 'prompt',
    text: said,
    origin: nested ? 'machine' : human ? 'human' : 'unknown',
  });
  const visibility = said === undefined ? [hidden('action.text', settingOf(record))] : undefined;
  const turn = text(from, 'github.copilot.user.message.interaction_id');
  const atMs = timeOf({ ...record, endUnixNano: 0n });
  return [known<EventDraft>({ ...frame, atMs, turn: turn ?? frame.turn, phase: 'completed', action, visibility })];
}

const OPERATIONS: Readonly<Record<string, (record: SpanRecord, frame: Frame) => Reading>> = {
  execute_tool: readTool,
  chat: readChat,
  invoke_agent: readTurn,
};

function readLog(record: LogRecord): Reading {
  const name = text(record.attributes, 'event.name') ?? textOf(record.eventName) ?? textOf(record.body) ?? '';
  if (name === 'copilot_chat.session.start') {
    const action: SessionStartAction = { type: 'session.start' };
    return one(frameOf(record, name), action);
  }
  if (name.startsWith('gen_ai.')) return ignore('repeated conversation');
  return ignore(name.startsWith('copilot_chat.') ? 'duplicate' : 'unknown event');
}

/** Counters only: the histograms of the same names repeat them. */
const TOKENS: Readonly<Record<string, TokenKind>> = {
  'gen_ai.client.inference.usage.input_tokens': 'input',
  'gen_ai.client.inference.usage.output_tokens': 'output',
  'gen_ai.client.inference.usage.cache_read.input_tokens': 'cached-within-input',
};

function readMetric(record: MetricPoint): Reading {
  const kind = entry(TOKENS, record.name);
  const provider = text(record.attributes, 'gen_ai.provider.name');
  const action = kind === undefined ? undefined : tokenCall(record, kind, provider === undefined ? {} : { provider });
  return action ? one(frameOf(record, record.name), action) : ignore('metric');
}

export const copilot: Dialect = {
  name: FAMILY,
  byOrigin: true,
  recognises: ({ origin }) => {
    const service = origin.resource['service.name'];
    return origin.scope.name === 'github.copilot' || service === 'github-copilot' || service === 'copilot-chat';
  },
  read(record) {
    if (record.kind === 'metric') return readMetric(record);
    if (record.kind === 'log') return readLog(record);
    const read = entry(OPERATIONS, text(record.attributes, 'gen_ai.operation.name'));
    return read ? read(record, frameOf(record, record.name)) : ignore('internal');
  },
};
