/** Metrics (opentelemetry/proto/metrics/v1) from the wire: one record a data point. */
import type { MetricPoint, Origin } from '../../../contracts/telemetry';
import { AttributeMap } from './attribute-map';
import { emptyPoint, temporalityOf } from './metric-point';
import type { MetricHead, MetricType } from './metric-point';
import type { RecordSink } from './record-sink';
import type { WireReader } from './wire-reader';
import { readAttribute, readText } from './wire-values';

/** Tags of Metric's data fields. */
const TYPES: Readonly<Record<number, MetricType>> = {
  0x2a: 'gauge',
  0x3a: 'sum',
  0x4a: 'histogram',
  0x52: 'exponentialHistogram',
  0x5a: 'summary',
};

type Field = 'start' | 'time' | 'double' | 'int' | 'count' | 'sum' | 'attributes' | 'flags';

const NUMBER_POINT: Readonly<Record<number, Field>> = {
  0x11: 'start',
  0x19: 'time',
  0x21: 'double',
  0x31: 'int',
  0x3a: 'attributes',
  0x40: 'flags',
};
/** Histograms and summaries put the same fields under different numbers. */
const POINT_FIELDS: Readonly<Record<MetricType, Readonly<Record<number, Field>>>> = {
  gauge: NUMBER_POINT,
  sum: NUMBER_POINT,
  histogram: { 0x11: 'start', 0x19: 'time', 0x21: 'count', 0x29: 'sum', 0x4a: 'attributes', 0x50: 'flags' },
  exponentialHistogram: { 0x0a: 'attributes', 0x11: 'start', 0x19: 'time', 0x21: 'count', 0x29: 'sum', 0x50: 'flags' },
  summary: { 0x11: 'start', 0x19: 'time', 0x21: 'count', 0x29: 'sum', 0x3a: 'attributes', 0x40: 'flags' },
};

/** Reads a Metric twice: its name and unit may come after its points. */
export function readMetric(reader: WireReader, sink: RecordSink, origin: Origin): void {
  const outer = reader.enter();
  const start = reader.pos;
  const metric = { origin, name: '', unit: '' };
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) metric.name = readText(reader, sink);
    else if (tag === 0x1a) metric.unit = readText(reader, sink);
    else reader.skip(tag);
  }
  reader.pos = start;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    const type = TYPES[tag];
    if (type === undefined) reader.skip(tag);
    else readData(reader, sink, { ...metric, type });
  }
  reader.leave(outer);
}

function readData(reader: WireReader, sink: RecordSink, metric: Pick<MetricHead, 'origin' | 'name' | 'unit' | 'type'>) {
  const outer = reader.enter();
  const start = reader.pos;
  let temporality = 0;
  let monotonic = false;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x10) temporality = reader.int32();
    else if (tag === 0x18) monotonic = reader.bool();
    else reader.skip(tag);
  }
  const head = { ...metric, temporality: temporalityOf(metric.type, temporality), monotonic };
  reader.pos = start;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a && sink.room()) sink.records.push(readPoint(reader, sink, head));
    else reader.skip(tag);
  }
  reader.leave(outer);
}

function readPoint(reader: WireReader, sink: RecordSink, head: MetricHead): MetricPoint {
  const outer = reader.enter();
  const fields = POINT_FIELDS[head.type];
  const attributes = new AttributeMap();
  const point = emptyPoint(head, attributes);
  let size = 0;
  let recorded = true;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    switch (fields[tag]) {
      case 'start':
        point.startUnixNano = reader.fixed64();
        break;
      case 'time':
        point.timeUnixNano = reader.fixed64();
        break;
      case 'double':
      case 'sum':
        point.value = reader.double();
        break;
      case 'int':
        point.value = reader.sfixed64();
        break;
      case 'count':
        point.count = reader.count64();
        break;
      case 'attributes':
        size = readAttribute(reader, sink, attributes, size);
        break;
      case 'flags':
        recorded = (reader.uint32() & 1) === 0;
        break;
      case undefined:
        reader.skip(tag);
    }
  }
  reader.leave(outer);
  if (!recorded) point.value = NaN;
  return point;
}
