/**
 * Langfuse SDK: `langfuse.observation.*` on every span, arguments and results as its input and output. The app may set the session on the
 * root span alone, so acts are keyed by the trace. Tool observations have no call id.
 */
import type { ModelCallAction } from '../../contracts/event';
import type { Attributes, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import { newsOf } from './conversation';
import type { Dialect } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { genAiModelCall, modelCallDraft } from './genai-spans';
import { readMessages } from './messages';
import { known, millis, numberOf, object, text } from './read-attributes';
import { innerArguments, toolSpan } from './tool-span';

const KIND = 'langfuse.observation.type';
const INPUT = 'langfuse.observation.input';
const OUTPUT = 'langfuse.observation.output';

function frameOf(record: SpanRecord): Frame {
  const { attributes } = record;
  const user = text(attributes, 'user.id', 'langfuse.user.id');
  return known<Frame>({
    record: record.name,
    atMs: timeOf(record),
    session: text(attributes, 'session.id', 'langfuse.session.id'),
    scopeBy: 'trace',
    agent: { family: 'langfuse' },
    user: user === undefined ? undefined : `langfuse:${user}`,
    trace: traceOf(record),
  });
}

function readTool(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const call = { arguments: innerArguments(attributes[INPUT]), result: attributes[OUTPUT] };
  return toolSpan(record, frame, { tool: record.name, ...call });
}

/** Usage counts parts: all that begin with `input` make the input, whatever they are called. */
function modelCall(attributes: Attributes): ModelCallAction {
  const usage = Object.entries(object(attributes, 'langfuse.observation.usage_details'));
  const sumOf = (begin: string) => {
    const parts = usage.flatMap(([name, value]) => (name.startsWith(begin) ? (numberOf(value) ?? []) : []));
    return parts.length === 0 ? undefined : parts.reduce((sum, part) => sum + part, 0);
  };
  const generic = genAiModelCall(attributes);
  const amount = numberOf(object(attributes, 'langfuse.observation.cost_details')['total']);
  return known<ModelCallAction>({
    ...generic,
    model: text(attributes, 'langfuse.observation.model.name') ?? generic.model,
    inputTokens: sumOf('input') ?? sumOf('prompt') ?? generic.inputTokens,
    cachedInputTokens: sumOf('input_cached') ?? sumOf('input_cache_read') ?? generic.cachedInputTokens,
    outputTokens: sumOf('output') ?? sumOf('completion') ?? generic.outputTokens,
    cost: amount === undefined ? undefined : { amount, unit: 'USD' },
  });
}

function readModel(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const talk = {
    input: readMessages(attributes[INPUT], 'user'),
    output: readMessages(attributes[OUTPUT], 'assistant'),
  };
  const telling = { answers: 'all', ids: false, askedAtMs: millis(record.startUnixNano) } as const;
  return [modelCallDraft(record, frame, modelCall(attributes)), ...newsOf(frame, talk, telling)];
}

export const langfuse: Dialect = {
  name: 'langfuse',
  recognises(record: TelemetryRecord): boolean {
    return record.kind === 'span' && (KIND in record.attributes || record.origin.scope.name === 'langfuse-sdk');
  },
  read(record: TelemetryRecord): Reading {
    if (record.kind !== 'span') return ignore('unknown event');
    const frame = frameOf(record);
    switch (text(record.attributes, KIND)) {
      case 'tool':
        return readTool(record, frame);
      case 'generation':
      case 'embedding':
        return readModel(record, frame);
      default:
        return ignore('internal');
    }
  },
};
