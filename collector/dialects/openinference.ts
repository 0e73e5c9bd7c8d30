/**
 * OpenInference (Arize Phoenix), also the way of the OpenAI Agents SDK: attributes on spans of any scope. The session may be on the root
 * span alone, so acts are keyed by the trace. Tool spans carry no call id and an app may have none: then the calls asked for
 * and answered in the model's spans are the only witness. Records of one act meet by their content.
 */
import type { ModelCallAction } from '../../contracts/event';
import type { AttributeValue, Attributes, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import { newsOf } from './conversation';
import type { Talk } from './conversation';
import type { Dialect, EventDraft } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { readFlattened } from './flattened-messages';
import { modelCallDraft } from './genai-spans';
import { readMessage, readMessages } from './messages';
import type { Message } from './messages';
import type { Json } from './partial-json';
import { json, known, millis, number, object, objectOf, text } from './read-attributes';
import { innerArguments, toolSpan } from './tool-span';

const INPUTS = 'OPENINFERENCE_HIDE_INPUTS=false';
const OUTPUTS = 'OPENINFERENCE_HIDE_OUTPUTS=false';
const KIND = 'openinference.span.kind';

function frameOf(record: SpanRecord): Frame {
  const { attributes } = record;
  const user = text(attributes, 'user.id');
  return known<Frame>({
    record: record.name,
    atMs: timeOf(record),
    session: text(attributes, 'session.id'),
    scopeBy: 'trace',
    agent: known<EventDraft['agent']>({ family: 'openinference', name: text(attributes, 'agent.name') }),
    user: user === undefined ? undefined : `openinference:${user}`,
    trace: traceOf(record),
  });
}

/** `tool.parameters` is a schema by the convention, and the arguments in some instrumentations. */
function argumentsOf(attributes: Attributes): AttributeValue | undefined {
  const input = attributes['input.value'];
  if (input !== undefined) return innerArguments(input);
  const parameters = object(attributes, 'tool.parameters');
  const isSchema = 'properties' in parameters || '$schema' in parameters || Object.keys(parameters).length === 0;
  return isSchema ? undefined : attributes['tool.parameters'];
}

function readTool(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  return toolSpan(record, frame, {
    tool: text(attributes, 'tool.name') ?? record.name,
    arguments: argumentsOf(attributes),
    result: attributes['output.value'],
    setting: INPUTS,
    resultSetting: OUTPUTS,
  });
}

function modelCall(attributes: Attributes): ModelCallAction {
  const amount = number(attributes, 'llm.cost.total');
  return known<ModelCallAction>({
    type: 'model.call',
    provider: text(attributes, 'llm.provider', 'llm.system'),
    model: text(
      attributes,
      'llm.response.model_name',
      'llm.model_name',
      'embedding.model_name',
      'llm.request.model_name',
    ),
    inputTokens: number(attributes, 'llm.token_count.prompt'),
    cachedInputTokens: number(attributes, 'llm.token_count.prompt_details.cache_read'),
    outputTokens: number(attributes, 'llm.token_count.completion'),
    cost: amount === undefined ? undefined : { amount, unit: 'USD' },
  });
}

/**
 * The request and the response as a whole come first: exporters drop attributes over 128, which takes the flattened messages of long
 * conversations. Where they are hidden or of another kind, the flattened ones are read.
 */
function talkOf(attributes: Attributes): Talk {
  const request = json(attributes, 'input.value')?.value;
  const given = Array.isArray(request) ? request : (objectOf(request)['messages'] ?? objectOf(request)['input']);
  const output = readFlattened(attributes, 'llm.output_messages.', 'assistant');
  return {
    input: given === undefined ? readFlattened(attributes, 'llm.input_messages.', 'user') : readMessages(given, 'user'),
    output: output.length > 0 ? output : responseIn(objectOf(json(attributes, 'output.value')?.value)),
  };
}

function responseIn(response: Readonly<Record<string, Json>>): Message[] {
  const { choices, output } = response;
  if (Array.isArray(output)) return readMessages(output, 'assistant');
  return Array.isArray(choices)
    ? choices.map((choice) => readMessage(objectOf(choice)['message'] ?? null, 'assistant'))
    : [];
}

function readModel(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const news = newsOf(frame, talkOf(attributes), {
    answers: 'all',
    ids: false,
    askedAtMs: millis(record.startUnixNano),
    setting: INPUTS,
  });
  return [modelCallDraft(record, frame, modelCall(attributes)), ...news];
}

export const openInference: Dialect = {
  name: 'openinference',
  recognises: (record: TelemetryRecord): boolean => record.kind === 'span' && KIND in record.attributes,
  read(record: TelemetryRecord): Reading {
    if (record.kind !== 'span') return ignore('unknown event');
    const frame = frameOf(record);
    switch (text(record.attributes, KIND)?.toUpperCase()) {
      case 'TOOL':
        return readTool(record, frame);
      case 'LLM':
      case 'EMBEDDING':
        return readModel(record, frame);
      default:
        return ignore('internal');
    }
  },
};
