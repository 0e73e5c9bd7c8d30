/**
 * Fields of OTLP/JSON, with what real exporters send in place of what the specification says: ids in either case, missing or null;
 * 64-bit numbers as strings or numbers; NaN as text. Null is the default everywhere; any other type is `request_invalid`, naming the field.
 */
import { GanderError } from '../../../platform/errors';
import { cutText } from '../../cut-text';
import type { RecordSink } from './record-sink';

export type JsonObject = Readonly<Record<string, unknown>>;

const NOTHING: JsonObject = Object.freeze({});
const NO_LIST: readonly unknown[] = Object.freeze([]);

export function invalid(field: string, must: string): GanderError {
  return new GanderError('request_invalid', `${field} must be ${must}`);
}

export function objectField(value: unknown, field: string): JsonObject {
  if (value === undefined || value === null) return NOTHING;
  if (typeof value !== 'object' || Array.isArray(value)) throw invalid(field, 'an object');
  return value as JsonObject;
}

export function listField(value: unknown, field: string): readonly unknown[] {
  if (value === undefined || value === null) return NO_LIST;
  if (!Array.isArray(value)) throw invalid(field, 'a list');
  return value;
}

/** A text; a lone surrogate becomes U+FFFD, over `stringBytes` the middle is cut. */
export function textField(value: unknown, field: string, sink: RecordSink): string {
  if (value === undefined || value === null) return '';
  if (typeof value !== 'string') throw invalid(field, 'a string');
  const whole = value.toWellFormed();
  const kept = cutText(whole, sink.limits.stringBytes);
  if (kept !== whole) sink.losses.part('stringBytes');
  return kept;
}

/** Hex of `digits` digits in lower case; '' when absent, all zero, or of the wrong form, which counts as lost. */
export function idField(value: unknown, digits: 16 | 32, sink: RecordSink): string {
  if (value === undefined || value === null || value === '') return '';
  if (typeof value === 'string' && value.length === digits && /^[0-9a-f]+$/i.test(value)) {
    return /^0+$/.test(value) ? '' : value.toLowerCase();
  }
  sink.losses.part('id');
  return '';
}

/** Nanoseconds or another unsigned 64-bit count. */
export function uint64Field(value: unknown, field: string): bigint {
  if (value === undefined || value === null || value === '') return 0n;
  const found = integer(value, field);
  if (found < 0n || found > 0xffff_ffff_ffff_ffffn) throw invalid(field, 'within unsigned 64 bits');
  return found;
}

/** A signed 64-bit number: a number when it is safe, else its decimal digits. */
export function int64Field(value: unknown, field: string): number | string {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0;
  const found = integer(value, field);
  if (BigInt.asIntN(64, found) !== found) throw invalid(field, 'within signed 64 bits');
  const number = Number(found);
  return Number.isSafeInteger(number) ? number : found.toString();
}

function integer(value: unknown, field: string): bigint {
  if (typeof value === 'number' && Number.isInteger(value)) return BigInt(value);
  if (typeof value === 'string' && /^-?\d{1,20}$/.test(value)) return BigInt(value);
  throw invalid(field, 'a whole number, or one in a string');
}

/** An enum by its number, known or not. */
export function enumField(value: unknown, field: string): number {
  const number = int64Field(value ?? 0, field);
  if (typeof number === 'number' && (number | 0) === number) return number;
  throw invalid(field, 'an enum number');
}

/** A floating-point number, also as text; `NaN`, `Infinity` and `-Infinity` are text in JSON. */
export function doubleField(value: unknown, field: string): number {
  if (typeof value === 'number') return value;
  if (value === 'NaN') return NaN;
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : NaN;
  if (Number.isNaN(number)) throw invalid(field, 'a number');
  return number;
}

export function boolField(value: unknown, field: string): boolean {
  if (value === undefined || value === null) return false;
  if (typeof value !== 'boolean') throw invalid(field, 'true or false');
  return value;
}

/** Bytes as base64, also in its URL form. */
export function bytesField(value: unknown, field: string, sink: RecordSink): Uint8Array {
  if (typeof value !== 'string') throw invalid(field, 'base64 text');
  const bytes = Buffer.from(value, 'base64');
  const kept = Math.min(bytes.length, sink.limits.stringBytes);
  if (kept < bytes.length) sink.losses.part('stringBytes');
  return new Uint8Array(bytes.buffer, bytes.byteOffset, kept);
}
