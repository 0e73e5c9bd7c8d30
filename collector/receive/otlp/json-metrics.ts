/** Metrics in OTLP/JSON: one record a data point. */
import type { MetricPoint, Origin } from '../../../contracts/telemetry';
import {
  boolField,
  doubleField,
  enumField,
  int64Field,
  listField,
  objectField,
  textField,
  uint64Field,
} from './json-fields';
import type { JsonObject } from './json-fields';
import { attributesOf } from './json-values';
import { emptyPoint, temporalityOf } from './metric-point';
import type { MetricHead, MetricType } from './metric-point';
import type { RecordSink } from './record-sink';

const TYPES: readonly MetricType[] = ['gauge', 'sum', 'histogram', 'exponentialHistogram', 'summary'];

export function pushMetric(value: unknown, sink: RecordSink, origin: Origin): void {
  const metric = objectField(value, 'metric');
  const name = textField(metric['name'], 'metric.name', sink);
  const unit = textField(metric['unit'], 'metric.unit', sink);
  for (const type of TYPES) {
    const data = objectField(metric[type], `metric.${type}`);
    const temporality = temporalityOf(
      type,
      enumField(data['aggregationTemporality'], `metric.${type}.aggregationTemporality`),
    );
    const monotonic = boolField(data['isMonotonic'], `metric.${type}.isMonotonic`);
    const head = { origin, name, unit, type, temporality, monotonic };
    for (const point of listField(data['dataPoints'], `metric.${type}.dataPoints`)) {
      if (sink.room()) sink.records.push(pointOf(objectField(point, `metric.${type}.dataPoints`), head, sink));
    }
  }
}

function pointOf(json: JsonObject, head: MetricHead, sink: RecordSink): MetricPoint {
  const field = `metric.${head.type}.dataPoints`;
  const point = emptyPoint(head, attributesOf(json['attributes'], `${field}.attributes`, sink));
  point.startUnixNano = uint64Field(json['startTimeUnixNano'], `${field}.startTimeUnixNano`);
  point.timeUnixNano = uint64Field(json['timeUnixNano'], `${field}.timeUnixNano`);
  if (point.count !== undefined) point.count = Number(uint64Field(json['count'], `${field}.count`));
  const recorded = (uint64Field(json['flags'], `${field}.flags`) & 1n) === 0n;
  if (recorded) point.value = numberOf(json, point.count === undefined ? 'number' : 'sum', field);
  return point;
}

function numberOf(json: JsonObject, kind: 'number' | 'sum', field: string): number {
  if (kind === 'sum')
    return json['sum'] === undefined || json['sum'] === null ? NaN : doubleField(json['sum'], `${field}.sum`);
  if (json['asDouble'] !== undefined && json['asDouble'] !== null)
    return doubleField(json['asDouble'], `${field}.asDouble`);
  if (json['asInt'] !== undefined && json['asInt'] !== null) return Number(int64Field(json['asInt'], `${field}.asInt`));
  return NaN;
}
