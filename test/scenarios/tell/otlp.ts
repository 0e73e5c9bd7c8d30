/** OTLP/JSON of hand-made records, for the tellers. */
import { hash } from 'node:crypto';

type Value = string | number | boolean;
export type Keys = Readonly<Record<string, Value | undefined>>;

/** Story time 0, milliseconds: so that the same story has the same records. */
export type Clock = (seconds: number) => number;

export function attributes(keys: Keys): object[] {
  return Object.entries(keys).flatMap(([key, value]) => (value === undefined ? [] : [{ key, value: valueOf(value) }]));
}

function valueOf(value: Value): object {
  if (typeof value === 'string') return { stringValue: value };
  if (typeof value === 'boolean') return { boolValue: value };
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value };
}

export const nanos = (at: number): string => `${Math.round(at)}000000`;

/** 32 hex digits that stand for the name. */
export const idOf = (...name: (string | number)[]): string => hash('md5', name.join(' '));

/** In the form of a UUID. */
export const uuidOf = (...name: (string | number)[]): string =>
  idOf(...name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

export interface Log {
  at: number;
  body?: string;
  keys: Keys;
  traceId?: string;
  /** Codex leaves the record's own time empty. */
  timeless?: boolean;
}

export function logs(resource: Keys, scope: string, records: readonly Log[]): { signal: 'logs'; body: object } {
  const logRecords = records.map(({ at, body, keys, traceId, timeless }) => ({
    timeUnixNano: timeless === true ? '0' : nanos(at),
    observedTimeUnixNano: nanos(at),
    ...(body === undefined ? {} : { body: { stringValue: body } }),
    ...(traceId === undefined ? {} : { traceId, spanId: traceId.slice(0, 16) }),
    attributes: attributes(keys),
  }));
  return {
    signal: 'logs',
    body: {
      resourceLogs: [
        { resource: { attributes: attributes(resource) }, scopeLogs: [{ scope: { name: scope }, logRecords }] },
      ],
    },
  };
}

export interface ToldSpan {
  name: string;
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  from: number;
  to: number;
  keys: Keys;
  events?: readonly { at: number; name: string; keys: Keys }[];
  failed?: string;
}

export function spans(resource: Keys, scope: string, list: readonly ToldSpan[]): { signal: 'traces'; body: object } {
  const told = list.map(({ name, traceId, spanId, parentSpanId, from, to, keys, events, failed }) => ({
    traceId,
    spanId,
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name,
    kind: 1,
    startTimeUnixNano: nanos(from),
    endTimeUnixNano: nanos(to),
    attributes: attributes(keys),
    events: (events ?? []).map((event) => ({
      timeUnixNano: nanos(event.at),
      name: event.name,
      attributes: attributes(event.keys),
    })),
    status: failed === undefined ? {} : { code: 2, message: failed },
  }));
  return {
    signal: 'traces',
    body: {
      resourceSpans: [
        { resource: { attributes: attributes(resource) }, scopeSpans: [{ scope: { name: scope }, spans: told }] },
      ],
    },
  };
}
