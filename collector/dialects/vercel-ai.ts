/**
 * Vercel AI SDK. Up to 6 (and by choice in 7) spans `ai.*`: the outer span of a model call repeats the inner one. In 7 the scope
 * `gen_ai` with the GenAI conventions. Every call that ran has a tool span with its id, so that of the answers only refusals are news.
 */
import type { ModelCallAction } from '../../contracts/event';
import type { Attributes, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import { newsOf } from './conversation';
import type { Dialect, EventDraft } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { genAiFrame } from './genai';
import { readGenAiMetric } from './genai-metrics';
import { genAiModelCall, modelCallDraft, readGenAiSpan } from './genai-spans';
import { readMessage, readMessages } from './messages';
import { json, known, millis, number, object, text } from './read-attributes';
import { toolSpan } from './tool-span';

const INPUTS = 'recordInputs: true';
const OUTPUTS = 'recordOutputs: true';
const WAYS = { setting: INPUTS, resultSetting: OUTPUTS, answers: 'refused', ids: true } as const;
const LEGACY = { ...WAYS, withoutPrompt: true } as const;

function operationOf({ attributes, name }: SpanRecord): string | undefined {
  return text(attributes, 'ai.operationId') ?? (name.startsWith('ai.') ? name : undefined);
}

const METADATA = 'ai.telemetry.metadata.';

/** Metadata names are the app's own choice; these are the usual ones. The app sets them once for all spans of a call: no trace needed. */
function legacyFrame(record: SpanRecord, operation: string): Frame {
  const { attributes } = record;
  const named = (...names: string[]) => text(attributes, ...names.map((name) => METADATA + name));
  const session = named('sessionId', 'session_id', 'session.id', 'conversationId', 'threadId', 'chatId');
  const user = named('userId', 'user_id', 'user.id');
  return known<Frame>({
    record: operation,
    atMs: timeOf(record),
    session,
    scopeBy: session === undefined ? 'trace' : 'session',
    agent: known<EventDraft['agent']>({ family: 'vercel-ai', name: text(attributes, 'ai.telemetry.functionId') }),
    user: user === undefined ? undefined : `vercel-ai:${user}`,
    trace: traceOf(record),
  });
}

function readLegacy(record: SpanRecord, operation: string): Reading {
  const frame = legacyFrame(record, operation);
  if (operation === 'ai.toolCall') return readToolCall(record, frame);
  if (/\.do[A-Z]\w{1,30}$/.test(operation)) return readInner(record, frame);
  return readOuter(record, frame);
}

function readToolCall(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const callId = text(attributes, 'ai.toolCall.id');
  return toolSpan(
    record,
    { ...frame, ...(callId === undefined ? {} : { callId }) },
    {
      tool: text(attributes, 'ai.toolCall.name') ?? '',
      arguments: attributes['ai.toolCall.args'] ?? attributes['ai.toolCall.input'],
      result: attributes['ai.toolCall.result'] ?? attributes['ai.toolCall.output'],
      setting: INPUTS,
      resultSetting: OUTPUTS,
    },
  );
}

/** The call to the provider: tokens, and what the model asks for. */
function readInner(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const prompts = text(attributes, 'ai.prompt.messages');
  const input = prompts?.includes('execution-denied') === true ? readMessages(prompts, 'user') : [];
  const calls = json(attributes, 'ai.response.toolCalls')?.value ?? null;
  const said = { role: 'assistant', content: text(attributes, 'ai.response.text') ?? null, toolCalls: calls };
  const talk = { input, output: [readMessage(said, 'assistant')] };
  const telling = { ...LEGACY, askedAtMs: millis(record.startUnixNano) };
  return [modelCallDraft(record, frame, modelCall(attributes)), ...newsOf(frame, talk, telling)];
}

function modelCall(attributes: Attributes): ModelCallAction {
  const generic = genAiModelCall(attributes);
  return known<ModelCallAction>({
    ...generic,
    provider: generic.provider ?? text(attributes, 'ai.model.provider'),
    model: generic.model ?? text(attributes, 'ai.response.model', 'ai.model.id'),
    inputTokens:
      generic.inputTokens ?? number(attributes, 'ai.usage.inputTokens', 'ai.usage.promptTokens', 'ai.usage.tokens'),
    cachedInputTokens:
      generic.cachedInputTokens ??
      number(attributes, 'ai.usage.cachedInputTokens', 'ai.usage.inputTokenDetails.cacheReadTokens'),
    outputTokens: generic.outputTokens ?? number(attributes, 'ai.usage.outputTokens', 'ai.usage.completionTokens'),
  });
}

/** The call as the app made it: the prompt is news, tokens and texts are the inner spans'. */
function readOuter(record: SpanRecord, frame: Frame): Reading {
  const given = object(record.attributes, 'ai.prompt');
  const messages = readMessages(given['prompt'] ?? given['messages'], 'user');
  const prompt = messages.findLast(({ role, text: said }) => role === 'user' && said !== undefined)?.text;
  if (prompt === undefined) return ignore('duplicate');
  const asked = known<Frame>({ ...frame, atMs: millis(record.startUnixNano) ?? frame.atMs });
  return [{ ...asked, phase: 'completed', action: { type: 'prompt', text: prompt, origin: 'unknown' } }];
}

export const vercelAi: Dialect = {
  name: 'vercel-ai',
  recognises({ origin, attributes }: TelemetryRecord): boolean {
    const { name } = origin.scope;
    return name === 'ai' || name === 'gen_ai' || 'ai.operationId' in attributes;
  },
  read(record: TelemetryRecord): Reading {
    if (record.kind === 'log') return ignore('unknown event');
    const frame = genAiFrame(record, 'vercel-ai');
    if (record.kind === 'metric') return readGenAiMetric(record, frame);
    const operation = operationOf(record);
    return operation === undefined ? readGenAiSpan(record, frame, WAYS) : readLegacy(record, operation);
  },
};
