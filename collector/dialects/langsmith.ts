/**
 * LangSmith's OpenTelemetry export: every run is a span with its inputs as `gen_ai.prompt` and its outputs as `gen_ai.completion`, tools
 * too. `langsmith.trace.session_id` names a project, not a conversation; the thread, if any, is metadata, so acts are keyed by the trace.
 */
import type { SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import { newsOf } from './conversation';
import type { Dialect } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { modelCallDraft, talkIn } from './genai-spans';
import { known, millis, text } from './read-attributes';
import { innerArguments, toolSpan } from './tool-span';

const KIND = 'langsmith.span.kind';
const METADATA = 'langsmith.metadata.';

function frameOf(record: SpanRecord): Frame {
  const { attributes } = record;
  const named = (...names: string[]) => text(attributes, ...names.map((name) => METADATA + name));
  const user = named('user_id', 'ls_user_id');
  return known<Frame>({
    record: record.name,
    atMs: timeOf(record),
    session: named('thread_id', 'session_id', 'conversation_id'),
    scopeBy: 'trace',
    agent: { family: 'langsmith' },
    user: user === undefined ? undefined : `langsmith:${user}`,
    trace: traceOf(record),
  });
}

function readTool(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  return toolSpan(record, frame, {
    tool: text(attributes, 'gen_ai.tool.name', 'langsmith.trace.name') ?? record.name,
    arguments: innerArguments(attributes['gen_ai.prompt']),
    result: attributes['gen_ai.completion'],
  });
}

export const langsmith: Dialect = {
  name: 'langsmith',
  recognises(record: TelemetryRecord): boolean {
    return record.kind === 'span' && (KIND in record.attributes || record.origin.scope.name === 'langsmith');
  },
  read(record: TelemetryRecord): Reading {
    if (record.kind !== 'span') return ignore('unknown event');
    const frame = frameOf(record);
    const kind = text(record.attributes, KIND);
    if (kind === 'tool') return readTool(record, frame);
    if (kind !== 'llm' && kind !== 'embedding') return ignore('internal');
    const telling = { answers: 'all', ids: false, askedAtMs: millis(record.startUnixNano) } as const;
    return [modelCallDraft(record, frame), ...newsOf(frame, talkIn(record.attributes), telling)];
  },
};
