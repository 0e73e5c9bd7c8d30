/**
 * OpenLLMetry / Traceloop: `traceloop.*` on its own spans, GenAI names (before: `gen_ai.prompt.N.*`) on those of its instrumentations.
 * Association properties are set inside a flow, so that early spans lack the session: acts are keyed by the trace. Its tool spans have
 * no call id; a span that has GenAI names too is read by those.
 */
import type { SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore, timeOf, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { readGenAiMetric } from './genai-metrics';
import { readGenAiSpan } from './genai-spans';
import { readMcpSpan } from './mcp';
import { known, text } from './read-attributes';
import { innerArguments, toolSpan } from './tool-span';

const KIND = 'traceloop.span.kind';
const PROPERTIES = 'traceloop.association.properties.';
const MARKS = [KIND, 'traceloop.workflow.name', 'traceloop.entity.path', 'llm.request.type'];

/** TypeScript and Python name the switch differently. */
function settingOf({ origin }: TelemetryRecord): string {
  return origin.scope.name.startsWith('@traceloop/') ? 'traceContent: true' : 'TRACELOOP_TRACE_CONTENT=true';
}

function frameOf(record: TelemetryRecord): Frame {
  const { attributes } = record;
  const named = (...names: string[]) => text(attributes, ...names.map((name) => PROPERTIES + name));
  const user = named('user_id', 'userId', 'user');
  return known<Frame>({
    record: record.kind === 'log' ? record.eventName : record.name,
    atMs: timeOf(record),
    session: named('session_id', 'sessionId', 'conversation_id', 'chat_id', 'thread_id'),
    scopeBy: record.kind === 'metric' ? undefined : 'trace',
    agent: known<EventDraft['agent']>({ family: 'traceloop', name: text(attributes, 'gen_ai.agent.name') }),
    user: user === undefined ? undefined : `traceloop:${user}`,
    trace: record.kind === 'metric' ? undefined : traceOf(record),
  });
}

function readSpan(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const setting = settingOf(record);
  const kind = text(attributes, KIND);
  const generic = 'gen_ai.tool.call.arguments' in attributes || (kind !== 'tool' && 'gen_ai.tool.name' in attributes);
  if (kind === 'tool' && !generic) {
    return toolSpan(record, frame, {
      tool: text(attributes, 'traceloop.entity.name') ?? record.name,
      arguments: innerArguments(attributes['traceloop.entity.input']),
      result: attributes['traceloop.entity.output'],
      setting,
    });
  }
  if ('mcp.method.name' in attributes) return readMcpSpan(record, frame, setting);
  if (kind !== undefined && !generic) return ignore('internal');
  return readGenAiSpan(record, frame, { setting, answers: 'all', ids: generic });
}

export const traceloop: Dialect = {
  name: 'traceloop',
  recognises({ origin, attributes }: TelemetryRecord): boolean {
    return origin.scope.name.startsWith('@traceloop/') || MARKS.some((key) => key in attributes);
  },
  read(record: TelemetryRecord): Reading {
    const frame = frameOf(record);
    if (record.kind === 'metric') return readGenAiMetric(record, frame);
    return record.kind === 'span' ? readSpan(record, frame) : ignore('unknown event');
  },
};
