/** Export requests of the three signals in JSON. Unknown fields are ignored. */
import type { Origin, SpanEvent } from '../../../contracts/telemetry';
import { enumField, idField, listField, objectField, textField, uint64Field } from './json-fields';
import type { JsonObject } from './json-fields';
import { pushMetric } from './json-metrics';
import { parseJson } from './json-text';
import { attributesOf, resourceOf, scopeOf, valueOf } from './json-values';
import type { RecordSink, Signal } from './record-sink';

type PushRecord = (value: unknown, sink: RecordSink, origin: Origin) => void;

/** Names of the lists, outermost first, and what reads an item of the innermost. */
const SHAPES: Record<Signal, { groups: string; scopes: string; records: string; push: PushRecord }> = {
  traces: { groups: 'resourceSpans', scopes: 'scopeSpans', records: 'spans', push: pushSpan },
  logs: { groups: 'resourceLogs', scopes: 'scopeLogs', records: 'logRecords', push: pushLog },
  metrics: { groups: 'resourceMetrics', scopes: 'scopeMetrics', records: 'metrics', push: pushMetric },
};

/** Reads an export request of the signal from JSON text. */
export function readJsonRequest(bytes: Buffer, signal: Signal, sink: RecordSink): void {
  const shape = SHAPES[signal];
  const request = objectField(parseJson(bytes), 'request');
  for (const group of listField(request[shape.groups], shape.groups)) {
    const { resource, ...lists } = objectField(group, shape.groups);
    const attributes = resourceOf(resource, sink);
    for (const item of listField(lists[shape.scopes], shape.scopes)) {
      const { scope, ...within } = objectField(item, shape.scopes);
      const origin = { resource: attributes, scope: scopeOf(scope, sink) };
      for (const record of listField(within[shape.records], shape.records)) shape.push(record, sink, origin);
    }
  }
}

function pushSpan(value: unknown, sink: RecordSink, origin: Origin): void {
  if (!sink.room()) return;
  const span = objectField(value, 'span');
  const status = objectField(span['status'], 'span.status');
  sink.records.push({
    kind: 'span',
    origin,
    traceId: idField(span['traceId'], 32, sink),
    spanId: idField(span['spanId'], 16, sink),
    parentSpanId: idField(span['parentSpanId'], 16, sink),
    name: textField(span['name'], 'span.name', sink),
    spanKind: enumField(span['kind'], 'span.kind'),
    startUnixNano: uint64Field(span['startTimeUnixNano'], 'span.startTimeUnixNano'),
    endUnixNano: uint64Field(span['endTimeUnixNano'], 'span.endTimeUnixNano'),
    attributes: attributesOf(span['attributes'], 'span.attributes', sink),
    events: spanEventsOf(span, sink),
    statusCode: enumField(status['code'], 'span.status.code'),
    statusMessage: textField(status['message'], 'span.status.message', sink),
  });
}

function spanEventsOf(span: JsonObject, sink: RecordSink): SpanEvent[] {
  const events: SpanEvent[] = [];
  for (const value of listField(span['events'], 'span.events')) {
    if (!sink.takeValue()) continue;
    const event = objectField(value, 'span.events');
    events.push({
      name: textField(event['name'], 'span.events.name', sink),
      timeUnixNano: uint64Field(event['timeUnixNano'], 'span.events.timeUnixNano'),
      attributes: attributesOf(event['attributes'], 'span.events.attributes', sink),
    });
  }
  return events;
}

function pushLog(value: unknown, sink: RecordSink, origin: Origin): void {
  if (!sink.room()) return;
  const log = objectField(value, 'logRecord');
  sink.records.push({
    kind: 'log',
    origin,
    timeUnixNano: uint64Field(log['timeUnixNano'], 'logRecord.timeUnixNano'),
    observedUnixNano: uint64Field(log['observedTimeUnixNano'], 'logRecord.observedTimeUnixNano'),
    severityNumber: enumField(log['severityNumber'], 'logRecord.severityNumber'),
    severityText: textField(log['severityText'], 'logRecord.severityText', sink),
    body: valueOf(log['body'], 'logRecord.body', sink),
    eventName: textField(log['eventName'], 'logRecord.eventName', sink),
    attributes: attributesOf(log['attributes'], 'logRecord.attributes', sink),
    traceId: idField(log['traceId'], 32, sink),
    spanId: idField(log['spanId'], 16, sink),
  });
}
