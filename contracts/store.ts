/** The store: alerts, outbox, session index, search text, sources, snapshots. One port; drivers below `store/`. */
import type { Alert, AlertState } from './alert';
import type { Severity } from './finding';
import type { Topic } from './stream';

export interface AlertQuery {
  limit: number;
  cursor?: string;
  severity?: readonly Severity[];
  detector?: string;
  session?: string;
  state?: AlertState;
  tenant?: string;
  since?: number;
  until?: number;
}

/** One message to one sink, durable until delivered or dead. */
export interface OutboxRow {
  /** Stable idempotency key: digest of alert id, what happened and sink. Sent as `webhook-id`. */
  id: string;
  sink: string;
  alertId: string;
  type: 'alert.created' | 'alert.escalated';
  body: string;
  attempts: number;
  nextAttemptAt: number;
  createdAt: number;
  /** Receipt of the event behind it, for the latency metric. */
  receivedAt: number;
  traceparent?: string;
}

/** What the alerts role writes for one batch of findings, in one transaction. */
export interface AlertWrite {
  alerts: readonly Alert[];
  /** Ids of the findings taken in; a finding id seen before changes nothing. */
  findings: readonly { id: string; alertId: string }[];
  outbox: readonly OutboxRow[];
}

export interface SessionRow {
  tenant: string;
  session: string;
  scope: string;
  dialect: string;
  service?: string;
  version?: string;
  host?: string;
  user?: string;
  firstSeen: number;
  lastSeen: number;
  events: number;
  /** Where its events lie: ranges of offsets in the events topic. */
  ranges: readonly { partition: number; from: number; to: number }[];
}

/** What a source sends and what it hides; one row per (tenant, dialect, service, version, host). */
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
  /** Offsets of the events topic up to which the archive is written; in the same transaction. */
  offsets: readonly { partition: number; offset: number }[];
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

export interface Store {
  writeAlerts(write: AlertWrite): Promise<void>;
  alertsById(ids: readonly string[]): Promise<Alert[]>;
  /** Those of the finding ids that were taken in before. */
  knownFindings(ids: readonly string[]): Promise<ReadonlySet<string>>;
  alerts(query: AlertQuery): Promise<{ alerts: Alert[]; next?: string }>;
  outboxDue(now: number, limit: number): Promise<OutboxRow[]>;
  outboxDelivered(id: string, at: number): Promise<void>;
  outboxRetry(id: string, nextAttemptAt: number, error: string): Promise<void>;
  outboxDead(id: string, at: number, error: string): Promise<void>;
  outboxCounts(): Promise<{ sink: string; pending: number; dead: number }[]>;
  writeArchive(write: ArchiveWrite): Promise<void>;
  archiveOffsets(): Promise<{ partition: number; offset: number }[]>;
  sessions(query: {
    limit: number;
    cursor?: string;
    tenant?: string;
  }): Promise<{ sessions: SessionRow[]; next?: string }>;
  session(tenant: string, session: string): Promise<SessionRow | undefined>;
  sources(tenant?: string): Promise<SourceRow[]>;
  /** Refuses (code `snapshot_fenced`) when a newer generation has written. */
  writeSnapshot(snapshot: Snapshot): Promise<void>;
  snapshot(group: string, partition: number): Promise<Snapshot | undefined>;
  close(): Promise<void>;
}
