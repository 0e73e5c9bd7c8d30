/** Decoded records to events: finds the dialect of each record, and adds what every event has whatever its dialect. */
import { MAX_FUTURE_MS, MAX_PAST_MS } from '../../contracts/event';
import type { AgentEvent, Source, Visibility } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { DecodedRequest, Origin, TelemetryRecord } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import { dialects, fallback } from './catalogue';
import type { Dialect, EventDraft } from './dialect';
import { eventId, recordKey } from './event-id';
import { boundedId, identify, sessionScope } from './identity';
import { Links } from './links';
import { known, text } from './read-attributes';
import { fillSessions, joinParents, withoutShown } from './siblings';
import type { ReadRecord, TraceSessions } from './siblings';

export interface IgnoredRecords {
  dialect: string;
  reason: string;
  count: number;
}

export interface NormalisedRequest {
  events: AgentEvent[];
  links: Link[];
  ignored: IgnoredRecords[];
  /** Records of a scope that no dialect knows, read by the GenAI conventions. */
  unknownScopes: number;
  clamped: { past: number; future: number };
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
  const clamped = { past: 0, future: 0 };
  const events: AgentEvent[] = [];
  const links = new Links();
  for (const { record, dialect, drafts } of read) {
    const key = recordKey(record);
    for (const [index, draft] of drafts.entries()) {
      const event = finish(record, dialect, draft, { sender, receivedAt, machineHost, sessions, clamped });
      event.id = eventId(sender.tenant, key, index);
      events.push(Object.freeze(event));
      links.add(event, draft);
    }
  }
  return { events, links: links.list(), ignored: [...ignored.values()], unknownScopes, clamped };
}

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

interface Surroundings {
  sender: Sender;
  receivedAt: number;
  machineHost: string;
  /** Sessions of the request's traces. */
  sessions: TraceSessions;
  clamped: { past: number; future: number };
}

function finish(record: TelemetryRecord, dialect: Dialect, draft: EventDraft, around: Surroundings): AgentEvent {
  const { resource } = record.origin;
  const claims = { host: draft.host ?? text(resource, 'host.name'), user: draft.user };
  const { notes, ...identity } = identify(around.sender, claims, around.machineHost);
  const session = draft.session ?? around.sessions.get(dialect)?.get(draft.trace?.traceId ?? '');
  const visibility: Visibility[] = [...(draft.visibility ?? []), ...notes];
  return known<AgentEvent>({
    id: '',
    ...clampedTime(draft.atMs, around),
    sequence: draft.sequence,
    receivedAt: around.receivedAt,
    tenant: around.sender.tenant,
    source: sourceOf(record, dialect, draft),
    scope: scopeOf(dialect.name, draft, identity.host),
    session: session === undefined ? undefined : boundedId(session),
    turn: draft.turn,
    agent: draft.agent,
    ...identity,
    account: draft.account,
    repository: draft.repository,
    trace: draft.trace,
    callId: draft.callId,
    phase: draft.phase,
    action: draft.action,
    outcome: draft.outcome,
    permission: draft.permission,
    visibility: visibility.length > 0 ? visibility : undefined,
  });
}

function sourceOf(record: TelemetryRecord, dialect: Dialect, draft: EventDraft): Source {
  const { resource } = record.origin;
  return known<Source>({
    dialect: dialect.name,
    signal: record.kind,
    record: draft.record,
    service: text(resource, 'service.name'),
    version: dialect.versionUnknown === true ? undefined : text(resource, 'service.version'),
  });
}

/** From the draft alone, never from siblings: the scope must not depend on what else was in the request. */
function scopeOf(dialect: string, draft: EventDraft, host: string | undefined): string {
  const { session, trace, scopeBy } = draft;
  const byTrace = trace === undefined ? undefined : `trace:${boundedId(trace.traceId)}`;
  const bySession = session === undefined ? undefined : sessionScope(dialect, session);
  const byHost = `host:${host ?? 'unknown'}`;
  if (scopeBy === 'host') return byHost;
  return (scopeBy === 'trace' ? (byTrace ?? bySession) : (bySession ?? byTrace)) ?? byHost;
}

/** Whole milliseconds: spans have nanoseconds, the store and the findings do not. */
function clampedTime(given: number | undefined, around: Surroundings): Pick<AgentEvent, 'at' | 'claimedAt'> {
  const claimed = given === undefined ? undefined : Math.floor(given);
  const { receivedAt, clamped } = around;
  if (claimed === undefined || !Number.isFinite(claimed)) return { at: receivedAt };
  const at = Math.min(Math.max(claimed, receivedAt - MAX_PAST_MS), receivedAt + MAX_FUTURE_MS);
  if (at === claimed) return { at };
  clamped[claimed < at ? 'past' : 'future'] += 1;
  return { at, claimedAt: claimed };
}
