/**
 * Typed reading of attributes, by what the dialect expects rather than by the type on the wire: agents send numbers and booleans as
 * strings, JSON inside strings, empty values, and placeholders where content is hidden.
 */
import type { Visibility } from '../../contracts/event';
import type { AttributeValue, Attributes, LogRecord, MetricPoint, SpanRecord } from '../../contracts/telemetry';
import { CUT_MARK } from '../cut-text';
import { readJson } from './partial-json';
import type { Json, JsonReading } from './partial-json';

type Known<T> = { [K in keyof T]: object extends Pick<T, K> ? T[K] | undefined : T[K] };

/** The object without its undefined members, so that optional fields are absent rather than undefined; itself when it has none. */
export function known<T extends object>(fields: Known<T>): T {
  for (const key in fields) if (fields[key] === undefined) return copyKnown(fields);
  return fields as T;
}

function copyKnown<T extends object>(fields: Known<T>): T {
  const kept: Record<string, unknown> = {};
  for (const key in fields) {
    const value: unknown = fields[key];
    if (value !== undefined) kept[key] = value;
  }
  return kept as T;
}

/** Entry of a table by a key that came from outside; never a member of its prototype. */
export function entry<T>(table: Readonly<Record<string, T>>, key: string | undefined): T | undefined {
  return key !== undefined && Object.hasOwn(table, key) ? table[key] : undefined;
}

/** Text of a scalar value; undefined when missing, empty, or not a scalar. */
export function textOf(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : undefined;
}

/** Text of the first of the keys that has one. */
export function text(attributes: Attributes, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const found = textOf(attributes[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Number, also from a string; undefined for anything that is not finite. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'string' && value.trim() !== '' && value.length < 40) return numberOf(Number(value));
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

export function number(attributes: Attributes, ...keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const found = numberOf(attributes[key]);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Boolean, also from the strings `true` and `false` in any case. */
export function flag(attributes: Attributes, key: string): boolean | undefined {
  const value = attributes[key];
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'string') return undefined;
  const word = value.toLowerCase();
  return word === 'true' ? true : word === 'false' ? false : undefined;
}

/** Structured value, from JSON in a string (also cut JSON) or as it came. Undefined for plain text and scalars. */
export function jsonOf(value: AttributeValue | undefined): JsonReading | undefined {
  if (typeof value === 'string') return readJson(value);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return undefined;
  return { value: value as Json, cut: false };
}

export function json(attributes: Attributes, key: string): JsonReading | undefined {
  return jsonOf(attributes[key]);
}

/** The JSON object behind a key, empty when there is none. */
export function object(attributes: Attributes, key: string): Readonly<Record<string, Json>> {
  return objectOf(json(attributes, key)?.value);
}

const NOTHING: Readonly<Record<string, Json>> = Object.freeze({});

export function objectOf(value: Json | undefined): Readonly<Record<string, Json>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : NOTHING;
}

/** String members only, of an object; undefined when missing or empty. */
export function member(fields: Readonly<Record<string, Json>>, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    const value = fields[key];
    if (typeof value === 'string' && value !== '') return value;
  }
  return undefined;
}

/** JSON text of a structured value, the text itself when it is one already. */
export function jsonText(value: AttributeValue | undefined): string | undefined {
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) return JSON.stringify(value);
  return textOf(value);
}

/** Milliseconds since 1970, undefined for 0 (which means unknown in OTLP). */
export function millis(nanos: bigint): number | undefined {
  return nanos > 0n ? Number(nanos / 1_000n) / 1_000 : undefined;
}

/** Milliseconds since 1970 of an ISO 8601 text. */
export function isoMillis(value: string | undefined): number | undefined {
  if (value === undefined || value.length > 40) return undefined;
  const at = Date.parse(value);
  return Number.isNaN(at) ? undefined : at;
}

/** When a log happened: its own time, else `event.timestamp`, else when it was observed. */
export function logTime(record: LogRecord): number | undefined {
  return (
    millis(record.timeUnixNano) ??
    isoMillis(text(record.attributes, 'event.timestamp')) ??
    millis(record.observedUnixNano)
  );
}

/** When a span's act was over, which is when its outcome was known; its start when it has no end. */
export function spanTime(record: SpanRecord): number | undefined {
  return millis(record.endUnixNano) ?? millis(record.startUnixNano);
}

export function spanDurationMs(record: SpanRecord): number | undefined {
  const length = record.endUnixNano - record.startUnixNano;
  return record.startUnixNano > 0n && length >= 0n ? Number(length / 1_000n) / 1_000 : undefined;
}

/** Key of a metric series: its attributes in order of their names, such as `cpu=0,state=user`. At most 300 characters. */
export function seriesOf(record: MetricPoint, leave: readonly string[] = []): string {
  const parts: string[] = [];
  for (const key of Object.keys(record.attributes).sort()) {
    const value = leave.includes(key) ? undefined : textOf(record.attributes[key]);
    if (value !== undefined) parts.push(`${key}=${value}`);
  }
  return parts.join(',').slice(0, 300);
}

/** Text that the source may hide or cut. */
export interface Content {
  text?: string;
  state?: 'hidden' | 'absent' | 'truncated';
  originalLength?: number;
}

const PLACEHOLDERS = new Set(['<REDACTED>', '[REDACTED]', '__REDACTED__', '<redacted>', '[redacted]']);
/** Longer texts are not looked up: that would hash the whole of them. */
const LONGEST_PLACEHOLDER = 12;

/** Ends of texts that an agent has cut, each with the length of the whole where the mark says it. */
const CUT_MARKS: readonly { mark: RegExp; whole: (kept: number, said: number) => number | undefined }[] = [
  { mark: /…\[(\d{1,12}) chars\]$/, whole: (_, said) => said },
  { mark: /\.\.\.\[TRUNCATED: original length (\d{1,12})\]$/, whole: (_, said) => said },
  { mark: /\n?\[\.\.\. telemetry preview truncated \.\.\.\]\s*$/, whole: () => undefined },
  { mark: /(?:\n\n)?\[TRUNCATED - Content exceeds [^\]\n]{1,40} limit\]$/, whole: () => undefined },
  { mark: /…?\[\+(\d{1,12}) chars\]$/, whole: (kept, said) => kept + said },
];

/** Takes placeholders and cut marks apart from the text. */
export function contentOf(value: AttributeValue | undefined): Content {
  const whole = textOf(value);
  if (whole === undefined) return value === '' ? { text: '' } : { state: 'absent' };
  if (whole.length <= LONGEST_PLACEHOLDER && PLACEHOLDERS.has(whole)) return { state: 'hidden' };
  return agentCut(whole) ?? ownCut(whole) ?? { text: whole };
}

/** A text that ends with an agent's mark, without the mark. Every mark ends in a bracket. */
function agentCut(whole: string): Content | undefined {
  const tail = whole.slice(-80);
  if (!tail.trimEnd().endsWith(']')) return undefined;
  for (const { mark, whole: lengthOf } of CUT_MARKS) {
    const found = mark.exec(tail);
    if (!found) continue;
    const kept = whole.slice(0, whole.length - found[0].length);
    return known<Content>({
      text: kept,
      state: 'truncated',
      originalLength: lengthOf(kept.length, Number(found[1])),
    });
  }
  return undefined;
}

/** A text that our own decoder cut in its middle; the mark stays in it. */
function ownCut(whole: string): Content | undefined {
  const found = whole.length > 200 && whole.includes('middle cut, sha256') ? CUT_MARK.exec(whole) : null;
  return found ? { text: whole, state: 'truncated', originalLength: Number(found[1]) } : undefined;
}

/** The visibility note for a content, none when it is whole. `setting` is what shows it; absent content counts as hidden behind it. */
export function visibilityOf(field: string, content: Content, setting?: string): Visibility[] {
  if (content.state === undefined) return [];
  if (content.state === 'truncated') {
    return [known<Visibility>({ field, state: 'truncated', originalLength: content.originalLength })];
  }
  return [hidden(field, setting)];
}

/** Note of a field that the source does not show; with the setting that shows it, when there is one. */
export function hidden(field: string, setting?: string): Visibility {
  return setting === undefined ? { field, state: 'absent' } : { field, state: 'hidden', setting };
}
