/** Whom to tell of an alert, and the durable message that says it. Pure. */
import { hash } from 'node:crypto';
import type { Alert, AlertNotification } from '../contracts/alert';
import { SEVERITIES } from '../contracts/finding';
import type { Severity } from '../contracts/finding';
import type { Incident, IncidentNotification, Page } from '../contracts/incident';
import type { OutboxRow, StoredIncident } from '../contracts/store';
import type { Fold, Folded } from './fold';
import type { IncidentFold } from './incidents/group';

/** Someone who wants to hear of alerts from a severity on. */
export interface Listener {
  /** A webhook's name, or `TERMINAL`. */
  name: string;
  minSeverity: Severity;
  /** Gets the pages of incidents too. */
  pages?: boolean;
}

/** No webhook can have this name. */
export const TERMINAL = ':terminal';

export interface Notice {
  listener: string;
  type: AlertNotification['type'];
}

/** Tells a listener once when the alert first reaches its severity, and once each time that it rises above all that it was told of. */
export function noticesOf({ alert, fold }: Folded, listeners: readonly Listener[]): Notice[] {
  return listeners.flatMap(({ name, minSeverity }): Notice[] => {
    const told = fold.notified[name];
    if (rank(alert.severity) < rank(minSeverity)) return [];
    if (told === undefined) return [{ listener: name, type: 'alert.created' }];
    return rank(alert.severity) > rank(told) ? [{ listener: name, type: 'alert.escalated' }] : [];
  });
}

/** The fold that remembers these notices. */
export function withNotices(fold: Fold, severity: Severity, notices: readonly Notice[]): Fold {
  if (notices.length === 0) return fold;
  return {
    ...fold,
    notified: { ...fold.notified, ...Object.fromEntries(notices.map((each) => [each.listener, severity])) },
  };
}

/** What a message goes back to. */
export interface Origin {
  receivedAt: number;
  traceparent: string | undefined;
}

/** The message has the same id and body however often it is made or sent. */
export function outboxRowOf(notice: Notice, alert: Alert, origin: Origin): OutboxRow {
  const what = notice.type === 'alert.created' ? 'created' : `escalated:${alert.severity}`;
  const at = alert.updatedAt;
  const body: AlertNotification = { type: notice.type, timestamp: new Date(at).toISOString(), data: alert };
  return {
    id: hash('sha256', JSON.stringify([alert.id, what, notice.listener]), 'hex').slice(0, 32),
    sink: notice.listener,
    alertId: alert.id,
    type: notice.type,
    body: JSON.stringify(body),
    attempts: 0,
    nextAttemptAt: at,
    createdAt: at,
    receivedAt: origin.receivedAt,
    ...(origin.traceparent !== undefined && { traceparent: origin.traceparent }),
  };
}

/** As of alerts. The nth page of an incident is one message for each sink. */
export function pageRowOf(sink: string, incident: Incident, page: Page, origin: Origin): OutboxRow {
  const body = { type: 'incident.page' as const, timestamp: new Date(page.at).toISOString(), page, data: incident };
  return incidentRow(sink, `page:${incident.pages.length}`, body, page.at, origin);
}

/** Tells each sink that was paged, once for each time that the incident is closed, that nobody need look any more. */
export function resolvedRowsOf({ incident, fold }: StoredIncident, at: number): OutboxRow[] {
  const body = { type: 'incident.resolved' as const, timestamp: new Date(at).toISOString(), data: incident };
  const { told = [] } = JSON.parse(fold) as Partial<IncidentFold>;
  return told.map((sink) => incidentRow(sink, `resolved:${at}`, body, at, { receivedAt: at, traceparent: undefined }));
}

function incidentRow(sink: string, what: string, body: IncidentNotification, at: number, origin: Origin): OutboxRow {
  const { id } = body.data;
  return {
    id: hash('sha256', JSON.stringify([id, what, sink]), 'hex').slice(0, 32),
    sink,
    alertId: id,
    type: body.type,
    body: JSON.stringify(body),
    attempts: 0,
    nextAttemptAt: at,
    createdAt: at,
    receivedAt: origin.receivedAt,
    ...(origin.traceparent !== undefined && { traceparent: origin.traceparent }),
  };
}

const rank = (severity: Severity): number => SEVERITIES.indexOf(severity);
