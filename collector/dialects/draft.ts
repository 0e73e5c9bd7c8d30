/** What dialects share in making drafts: times and trace of a record, one draft an action of a tool call, token counts of metrics. */
import type { ModelCallAction, Trace } from '../../contracts/event';
import type { LogRecord, MetricPoint, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { EventDraft, Ignored } from './dialect';
import { known, logTime, millis, seriesOf, spanTime, text } from './read-attributes';
import { readTool } from './tool-actions';
import type { ToolCall } from './tool-actions';

/** Why a record tells no act. Few reasons, so that they can label a metric. */
export type Reason =
  | 'duplicate'
  | 'repeated conversation'
  | 'internal'
  | 'housekeeping'
  | 'metric'
  | 'hook'
  | 'unknown event'
  | 'incomplete';

const made = new Map<Reason, Ignored>();

export function ignore(reason: Reason): Ignored {
  let answer = made.get(reason);
  if (!answer) made.set(reason, (answer = Object.freeze({ ignored: reason })));
  return answer;
}

/** Answer of a dialect for one record. */
export type Reading = readonly EventDraft[] | Ignored;

export function traceOf(record: LogRecord | SpanRecord): Trace | undefined {
  if (record.traceId === '') return undefined;
  return known<Trace>({
    traceId: record.traceId,
    spanId: record.spanId || undefined,
    parentSpanId: record.kind === 'span' ? record.parentSpanId || undefined : undefined,
  });
}

export function timeOf(record: TelemetryRecord): number | undefined {
  if (record.kind === 'log') return logTime(record);
  return record.kind === 'span' ? spanTime(record) : millis(record.timeUnixNano);
}

/** What a record says beside its act; an act's own fields come on top. */
export type Frame = Omit<EventDraft, 'action' | 'phase'>;

/** One act of a record, `completed` unless `rest` says otherwise. */
export function one(frame: Frame, action: EventDraft['action'], rest: Partial<EventDraft> = {}): EventDraft[] {
  return [{ ...frame, phase: 'completed', action, ...rest }];
}

/** One draft for each action of the call. */
export function toolDrafts(frame: Frame & Pick<EventDraft, 'phase'>, call: ToolCall): EventDraft[] {
  const { actions, visibility } = readTool(call);
  const notes = [...(frame.visibility ?? []), ...visibility];
  return actions.map((action) => ({ ...frame, action, ...(notes.length > 0 ? { visibility: notes } : {}) }));
}

/** What a token metric's type attribute calls each count; input includes cached tokens in Gander's words. */
export type TokenKind = 'input' | 'cached-within-input' | 'cached-beside-input' | 'output';

/** A token or cost metric as a model call whose numbers are sums. Undefined when the point has no value. */
export function tokenCall(
  record: MetricPoint,
  kind: TokenKind | 'cost',
  names: { provider?: string; model?: string | undefined },
): ModelCallAction | undefined {
  const { value } = record;
  if (!Number.isFinite(value)) return undefined;
  const input = kind === 'input' || kind === 'cached-beside-input';
  return known<ModelCallAction>({
    type: 'model.call',
    provider: names.provider,
    model: names.model ?? text(record.attributes, 'model', 'gen_ai.request.model', 'gen_ai.response.model'),
    inputTokens: input ? value : undefined,
    cachedInputTokens: kind === 'cached-beside-input' || kind === 'cached-within-input' ? value : undefined,
    outputTokens: kind === 'output' ? value : undefined,
    cost: kind === 'cost' ? { amount: value, unit: record.unit || 'unknown' } : undefined,
    metric: metricOf(record),
  });
}

function metricOf(record: MetricPoint): NonNullable<ModelCallAction['metric']> {
  return known<NonNullable<ModelCallAction['metric']>>({
    name: record.name,
    temporality: record.temporality === 'delta' ? 'delta' : 'cumulative',
    startAt: millis(record.startUnixNano),
    series: seriesOf(record),
  });
}
