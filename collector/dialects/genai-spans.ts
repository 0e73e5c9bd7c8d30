/**
 * Spans by OpenTelemetry's GenAI conventions, older and newer names, for every dialect that builds on them: `execute_tool` is the act,
 * an inference span is one model call and brings its news, agent and workflow spans sum up what other spans tell.
 */
import type { ModelCallAction, Outcome } from '../../contracts/event';
import type { AttributeValue, Attributes, SpanEvent, SpanRecord } from '../../contracts/telemetry';
import { newsOf } from './conversation';
import type { Talk, Telling } from './conversation';
import type { EventDraft } from './dialect';
import { ignore } from './draft';
import type { Frame, Reading } from './draft';
import { digest } from './event-id';
import { readFlattened } from './flattened-messages';
import { readMessages } from './messages';
import type { Message } from './messages';
import { entry, jsonOf, jsonText, known, millis, number, spanDurationMs, text } from './read-attributes';
import { failureOf, toolSpan } from './tool-span';

export interface GenAiWays {
  /** What the user sets to have arguments and results recorded. */
  setting?: string | undefined;
  resultSetting?: string | undefined;
  answers: Telling['answers'];
  ids: boolean;
}

const TOOL_OPERATIONS = new Set(['execute_tool', 'tool_call', 'execute_tool_call']);
const MODEL_OPERATIONS = new Set([
  'chat',
  'generate_content',
  'text_completion',
  'completion',
  'embeddings',
  'fetch_response',
  'generate',
]);

/** Reads a span by its operation. */
export function readGenAiSpan(record: SpanRecord, frame: Frame, ways: GenAiWays): Reading {
  const { attributes } = record;
  const operation = text(attributes, 'gen_ai.operation.name') ?? impliedOperation(record);
  if (operation === undefined) return ignore('unknown event');
  if (TOOL_OPERATIONS.has(operation)) return readTool(record, frame, ways);
  if (MODEL_OPERATIONS.has(operation)) return readInference(record, frame, ways);
  return ignore(operation.startsWith('invoke_') ? 'duplicate' : 'internal');
}

/** Names that stood before there was an operation name. */
function impliedOperation({ attributes, name }: SpanRecord): string | undefined {
  if ('gen_ai.tool.name' in attributes || name.startsWith('execute_tool ')) return 'execute_tool';
  const modelled = 'gen_ai.request.model' in attributes || 'gen_ai.response.model' in attributes;
  return modelled ? 'chat' : undefined;
}

/** The names that a tool call's parts have, or had. */
const TOOL_ID = ['gen_ai.tool.call.id', 'gen_ai.tool.call_id', 'tool_call_id'];
const TOOL_ARGUMENTS = ['gen_ai.tool.call.arguments', 'gen_ai.tool.arguments', 'tool_arguments'];
const TOOL_RESULT = ['gen_ai.tool.call.result', 'gen_ai.tool.result', 'tool_response'];

function readTool(record: SpanRecord, frame: Frame, ways: GenAiWays): EventDraft[] {
  const { attributes } = record;
  const inEvents = toolEvents(record.events);
  const callId = text(attributes, ...TOOL_ID) ?? inEvents.id;
  return toolSpan(
    record,
    { ...frame, ...(callId === undefined ? {} : { callId }) },
    {
      tool: text(attributes, 'gen_ai.tool.name') ?? afterSpace(record.name),
      arguments: first(attributes, TOOL_ARGUMENTS) ?? inEvents.arguments,
      result: first(attributes, TOOL_RESULT) ?? inEvents.result,
      setting: ways.setting,
      resultSetting: ways.resultSetting,
    },
  );
}

function afterSpace(name: string): string {
  return name.slice(name.indexOf(' ') + 1);
}

function first(attributes: Attributes, keys: readonly string[]): AttributeValue | undefined {
  const key = keys.find((name) => attributes[name] !== undefined && attributes[name] !== null);
  return key === undefined ? undefined : attributes[key];
}

interface ToolEvents {
  id?: string | undefined;
  arguments?: AttributeValue | undefined;
  result?: AttributeValue | undefined;
}

const NO_EVENTS: ToolEvents = Object.freeze({});

/** Arguments and result as events of the span: Strands' way. */
function toolEvents(events: readonly SpanEvent[]): ToolEvents {
  if (events.length === 0) return NO_EVENTS;
  const asked = events.find((event) => event.name === 'gen_ai.tool.message')?.attributes;
  const given = events.find((event) => event.name === 'gen_ai.choice')?.attributes;
  const details = events.filter((event) => event.name === DETAILS).map(({ attributes }) => talkIn(attributes));
  const [call] = details.flatMap(({ input }) => input).flatMap(({ calls }) => calls);
  const [answer] = details.flatMap(({ output }) => output).flatMap(({ answers }) => answers);
  return {
    id: text(asked ?? given ?? {}, 'id') ?? call?.id,
    arguments: asked?.['content'] ?? call?.arguments,
    result: given?.['message'] ?? answer?.result,
  };
}

/** The event that carries an inference's messages. */
export const DETAILS = 'gen_ai.client.inference.operation.details';

function readInference(record: SpanRecord, frame: Frame, ways: GenAiWays): EventDraft[] {
  const news = newsOf(frame, talkOf(record), { ...ways, askedAtMs: millis(record.startUnixNano) });
  return [modelCallDraft(record, frame), ...news, ...definitions(record, frame)];
}

/** The tools that the model was offered, as if the agent had asked for the list: the same list is one act, however often it is sent along. */
function definitions({ attributes }: SpanRecord, frame: Frame): EventDraft[] {
  const listed = jsonText(attributes['gen_ai.tool.definitions']);
  if (listed === undefined || !listed.includes('"description"')) return [];
  return [
    {
      ...frame,
      callId: `tools:${digest(listed)}`,
      phase: 'completed',
      action: { type: 'tool.call', tool: 'tools/list' },
      outcome: { status: 'ok', output: listed },
    },
  ];
}

/** The model call that an inference span is, with the numbers of that call. */
export function modelCallDraft(
  record: SpanRecord,
  frame: Frame,
  action = genAiModelCall(record.attributes),
): EventDraft {
  const failure = failureOf(record);
  const callId = text(record.attributes, 'gen_ai.response.id', 'ai.response.id');
  return {
    ...frame,
    ...(callId === undefined ? {} : { callId }),
    phase: failure === undefined ? 'completed' : 'failed',
    action,
    outcome: known<Outcome>({
      status: failure === undefined ? 'ok' : 'error',
      error: failure === '' ? undefined : failure,
      durationMs: spanDurationMs(record),
    }),
  };
}

/** Provider, model and token counts. By the conventions input includes cached tokens. */
export function genAiModelCall(attributes: Attributes): ModelCallAction {
  return known<ModelCallAction>({
    type: 'model.call',
    provider: text(attributes, 'gen_ai.provider.name', 'gen_ai.system'),
    model: text(attributes, 'gen_ai.response.model', 'gen_ai.request.model'),
    inputTokens: number(attributes, 'gen_ai.usage.input_tokens', 'gen_ai.usage.prompt_tokens'),
    cachedInputTokens: number(
      attributes,
      'gen_ai.usage.cache_read.input_tokens',
      'gen_ai.usage.cache_read_input_tokens',
      'gen_ai.usage.cached_input_tokens',
    ),
    outputTokens: number(attributes, 'gen_ai.usage.output_tokens', 'gen_ai.usage.completion_tokens'),
  });
}

/** The messages of an inference: attributes of today, of before, or events of the span. */
function talkOf({ attributes, events }: SpanRecord): Talk {
  const told = talkIn(attributes);
  if (told.input.length > 0 || told.output.length > 0) return told;
  const flat = {
    input: readFlattened(attributes, 'gen_ai.prompt.', 'user'),
    output: readFlattened(attributes, 'gen_ai.completion.', 'assistant'),
  };
  if (flat.input.length > 0 || flat.output.length > 0) return flat;
  const talks = events.map(talkInEvent);
  return { input: talks.flatMap(({ input }) => input), output: talks.flatMap(({ output }) => output) };
}

/** Messages in attributes of a span, of its event or of a log. */
export function talkIn(attributes: Attributes): Talk {
  const input = attributes['gen_ai.input.messages'] ?? attributes['gen_ai.prompt'];
  const output = attributes['gen_ai.output.messages'] ?? attributes['gen_ai.completion'];
  return { input: readMessages(input, 'user'), output: readMessages(output, 'assistant') };
}

function talkInEvent({ name, attributes }: SpanEvent): Talk {
  if (name === DETAILS || name.startsWith('gen_ai.content.')) return talkIn(attributes);
  const role = entry(EVENT_ROLES, name);
  if (role === undefined) return { input: [], output: [] };
  const content = attributes['content'] ?? attributes['message'];
  const parsed = jsonOf(content)?.value;
  const blocks = Array.isArray(parsed) ? { role, content: parsed } : (content ?? null);
  const messages = readMessages(blocks, role);
  return name === 'gen_ai.choice' ? { input: [], output: messages } : { input: messages, output: [] };
}

const EVENT_ROLES: Readonly<Record<string, Message['role']>> = {
  'gen_ai.system.message': 'system',
  'gen_ai.user.message': 'user',
  'gen_ai.assistant.message': 'assistant',
  'gen_ai.tool.message': 'tool',
  'gen_ai.choice': 'assistant',
};
