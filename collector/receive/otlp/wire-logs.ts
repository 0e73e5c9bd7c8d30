/** Log records (opentelemetry/proto/logs/v1) from the wire. */
import type { AttributeValue, Origin } from '../../../contracts/telemetry';
import { AttributeMap } from './attribute-map';
import type { RecordSink } from './record-sink';
import type { WireReader } from './wire-reader';
import { readAttribute, readId, readText, readValue } from './wire-values';

export function readLog(reader: WireReader, sink: RecordSink, origin: Origin): void {
  if (!sink.room()) {
    reader.take(reader.length());
    return;
  }
  const outer = reader.enter();
  const attributes = new AttributeMap();
  let size = 0;
  const log = {
    kind: 'log' as const,
    origin,
    timeUnixNano: 0n,
    observedUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: null as AttributeValue,
    eventName: '',
    attributes,
    traceId: '',
    spanId: '',
    raw: reader.rest(),
  };
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    switch (tag) {
      case 0x09:
        log.timeUnixNano = reader.fixed64();
        break;
      case 0x10:
        log.severityNumber = reader.int32();
        break;
      case 0x1a:
        log.severityText = readText(reader, sink);
        break;
      case 0x2a:
        log.body = readValue(reader, sink);
        break;
      case 0x32:
        size = readAttribute(reader, sink, attributes, size);
        break;
      case 0x4a:
        log.traceId = readId(reader, sink, 16);
        break;
      case 0x52:
        log.spanId = readId(reader, sink, 8);
        break;
      case 0x59:
        log.observedUnixNano = reader.fixed64();
        break;
      case 0x62:
        log.eventName = readText(reader, sink);
        break;
      default:
        reader.skip(tag);
    }
  }
  reader.leave(outer);
  sink.records.push(log);
}
