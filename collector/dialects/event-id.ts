/** The identity of an event: a digest of the record as received, so that a record sent twice is one event and a different one never is. */
import { hash } from 'node:crypto';
import type { Origin, TelemetryRecord } from '../../contracts/telemetry';

/** First 32 hex digits of SHA-256. */
export function digest(text: string): string {
  return hash('sha256', text, 'hex').slice(0, 32);
}

const origins = new WeakMap<Origin, string>();

function originDigest(origin: Origin): string {
  let known = origins.get(origin);
  if (known === undefined) {
    const { resource, scope } = origin;
    known = digest(JSON.stringify([resource, scope.name, scope.version, scope.attributes]));
    origins.set(origin, known);
  }
  return known;
}

/**
 * What tells one record from all others of its tenant: its content, ids and times (its bytes where they are known, as a sender repeats
 * them), its resource and its scope.
 */
export function recordKey(record: TelemetryRecord): string {
  const raw = record.kind === 'metric' ? undefined : record.raw;
  const own = raw === undefined ? digest(JSON.stringify(fields(record))) : hash('sha256', raw, 'hex');
  return `${record.kind}\0${originDigest(record.origin)}\0${own}`;
}

function fields(record: TelemetryRecord): unknown[] {
  const { attributes } = record;
  if (record.kind === 'span') {
    const times = [String(record.startUnixNano), String(record.endUnixNano)];
    const events = record.events.map((event) => [event.name, String(event.timeUnixNano), event.attributes]);
    const ids = [record.traceId, record.spanId, record.parentSpanId];
    return [...ids, record.name, record.spanKind, times, attributes, events, record.statusCode, record.statusMessage];
  }
  if (record.kind === 'log') {
    const times = [String(record.timeUnixNano), String(record.observedUnixNano)];
    const { traceId, spanId, severityNumber, severityText, body, eventName } = record;
    return [traceId, spanId, times, severityNumber, severityText, body, eventName, attributes];
  }
  const times = [String(record.startUnixNano), String(record.timeUnixNano)];
  const { name, unit, type, temporality, monotonic, value, count } = record;
  return [name, unit, type, temporality, monotonic, times, attributes, String(value), count];
}

/** Id of the event that is the `index`-th draft of a record, given the record's key. */
export function eventId(tenant: string, key: string, index: number): string {
  return digest(`${tenant}\0${index}\0${key}`);
}
