/** Bodies of answers: of OTLP in both encodings (Export…ServiceResponse, google.rpc.Status for refusals), of hooks and of sensors. */
import type { DecodedRequest } from '../../contracts/telemetry';
import type { Format } from './otlp/decode';
import type { PartialSuccess } from './partial-success';

/** Numbers of google.rpc.Code. */
export const CODES = {
  INVALID_ARGUMENT: 3,
  NOT_FOUND: 5,
  RESOURCE_EXHAUSTED: 8,
  UNIMPLEMENTED: 12,
  UNAVAILABLE: 14,
  UNAUTHENTICATED: 16,
} as const;
export type CodeName = keyof typeof CODES;

const REJECTED: Record<DecodedRequest['signal'], string> = {
  traces: 'rejectedSpans',
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
};

/** What every hook that was taken is told: nothing. An agent may read a decision out of anything more. */
export const HOOK_ANSWER = Buffer.from('{}');

/** What a sensor is told: how many of its lines were not taken, and why. */
export const linesBody = (partial: PartialSuccess | undefined): Buffer => Buffer.from(JSON.stringify(partial ?? {}));

/** The body of a success, full or partial. */
export function successBody(
  signal: DecodedRequest['signal'],
  format: Format,
  partial: PartialSuccess | undefined,
): Buffer {
  if (format === 'protobuf') return partial ? lengthField(1, partialBytes(partial)) : Buffer.alloc(0);
  if (!partial) return Buffer.from('{}');
  const { rejected, errorMessage } = partial;
  return Buffer.from(JSON.stringify({ partialSuccess: { [REJECTED[signal]]: String(rejected), errorMessage } }));
}

/** The body of a refusal. */
export function statusBody(format: Format, code: CodeName, message: string): Buffer {
  if (format === 'protobuf') return statusBytes(code, message);
  return Buffer.from(JSON.stringify({ code: CODES[code], message }));
}

/** google.rpc.Status, with a RetryInfo in it when the sender shall wait: for `grpc-status-details-bin`. */
export function statusBytes(code: CodeName, message: string, retryAfterMs?: number): Buffer {
  const status = Buffer.concat([varintField(1, CODES[code]), lengthField(2, Buffer.from(message))]);
  return retryAfterMs === undefined ? status : Buffer.concat([status, lengthField(3, retryInfo(retryAfterMs))]);
}

function retryInfo(retryAfterMs: number): Buffer {
  const nanos = (retryAfterMs % 1_000) * 1_000_000;
  const delay = Buffer.concat([varintField(1, Math.floor(retryAfterMs / 1_000)), varintField(2, nanos)]);
  const type = Buffer.from('type.googleapis.com/google.rpc.RetryInfo');
  return Buffer.concat([lengthField(1, type), lengthField(2, lengthField(1, delay))]);
}

const partialBytes = ({ rejected, errorMessage }: PartialSuccess) =>
  Buffer.concat([varintField(1, rejected), lengthField(2, Buffer.from(errorMessage))]);

const varintField = (field: number, value: number) =>
  value === 0 ? Buffer.alloc(0) : Buffer.from([field << 3, ...varint(value)]);
const lengthField = (field: number, bytes: Buffer) =>
  Buffer.concat([Buffer.from([(field << 3) | 2, ...varint(bytes.length)]), bytes]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  let left = value;
  for (; left >= 0x80; left = Math.floor(left / 128)) bytes.push((left % 128) | 0x80);
  bytes.push(left);
  return bytes;
}
