/** Export requests of the three signals from the wire. Resource and scope are read before what they hold: any order on the wire is legal. */
import type { Attributes, Origin, Scope } from '../../../contracts/telemetry';
import { NO_ATTRIBUTES } from './attribute-map';
import type { RecordSink, Signal } from './record-sink';
import { readLog } from './wire-logs';
import { readMetric } from './wire-metrics';
import { readSpan } from './wire-spans';
import { NO_SCOPE, readResource, readScope } from './wire-values';
import { WireReader } from './wire-reader';

type ReadRecord = (reader: WireReader, sink: RecordSink, origin: Origin) => void;

const READ_RECORD: Record<Signal, ReadRecord> = { traces: readSpan, logs: readLog, metrics: readMetric };

/** Reads an ExportTraceServiceRequest, ExportLogsServiceRequest or ExportMetricsServiceRequest. */
export function readRequest(bytes: Buffer, signal: Signal, sink: RecordSink): void {
  const reader = new WireReader(bytes);
  const readRecord = READ_RECORD[signal];
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) readResourceGroup(reader, sink, readRecord);
    else reader.skip(tag);
  }
}

function readResourceGroup(reader: WireReader, sink: RecordSink, readRecord: ReadRecord): void {
  let resource: Attributes = NO_ATTRIBUTES;
  readGroup(
    reader,
    () => (resource = readResource(reader, sink, resource)),
    () => readScopeGroup(reader, sink, resource, readRecord),
  );
}

function readScopeGroup(reader: WireReader, sink: RecordSink, resource: Attributes, readRecord: ReadRecord): void {
  let scope: Scope = NO_SCOPE;
  let origin: Origin | undefined;
  readGroup(
    reader,
    () => (scope = readScope(reader, sink, scope)),
    () => readRecord(reader, sink, (origin ??= { resource, scope })),
  );
}

/** A message whose field 1 is about all that its field 2 holds, so it is gone through twice. */
function readGroup(reader: WireReader, head: () => void, item: () => void): void {
  const outer = reader.enter();
  const start = reader.pos;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) head();
    else reader.skip(tag);
  }
  reader.pos = start;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x12) item();
    else reader.skip(tag);
  }
  reader.leave(outer);
}
