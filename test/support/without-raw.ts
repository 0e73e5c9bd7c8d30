import type { DecodedRequest, TelemetryRecord } from '../../contracts/telemetry';

/** The request as both encodings give it: only protobuf has the bytes of each record. */
export function withoutRaw(request: DecodedRequest): DecodedRequest {
  return { ...request, records: request.records.map(bare) };
}

function bare(record: TelemetryRecord): TelemetryRecord {
  if (record.kind === 'metric') return record;
  const { raw: _, ...rest } = record;
  return rest;
}
