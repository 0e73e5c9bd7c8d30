/** Drafts to events: what every event has whatever brought it (telemetry, a hook, a line of a transcript). */
import { MAX_FUTURE_MS, MAX_PAST_MS } from '../../contracts/event';
import type { AgentEvent, Signal, Source, Visibility } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { Attributes } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import type { EventDraft } from './dialect';
import { eventId } from './event-id';
import { boundedId, identify, sessionScope } from './identity';
import { Links } from './links';
import { known, text } from './read-attributes';
import type { DialectName, TraceSessions } from './siblings';

/** One record, hook or line, and what it told. */
export interface Witness {
  dialect: DialectName;
  signal: Signal;
  /** `host.name`, `service.name` and `service.version` are read from it. */
  resource: Attributes;
  /** What tells this record from all others of its tenant: the identity of its events. */
  key: string;
  drafts: readonly EventDraft[];
}

export interface Finished {
  events: AgentEvent[];
  links: Link[];
  clamped: { past: number; future: number };
}

export interface Surroundings {
  sender: Sender;
  receivedAt: number;
  /** Name of this machine, for senders on its loopback. */
  machineHost: string;
  /** Sessions of the request's traces. */
  sessions: TraceSessions;
}

/** Events are frozen at their top; nothing changes them further down. */
export function finish(witnesses: readonly Witness[], around: Surroundings): Finished {
  const clamped = { past: 0, future: 0 };
  const events: AgentEvent[] = [];
  const links = new Links();
  for (const witness of witnesses) {
    for (const [index, draft] of witness.drafts.entries()) {
      const event = eventOf(witness, draft, around, clamped);
      event.id = eventId(around.sender.tenant, witness.key, index);
      events.push(Object.freeze(event));
      links.add(event, draft);
    }
  }
  return { events, links: links.list(), clamped };
}

function eventOf(witness: Witness, draft: EventDraft, around: Surroundings, clamped: Finished['clamped']): AgentEvent {
  const { dialect, resource } = witness;
  const claims = { host: draft.host ?? text(resource, 'host.name'), user: draft.user };
  const { notes, ...identity } = identify(around.sender, claims, around.machineHost);
  const session = draft.session ?? around.sessions.get(dialect)?.get(draft.trace?.traceId ?? '');
  const visibility: Visibility[] = [...(draft.visibility ?? []), ...notes];
  return known<AgentEvent>({
    id: '',
    ...clampedTime(draft.atMs, around.receivedAt, clamped),
    sequence: draft.sequence,
    receivedAt: around.receivedAt,
    tenant: around.sender.tenant,
    source: sourceOf(witness, draft),
    scope: scopeOf(dialect.name, draft, identity.host),
    session: session === undefined ? undefined : boundedId(session),
    turn: bounded(draft.turn),
    agent: withBoundedTexts(draft.agent),
    ...identity,
    account: bounded(draft.account),
    repository: bounded(draft.repository),
    trace: draft.trace,
    callId: bounded(draft.callId),
    phase: draft.phase,
    action: draft.action,
    outcome: draft.outcome,
    permission: draft.permission && withBoundedTexts(draft.permission),
    visibility: visibility.length > 0 ? visibility : undefined,
  });
}

function sourceOf({ dialect, signal, resource }: Witness, draft: EventDraft): Source {
  return known<Source>({
    dialect: dialect.name,
    signal,
    record: boundedId(draft.record),
    service: bounded(text(resource, 'service.name')),
    version: dialect.versionUnknown === true ? undefined : bounded(text(resource, 'service.version')),
  });
}

const bounded = (name: string | undefined) => (name === undefined ? undefined : boundedId(name));

/** Whatever an agent calls itself or a call: names are keys and labels further on, and must not grow with what was sent. */
function withBoundedTexts<T extends object>(names: T): T {
  let copy: T | undefined;
  for (const field in names) {
    const name: unknown = names[field];
    const next = typeof name === 'string' ? boundedId(name) : name;
    if (next !== name) copy = { ...(copy ?? names), [field]: next };
  }
  return copy ?? names;
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
function clampedTime(
  given: number | undefined,
  receivedAt: number,
  clamped: Finished['clamped'],
): Pick<AgentEvent, 'at' | 'claimedAt'> {
  const claimed = given === undefined ? undefined : Math.floor(given);
  if (claimed === undefined || !Number.isFinite(claimed)) return { at: receivedAt };
  const at = Math.min(Math.max(claimed, receivedAt - MAX_PAST_MS), receivedAt + MAX_FUTURE_MS);
  if (at === claimed) return { at };
  clamped[claimed < at ? 'past' : 'future'] += 1;
  return { at, claimedAt: claimed };
}
