/**
 * Mastra's OpenTelemetry exporter: GenAI names, and `mastra.span.type` for what they don't know. A run is one trace and its thread id is
 * not on every span, so acts are keyed by the trace. Model calls are nested threefold; the innermost has the tokens, the step the calls.
 */
import type { SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import { newsOf, said } from './conversation';
import type { Dialect, EventDraft } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { readGenAiSpan } from './genai-spans';
import { readMessage, readMessages } from './messages';
import { known, millis, object, text } from './read-attributes';

const TYPE = 'mastra.span.type';
const WAYS = { answers: 'refused', ids: true } as const;

function frameOf(record: SpanRecord): Frame {
  const { attributes } = record;
  return known<Frame>({
    record: record.name,
    atMs: timeOf(record),
    session: text(attributes, 'gen_ai.conversation.id', 'mastra.metadata.threadId', 'mastra.metadata.runId'),
    scopeBy: 'trace',
    agent: known<EventDraft['agent']>({ family: 'mastra', name: text(attributes, 'gen_ai.agent.name') }),
    trace: traceOf(record),
  });
}

/** The prompt of a run, at its start. */
function readRun(record: SpanRecord, frame: Frame): Reading {
  const input = readMessages(record.attributes['mastra.agent_run.input'], 'user');
  const news = newsOf(frame, { input, output: [] }, { ...WAYS, askedAtMs: millis(record.startUnixNano) });
  return news.length > 0 ? news : ignore('duplicate');
}

function readStep(record: SpanRecord, frame: Frame): Reading {
  const { toolCalls = null } = object(record.attributes, 'mastra.model_step.output');
  const drafts = said(frame, readMessage({ role: 'assistant', toolCalls }, 'assistant'), WAYS);
  return drafts.length > 0 ? drafts : ignore('duplicate');
}

export const mastra: Dialect = {
  name: 'mastra',
  recognises({ origin, attributes }: TelemetryRecord): boolean {
    return origin.scope.name.startsWith('@mastra/') || TYPE in attributes;
  },
  read(record: TelemetryRecord): Reading {
    if (record.kind !== 'span') return ignore('unknown event');
    const frame = frameOf(record);
    switch (text(record.attributes, TYPE)) {
      case 'tool_call':
      case 'mcp_tool_call':
      case 'model_inference':
      case 'llm_generation':
        return readGenAiSpan(record, frame, WAYS);
      case 'model_step':
        return readStep(record, frame);
      case 'agent_run':
        return readRun(record, frame);
      default:
        return ignore('internal');
    }
  },
};
