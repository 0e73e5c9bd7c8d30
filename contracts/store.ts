/** The store: alerts, outbox, session index, search text, sources, snapshots. One port; drivers below `store/`. */
import type { Alert, AlertNotification, AlertState } from './alert';
import type { Severity } from './finding';
import type { Incident, IncidentNotification, IncidentState } from './incident';
import type { Topic } from './stream';
import type { Suppression } from './suppression';

export interface AlertQuery {
  limit: number;
  cursor?: string;
  severity?: readonly Severity[];
  detector?: string;
  session?: string;
  state?: AlertState;
  tenant?: string;
  incident?: string;
  host?: string;
  user?: string;
  /** Without them those that are suppressed or only counted (mode `shadow`) are listed too. */
  hidden?: boolean;
  /** Words that all must occur in title, sentence, detector, entities or excerpts; case does not matter. At most 10 count. */
  text?: string;
  since?: number;
  until?: number;
}

export interface IncidentQuery {
  limit: number;
  cursor?: string;
  state?: IncidentState;
  severity?: readonly Severity[];
  tenant?: string;
  since?: number;
  until?: number;
}

/** One message to one sink, durable until delivered or dead. */
export interface OutboxRow {
  /** Stable idempotency key: digest of the id of alert or incident, what happened and sink. Sent as `webhook-id`. */
  id: string;
  sink: string;
  /** What it is about: an alert, or of `incident.…` an incident. Messages of one are delivered in their order. */
  alertId: string;
  type: AlertNotification['type'] | IncidentNotification['type'];
  body: string;
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  /** Receipt of the event behind it, for the latency metric. */
  receivedAt: number;
  traceparent?: string;
}

/** An alert with what is needed to fold further findings into it. */
export interface StoredAlert {
  alert: Alert;
  /** Owned by the alerts role; no other reads it. */
  fold: string;
  /** Number of writes so far, 0 for an alert that is not stored yet. A write must name the revision that it read. */
  revision: number;
}

/** What says that a finding was taken in: its id, and the events that its alert counts. */
export interface FindingRow {
  id: string;
  alertId: string;
  eventIds: readonly string[];
}

/** What the store knows of a batch of findings before it is folded. */
export interface FoldGround {
  alerts: StoredAlert[];
  /** Ids of those findings that were taken in before. */
  findings: string[];
  /** Of the events named, those that the alert counts already. */
  events: { alertId: string; eventId: string }[];
}

/** An incident with the number of its writes, as of alerts. */
export interface StoredIncident {
  incident: Incident;
  revision: number;
  /** False while it has not grown to what people should see: it is kept, and not listed. */
  listed: boolean;
  /** Owned by the alerts role; no other reads it. */
  fold: string;
}

/** What an incident is composed of. */
export type AlertBrief = Omit<Alert, 'evidence' | 'triage' | 'falsePositives' | 'history'>;

/** One session tree: which incident holds it, and the event time of its first evidence. */
export interface TreeRow {
  tenant: string;
  tree: string;
  incident: string;
  firstSeen: number;
}

/** What a finding leaves for others to be joined by: that `tree` has met what `key` names. */
export interface JoinPoint {
  tenant: string;
  key: string;
  tree: string;
  /** Event time; 0 where time does not matter. */
  at: number;
  /** Part of the kill chain, where it matters. */
  stage?: number;
}

/** Asks for the join points of a key in a time, `to` inclusive; at most `limit`, the earliest first. */
export interface JoinQuestion {
  tenant: string;
  key: string;
  from: number;
  to: number;
  limit: number;
}

export interface IncidentQuestion {
  trees: readonly { tenant: string; tree: string }[];
  keys: readonly JoinQuestion[];
  /** Further incidents, by id. */
  incidents: readonly string[];
}

/** What the store knows of incidents before a batch is grouped. */
export interface IncidentGround {
  /** Grows with each write of incidents by the alerts role: see `IncidentWrite`. */
  version: number;
  points: JoinPoint[];
  /** Rows of the trees asked for, and of those of `points`. */
  trees: TreeRow[];
  /** Those that hold these trees, and those asked for by id; merged ones too. */
  incidents: StoredIncident[];
  /** Alerts of these incidents: the gravest first, at most 500 each. */
  alerts: { incident: string; alerts: AlertBrief[]; count: number }[];
}

export interface IncidentWrite {
  /** As `IncidentGround` told it: two processes must not join trees without knowing of each other. */
  version: number;
  incidents: readonly StoredIncident[];
  /** The earlier of two times stays. */
  trees: readonly TreeRow[];
  /** Those that are there already stay as they are. */
  points: readonly JoinPoint[];
  /** All alerts and trees of `from` belong to `to` from now on. */
  merged: readonly { from: string; to: string }[];
}

/** What the alerts role writes for one batch of findings, or for one change by a person, in one transaction. */
export interface AlertWrite {
  /** When, for `forgetAlertTraces`. */
  at: number;
  alerts: readonly StoredAlert[];
  findings: readonly FindingRow[];
  /** A row whose id is there already stays as it is. */
  outbox: readonly OutboxRow[];
  /** What grouping found. */
  grouped?: IncidentWrite;
  /** Incidents that a person changed; refused with `store_conflict` on another revision. */
  incidents?: readonly StoredIncident[];
  /** Suppressions that kept something from people. */
  hits?: readonly { id: string; count: number }[];
}

/** That an alert or incident was made or changed. Numbers grow with each change, and are never given twice. */
export interface Changed {
  number: number;
  kind: 'alert' | 'incident';
  id: string;
}

export interface AlertCount {
  detector: string;
  state: AlertState;
  count: number;
}

/** The agent of a session: what it is, under which permissions it ran, and what it used. Lists hold the first ones seen, at most 20. */
export interface SessionAgent {
  family: string;
  permissionModes: readonly string[];
  mcpServers: readonly string[];
  skills: readonly string[];
}

/**
 * What one archive write adds to a session, and what the store gives back as its sum: events are added up, times widen, ranges are
 * joined, of the other fields the newest known value stays.
 */
export interface SessionRow {
  tenant: string;
  session: string;
  scope: string;
  dialect: string;
  service?: string;
  version?: string;
  host?: string;
  user?: string;
  /** What runs in it, as far as its events tell; not of hosts and sensors. */
  agent?: SessionAgent;
  firstSeen: number;
  lastSeen: number;
  events: number;
  /** Where its events lie: ranges of offsets in the events topic. */
  ranges: readonly { partition: number; from: number; to: number }[];
}

/** A session as lists show it. */
export type SessionBrief = Omit<SessionRow, 'ranges'>;

/** What a source sends and what it hides; one row per (tenant, dialect, service, version, host). Summed up as sessions are. */
export interface SourceRow {
  tenant: string;
  dialect: string;
  service: string;
  version: string;
  host: string;
  firstSeen: number;
  lastSeen: number;
  events: number;
  /** Hidden fields with the setting that shows each: one notice each, for ever. */
  hidden: readonly { field: string; state: string; setting?: string; firstSeen: number }[];
}

export interface ArchiveWrite {
  sessions: readonly SessionRow[];
  sources: readonly SourceRow[];
  search: readonly {
    tenant: string;
    scope: string;
    eventId: string;
    at: number;
    partition: number;
    offset: number;
    text: string;
  }[];
  /** Parts of the events topic that this write covers: `from` to before `offset`. In the same transaction. */
  offsets: readonly { partition: number; from: number; offset: number }[];
}

export interface SearchQuery {
  /** Words that all must occur; the last may be the beginning of a word. */
  text: string;
  limit: number;
  cursor?: string;
  tenant?: string;
  scope?: string;
}

export interface SearchHit {
  tenant: string;
  scope: string;
  eventId: string;
  at: number;
  partition: number;
  offset: number;
  /** The text around the first hit, at most about 40 words. */
  snippet: string;
}

export interface Snapshot {
  group: string;
  partition: number;
  generation: number;
  /** Next offset to read, by topic. */
  offsets: Readonly<Partial<Record<Topic, number>>>;
  state: Uint8Array;
  takenAt: number;
}

/**
 * A write that holds a value which the store can never take is refused whole with `store_refused`. All lists are paged by opaque cursors;
 * a cursor that is none of ours is refused with `request_invalid`.
 */
export interface Store {
  foldGround(findings: readonly FindingRow[]): Promise<FoldGround>;
  /**
   * All or nothing. Refuses with `store_conflict` when an alert or incident has another revision, `grouped` another version, or a finding is
   * there already: read again, fold again. An alert's `incident` is what is written last, by itself or by a merge.
   */
  writeAlerts(write: AlertWrite): Promise<void>;
  alertsById(ids: readonly string[]): Promise<Alert[]>;
  /** One alert with its revision, to be changed and written back. */
  alert(id: string): Promise<StoredAlert | undefined>;
  /** Newest first by creation. `since` and `until` ask for alerts with evidence in that time (event time, `until` exclusive). */
  alerts(query: AlertQuery): Promise<{ alerts: Alert[]; next?: string }>;
  incidentGround(question: IncidentQuestion): Promise<IncidentGround>;
  /** Also one that was merged into another, and one that is not listed. */
  incident(id: string): Promise<StoredIncident | undefined>;
  /** Listed ones, newest first by creation; not those merged into others. `since` and `until` as of alerts. */
  incidents(query: IncidentQuery): Promise<{ incidents: Incident[]; next?: string }>;
  /** Newest first, revoked and ended ones too; at most 1,000. */
  suppressions(tenant?: string): Promise<Suppression[]>;
  /** Refuses with `store_conflict` when the id is there. */
  addSuppression(suppression: Suppression): Promise<void>;
  /** Ends it; the time of the first call stays. Undefined when there is none of that id. */
  revokeSuppression(id: string, at: number): Promise<Suppression | undefined>;
  /** Alerts and listed incidents that were made or changed after the change of that number, each once with its last, in order. */
  changes(after: number, limit: number): Promise<Changed[]>;
  /** Alerts by detector and state; of all tenants when left out. */
  alertCounts(tenant?: string): Promise<AlertCount[]>;
  /** Number of the last change; 0 before the first. */
  lastChange(): Promise<number>;
  /** When this installation started first: `now` on the first call for ever, that same time on each later one. */
  firstStart(now: number): Promise<number>;
  /**
   * Takes the next due message of a sink for the time of a lease; nobody else gets it meanwhile. Messages of one alert come in their
   * order: a later one is not due before the earlier is delivered or dead. Without one, `nextAt` says when one may be due.
   */
  outboxTake(sink: string, now: number, leaseMs: number): Promise<{ row?: OutboxRow; nextAt?: number }>;
  outboxDelivered(id: string, at: number): Promise<void>;
  /** Gives the message back; `counted` false when no attempt was made. */
  outboxRetry(id: string, retry: { nextAttemptAt: number; error: string; counted: boolean }): Promise<void>;
  outboxDead(id: string, at: number, error: string): Promise<void>;
  /** Makes the dead messages of a sink due at `now`, their attempts counted anew; returns how many they are. */
  outboxRevive(sink: string, now: number): Promise<number>;
  /** Ends all leases. Only for a process that knows that it is alone on the store. */
  outboxRelease(): Promise<void>;
  outboxCounts(): Promise<{ sink: string; pending: number; dead: number }[]>;
  /** Drops finding ids, and delivered or dead messages, from before that time. Alerts stay. Bounded work a call; returns the rows dropped. */
  forgetAlertTraces(before: number): Promise<number>;
  /** All or nothing. A write whose offsets are behind is ignored; one that leaves a hole or overlaps is refused with `store_conflict`. */
  writeArchive(write: ArchiveWrite): Promise<void>;
  archiveOffsets(): Promise<{ partition: number; offset: number }[]>;
  /** Last seen first; without their ranges, which may be long. */
  sessions(query: {
    limit: number;
    cursor?: string;
    tenant?: string;
  }): Promise<{ sessions: SessionBrief[]; next?: string }>;
  session(tenant: string, session: string): Promise<SessionRow | undefined>;
  sources(tenant?: string): Promise<SourceRow[]>;
  /** Newest first. */
  search(query: SearchQuery): Promise<{ hits: SearchHit[]; next?: string }>;
  /**
   * Drops search text, sessions and sources that were last seen before that time, and, while the archive holds more than `maxBytes`, the
   * oldest text, then the oldest sessions. Bounded work a call; returns the rows dropped for their age and for the size.
   */
  forgetArchive(bounds: { before: number; maxBytes: number }): Promise<{ aged: number; over: number }>;
  /** Refuses (code `snapshot_fenced`) when a newer generation has written. */
  writeSnapshot(snapshot: Snapshot): Promise<void>;
  snapshot(group: string, partition: number): Promise<Snapshot | undefined>;
  close(): Promise<void>;
}
