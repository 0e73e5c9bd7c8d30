/** Bytes of an OTLP export request, in either encoding, to records. One decoder behind both transports. */
import type { DecodedRequest } from '../../../contracts/telemetry';
import { readJsonRequest } from './json-request';
import { RecordSink } from './record-sink';
import type { DecodeLimits, Signal } from './record-sink';
import { readRequest } from './wire-request';

export type Format = 'protobuf' | 'json';

/**
 * Decodes an inflated body. Over a limit the rest still goes through and the loss is in `losses`. Strings and bytes may share memory
 * with the body, which must not change. Errors: `request_invalid`, and `request_too_large` for JSON of too many values; nothing else.
 */
export function decodeRequest(signal: Signal, format: Format, body: Buffer, limits: DecodeLimits): DecodedRequest {
  const sink = new RecordSink(limits);
  if (format === 'json') readJsonRequest(body, signal, sink);
  else readRequest(body, signal, sink);
  return { signal, records: sink.records, losses: sink.losses.list() };
}
