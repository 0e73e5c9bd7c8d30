/** The value of a message in `gander.events.v1`: events of one scope as NDJSON, one a line; compressed as the header `encoding` says. */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { MAX_ENVELOPE_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import type { EventEnvelope, IncomingMessage } from '../contracts/stream';
import { GanderError, messageOf } from '../platform/errors';

export type EnvelopeEncoding = 'identity' | 'zstd';

export interface EncodedEnvelope {
  value: Uint8Array<ArrayBuffer>;
  /** Goes into the message's header `encoding`. */
  encoding: EnvelopeEncoding;
}

/** Smaller texts are not worth compressing. */
const COMPRESSED_FROM = 1024;
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };
/** Nobody writes larger ones; twice the bound leaves room for older writers. */
const MAX_INFLATED = 2 * MAX_ENVELOPE_BYTES;

/** Encodes events that are of one scope, as one envelope. */
export function encodeEnvelope(events: readonly AgentEvent[]): EncodedEnvelope {
  return encode(Buffer.from(events.map((event) => `${JSON.stringify(event)}\n`).join('')));
}

/** One envelope, and how many lines it holds. */
export interface PackedLines extends EncodedEnvelope {
  lines: number;
}

const NEWLINE = 10;
/** Where lines are put together before they are encoded: the same memory for all envelopes of a thread. */
const draft = Buffer.allocUnsafeSlow(MAX_ENVELOPE_BYTES);

/**
 * Lines of one key as NDJSON, in their order, in as few envelopes of at most `MAX_ENVELOPE_BYTES` as they fit; a longer line has one of its
 * own. The bytes of each are in a buffer of their own, which may be transferred.
 */
export function packLines(lines: readonly string[]): PackedLines[] {
  const packed: PackedLines[] = [];
  let [size, count] = [0, 0];
  const close = () => {
    if (count > 0) packed.push({ ...encode(draft.subarray(0, size)), lines: count });
    [size, count] = [0, 0];
  };
  for (const line of lines) {
    if (!fitsIn(line, draft.length - size - 1)) close();
    if (size === 0 && !fitsIn(line, draft.length - 1)) {
      packed.push({ ...encode(Buffer.from(`${line}\n`)), lines: 1 });
      continue;
    }
    size += draft.write(line, size);
    draft[size++] = NEWLINE;
    count += 1;
  }
  close();
  return packed;
}

function fitsIn(line: string, room: number): boolean {
  return line.length * 3 <= room || Buffer.byteLength(line) <= room;
}

function encode(text: Buffer): EncodedEnvelope {
  if (text.length < COMPRESSED_FROM) return { value: new Uint8Array(text), encoding: 'identity' };
  return { value: new Uint8Array(zstdCompressSync(text, FAST)), encoding: 'zstd' };
}

/** Reads a message of the events topic; `stream_corrupt` for anything that is no envelope. Its events are not checked one by one. */
export function decodeEnvelope(message: Pick<IncomingMessage, 'value' | 'headers'>): EventEnvelope {
  try {
    const lines = envelopeText(message).split('\n');
    const events = lines.filter((line) => line !== '').map((line) => JSON.parse(line) as AgentEvent);
    const scope = events.map((event) => (event as AgentEvent | null)?.scope).find((one) => typeof one === 'string');
    if (scope === undefined) throw new Error('it holds no event');
    return { scope, events };
  } catch (error) {
    throw new GanderError('stream_corrupt', `an envelope cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

/** The NDJSON of a message of the events topic. */
export function envelopeText({ value, headers }: Pick<IncomingMessage, 'value' | 'headers'>): string {
  const encoding = headers['encoding'] ?? 'identity';
  if (encoding === 'zstd') return zstdDecompressSync(value, { maxOutputLength: MAX_INFLATED }).toString('utf8');
  if (encoding === 'identity') return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('utf8');
  throw new Error(`unknown encoding ${encoding}`);
}
