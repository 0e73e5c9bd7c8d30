/** What both encodings share about metrics. */
import type { Attributes, MetricPoint } from '../../../contracts/telemetry';

export type MetricType = MetricPoint['type'];
export type MetricHead = Pick<MetricPoint, 'origin' | 'name' | 'unit' | 'type' | 'temporality' | 'monotonic'>;

/** AggregationTemporality by its number. Gauges have none; a summary counts since its start. */
export function temporalityOf(type: MetricType, number: number): MetricPoint['temporality'] {
  if (type === 'gauge') return 'gauge';
  if (type === 'summary') return 'cumulative';
  return number === 1 ? 'delta' : number === 2 ? 'cumulative' : 'unspecified';
}

/** A point before its fields are read. Histograms and summaries count from 0. */
export function emptyPoint(head: MetricHead, attributes: Attributes): MetricPoint {
  const point: MetricPoint = {
    kind: 'metric',
    ...head,
    startUnixNano: 0n,
    timeUnixNano: 0n,
    attributes,
    value: NaN,
  };
  if (head.type !== 'gauge' && head.type !== 'sum') point.count = 0;
  return point;
}
