/**
 * A decoded OTLP request, the border between `collector/receive` (bytes) and `collector/dialects` (meaning). Both encodings and both
 * transports give the same shape; 64-bit integers are numbers when safe and decimal strings otherwise; ids are lower-case hex or ''.
 */

export type AttributeValue =
  string | number | boolean | Uint8Array | null | AttributeValue[] | { [key: string]: AttributeValue };

/** Attributes as a map without prototype; of a repeated key the first wins. */
export type Attributes = Readonly<Record<string, AttributeValue>>;

export interface Scope {
  name: string;
  version: string;
  attributes: Attributes;
}

/** Common to all records: where it came from. Shared by reference between the records of one scope. */
export interface Origin {
  resource: Attributes;
  scope: Scope;
}

export interface SpanEvent {
  name: string;
  /** Nanoseconds since 1970 as sent, 0n when missing. */
  timeUnixNano: bigint;
  attributes: Attributes;
}

export interface SpanRecord {
  kind: 'span';
  origin: Origin;
  traceId: string;
  spanId: string;
  parentSpanId: string;
  name: string;
  spanKind: number;
  startUnixNano: bigint;
  endUnixNano: bigint;
  attributes: Attributes;
  events: readonly SpanEvent[];
  /** 0 unset, 1 ok, 2 error. */
  statusCode: number;
  statusMessage: string;
  /** The record's bytes as they came, of protobuf: its identity at no further cost. They share memory with the body. */
  raw?: Uint8Array;
}

export interface LogRecord {
  kind: 'log';
  origin: Origin;
  timeUnixNano: bigint;
  observedUnixNano: bigint;
  severityNumber: number;
  severityText: string;
  body: AttributeValue;
  eventName: string;
  attributes: Attributes;
  traceId: string;
  spanId: string;
  /** As of spans. */
  raw?: Uint8Array;
}

export interface MetricPoint {
  kind: 'metric';
  origin: Origin;
  name: string;
  unit: string;
  type: 'gauge' | 'sum' | 'histogram' | 'exponentialHistogram' | 'summary';
  temporality: 'gauge' | 'delta' | 'cumulative' | 'unspecified';
  monotonic: boolean;
  startUnixNano: bigint;
  timeUnixNano: bigint;
  attributes: Attributes;
  /** Value of a gauge or sum; the sum of a histogram or summary. NaN when the point has none. */
  value: number;
  /** Count of a histogram or summary. */
  count?: number;
}

export type TelemetryRecord = SpanRecord | LogRecord | MetricPoint;

/** What was left out or cut of a request, so that it can be counted and reported as a partial success. */
export interface Loss {
  reason: string;
  /** Records refused whole; 0 when only parts of records were cut. */
  records: number;
  /** Parts cut: attributes dropped, strings cut, nesting flattened. */
  parts: number;
}

export interface DecodedRequest {
  signal: 'traces' | 'logs' | 'metrics';
  records: TelemetryRecord[];
  losses: Loss[];
}
