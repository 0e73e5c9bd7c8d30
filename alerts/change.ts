/** Changes by people, written to the store with the revision that they were made on. */
import type { Alert } from '../contracts/alert';
import type { Incident } from '../contracts/incident';
import type { AlertWrite, OutboxRow, Store, StoredAlert } from '../contracts/store';
import { GanderError } from '../platform/errors';
import type { IncidentFold } from './incidents/group';
import { changeAlert, changeIncident, closeWith } from './lifecycle';
import type { AlertRequest, Author, IncidentRequest } from './lifecycle';
import { resolvedRowOf } from './notices';

/** Most alerts that are resolved with their incident. */
const MOST_CLOSED = 500;

/**
 * The alert after the change, with its new revision. Throws `not_found`, `request_invalid` with the field first, or `store_conflict` when
 * the alert is of another revision than `revision`.
 */
export async function storeAlertChange(
  store: Store,
  id: string,
  request: AlertRequest,
  author: Author,
  revision?: number,
): Promise<{ alert: Alert; revision: number }> {
  const stored = await store.alert(id);
  if (stored === undefined) throw new GanderError('not_found', `there is no alert ${id}`);
  checkRevision(stored.revision, revision);
  const alert = changeAlert(stored.alert, request, author);
  if (alert === stored.alert) return { alert, revision: stored.revision };
  await store.writeAlerts(write(author, { alerts: [{ ...stored, alert }] }));
  return { alert, revision: stored.revision + 1 };
}

/**
 * The incident after the change, as of alerts. When it is closed, alerts of it that nobody has judged are resolved with it, and whoever was
 * paged is told, in one transaction. One that was merged into another is refused with `store_conflict`.
 */
export async function storeIncidentChange(
  store: Store,
  id: string,
  request: IncidentRequest,
  author: Author,
  revision?: number,
): Promise<{ incident: Incident; revision: number }> {
  const stored = await store.incident(id);
  if (stored === undefined) throw new GanderError('not_found', `there is no incident ${id}`);
  checkRevision(stored.revision, revision);
  const { mergedInto, state } = stored.incident;
  if (mergedInto !== undefined) throw new GanderError('store_conflict', `incident ${id} is part of ${mergedInto} now`);
  const incident = changeIncident(stored.incident, request, author);
  if (incident === stored.incident) return { incident, revision: stored.revision };
  const closes = state !== 'closed' && incident.state === 'closed';
  const alerts = closes ? await closedAlerts(store, id, author) : [];
  const outbox = closes ? resolvedRows(incident, JSON.parse(stored.fold) as IncidentFold, author.at) : [];
  await store.writeAlerts(write(author, { incidents: [{ ...stored, incident }], alerts, outbox }));
  return { incident, revision: stored.revision + 1 };
}

async function closedAlerts(store: Store, id: string, author: Author): Promise<StoredAlert[]> {
  const { alerts } = await store.alerts({ incident: id, limit: MOST_CLOSED });
  const stored = await Promise.all(alerts.map((alert) => store.alert(alert.id)));
  return stored
    .filter((one) => one !== undefined)
    .map((one) => ({ ...one, alert: closeWith(one.alert, author), before: one.alert }))
    .filter(({ alert, before }) => alert !== before)
    .map(({ alert, fold, revision }) => ({ alert, fold, revision }));
}

const resolvedRows = (incident: Incident, { told }: IncidentFold, at: number): OutboxRow[] =>
  told.map((sink) => resolvedRowOf(sink, incident, at));

function checkRevision(held: number, asked: number | undefined): void {
  if (asked !== undefined && asked !== held)
    throw new GanderError('store_conflict', `it was changed meanwhile: revision ${held}, not ${asked}`);
}

const write = ({ at }: Author, parts: Partial<AlertWrite>): AlertWrite => ({
  at,
  alerts: [],
  findings: [],
  outbox: [],
  ...parts,
});
