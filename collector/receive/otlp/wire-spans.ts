/** Spans (opentelemetry/proto/trace/v1) from the wire. */
import type { Origin, SpanEvent } from '../../../contracts/telemetry';
import { AttributeMap } from './attribute-map';
import type { RecordSink } from './record-sink';
import type { WireReader } from './wire-reader';
import { readAttribute, readId, readText } from './wire-values';

const NO_EVENTS: readonly SpanEvent[] = Object.freeze([]);

export function readSpan(reader: WireReader, sink: RecordSink, origin: Origin): void {
  if (!sink.room()) {
    reader.take(reader.length());
    return;
  }
  const outer = reader.enter();
  const attributes = new AttributeMap();
  let size = 0;
  let events: SpanEvent[] | undefined;
  const span = {
    kind: 'span' as const,
    origin,
    traceId: '',
    spanId: '',
    parentSpanId: '',
    name: '',
    spanKind: 0,
    startUnixNano: 0n,
    endUnixNano: 0n,
    attributes,
    events: NO_EVENTS,
    statusCode: 0,
    statusMessage: '',
    raw: reader.rest(),
  };
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x0a:
        span.traceId = readId(reader, sink, 16);
        break;
      case 0x12:
        span.spanId = readId(reader, sink, 8);
        break;
      case 0x22:
        span.parentSpanId = readId(reader, sink, 8);
        break;
      case 0x2a:
        span.name = readText(reader, sink);
        break;
      case 0x30:
        span.spanKind = reader.int32();
        break;
      case 0x39:
        span.startUnixNano = reader.fixed64();
        break;
      case 0x41:
        span.endUnixNano = reader.fixed64();
        break;
      case 0x4a:
        size = readAttribute(reader, sink, attributes, size);
        break;
      case 0x5a:
        if (sink.takeValue()) (events ??= []).push(readSpanEvent(reader, sink));
        else reader.skip(tag);
        break;
      case 0x7a:
        readStatus(reader, sink, span);
        break;
      default:
        reader.skip(tag);
    }
  }
  if (events) span.events = events;
  reader.leave(outer);
  sink.records.push(span);
}

function readSpanEvent(reader: WireReader, sink: RecordSink): SpanEvent {
  const outer = reader.enter();
  const event = { name: '', timeUnixNano: 0n, attributes: new AttributeMap() };
  let size = 0;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x09) event.timeUnixNano = reader.fixed64();
    else if (tag === 0x12) event.name = readText(reader, sink);
    else if (tag === 0x1a) size = readAttribute(reader, sink, event.attributes, size);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return event;
}

function readStatus(reader: WireReader, sink: RecordSink, span: { statusCode: number; statusMessage: string }): void {
  const outer = reader.enter();
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x12) span.statusMessage = readText(reader, sink);
    else if (tag === 0x18) span.statusCode = reader.int32();
    else reader.skip(tag);
  }
  reader.leave(outer);
}
