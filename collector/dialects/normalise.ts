/** Decoded records to events: finds the dialect of each record, and adds what every event has whatever its dialect. */
import type { DecodedRequest, Origin, TelemetryRecord } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import { dialects, fallback } from './catalogue';
import type { Dialect } from './dialect';
import { recordKey } from './event-id';
import { finish } from './finish';
import type { Finished, Witness } from './finish';
import { fillSessions, joinParents, withoutShown } from './siblings';
import type { ReadRecord } from './siblings';

export interface IgnoredRecords {
  dialect: string;
  reason: string;
  count: number;
}

export interface NormalisedRequest extends Finished {
  ignored: IgnoredRecords[];
  /** Records of a scope that no dialect knows, read by the GenAI conventions. */
  unknownScopes: number;
}

/**
 * Events of a request. Never throws: a dialect that does loses its record (counted as `failed`), not the others. Events are frozen at
 * their top; nothing changes them further down. `machineHost` is the name of this machine, for senders on its loopback.
 */
export function normalise(
  request: DecodedRequest,
  sender: Sender,
  receivedAt: number,
  machineHost: string,
): NormalisedRequest {
  const ignored = new Map<string, IgnoredRecords>();
  const { read, unknownScopes } = readAll(request.records, ignored);
  joinParents(read);
  withoutShown(read);
  const sessions = fillSessions(read);
  const finished = finish(read.map(witnessOf), { sender, receivedAt, machineHost, sessions });
  return { ...finished, ignored: [...ignored.values()], unknownScopes };
}

const witnessOf = ({ record, dialect, drafts }: ReadRecord): Witness => ({
  dialect,
  signal: record.kind,
  resource: record.origin.resource,
  key: recordKey(record),
  drafts,
});

function readAll(
  records: readonly TelemetryRecord[],
  ignored: Map<string, IgnoredRecords>,
): { read: ReadRecord[]; unknownScopes: number } {
  const read: ReadRecord[] = [];
  const find = finder();
  let unknownScopes = 0;
  for (const record of records) {
    const found = find(record);
    if (!found) unknownScopes += 1;
    const dialect = found ?? fallback;
    const reading = readOne(dialect, record);
    if ('ignored' in reading) count(ignored, dialect.name, reading.ignored);
    else read.push({ record, dialect, drafts: reading });
  }
  return { read, unknownScopes };
}

function readOne(dialect: Dialect, record: TelemetryRecord): ReturnType<Dialect['read']> {
  try {
    return dialect.read(record);
  } catch {
    return { ignored: 'failed' };
  }
}

function count(ignored: Map<string, IgnoredRecords>, dialect: string, reason: string): void {
  const key = `${dialect}\0${reason}`;
  const entry = ignored.get(key);
  if (entry) entry.count += 1;
  else ignored.set(key, { dialect, reason, count: 1 });
}

const byOrigin = dialects.filter((dialect) => dialect.byOrigin === true);
const byRecord = dialects.filter((dialect) => dialect.byOrigin !== true);

/** Dialects that are told by the origin are asked once for each of the request's origins, and before the others. */
function finder(): (record: TelemetryRecord) => Dialect | undefined {
  const origins = new Map<Origin, Dialect | undefined>();
  return (record) => {
    let found = origins.get(record.origin);
    if (found === undefined && !origins.has(record.origin)) {
      found = byOrigin.find((dialect) => dialect.recognises(record));
      origins.set(record.origin, found);
    }
    return found ?? byRecord.find((dialect) => dialect.recognises(record));
  };
}
