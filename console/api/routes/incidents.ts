/** Incidents: what people open, and what one page is about. */
import { z } from 'zod';
import { changeIncident, closeWith } from '../../../alerts/lifecycle';
import type { Author } from '../../../alerts/lifecycle';
import { resolvedRowsOf } from '../../../alerts/notices';
import type { AgentEvent } from '../../../contracts/event';
import { INCIDENT_STATES } from '../../../contracts/incident';
import type { Incident } from '../../../contracts/incident';
import type { StoredAlert, StoredIncident } from '../../../contracts/store';
import { checkRevision, writeUnlessStale } from '../changing';
import { filesOf } from '../incident-export';
import { fromStore } from '../parts';
import type { RouteParts } from '../parts';
import { ProblemError, notFound } from '../problem';
import { oneOf, page, severity, tenant, time } from '../query';
import { route, tagOf } from '../route';
import type { Route } from '../route';
import { alertSchema, incidentSchema } from '../schema/alert';
import { pageOf } from '../schema/words';
import { SessionEvents } from '../session-events/session-events';
import { zipOf } from '../zip';

const INCIDENT_QUERY = z.strictObject({
  ...page,
  tenant,
  state: oneOf(INCIDENT_STATES).exactOptional(),
  severity: severity.exactOptional(),
  since: time.exactOptional(),
  until: time.exactOptional(),
});
const said = z.string().max(10_000);
const CHANGE = z.strictObject({
  state: oneOf(INCIDENT_STATES).exactOptional(),
  reason: said.exactOptional(),
  assignee: said.exactOptional(),
  comment: said.exactOptional(),
});
const MOST_ALERTS = 500;
/** Of an export. */
const MOST_SESSIONS = 5;
const MOST_EVENTS = 5_000;
/** Times that closing is tried again when new evidence comes meanwhile: it changes alerts, not what the person wants. */
const TRIES = 3;

export function incidentRoutes(parts: RouteParts): Route[] {
  const { store, stream, metrics, clock } = parts;
  const storedOf = async (id: string): Promise<StoredIncident> => {
    const stored = await fromStore(store.incident(id));
    if (stored === undefined) throw notFound('There is no incident of this id.');
    return stored;
  };
  const sessions = new SessionEvents(stream, metrics);
  /** The first events of each of the first sessions; not complete when there are more. */
  const eventsOf = async ({ tenant: of, entities: { session = [] } }: Incident) => {
    const events: AgentEvent[] = [];
    let complete = session.length <= MOST_SESSIONS;
    for (const id of session.slice(0, MOST_SESSIONS)) {
      const row = await fromStore(store.session(of, id));
      if (row === undefined) continue;
      const page = await sessions.page(row, { limit: MOST_EVENTS });
      events.push(...page.events);
      complete &&= page.complete && page.next === undefined;
    }
    return { events, complete };
  };
  return [
    route({
      method: 'get',
      path: '/api/incidents',
      operation: 'listIncidents',
      summary: 'Incidents, newest first by creation; those that were merged into others are not listed.',
      query: INCIDENT_QUERY,
      answer: pageOf('incidents', incidentSchema),
      handle: ({ query }) => fromStore(store.incidents(query)),
    }),
    route({
      method: 'get',
      path: '/api/incidents/:id',
      operation: 'getIncident',
      summary:
        'One incident with its alerts, at most 500; of one that was merged, mergedInto names the other, which has them.',
      answer: z.strictObject({ incident: incidentSchema, alerts: z.array(alertSchema) }),
      versioned: true,
      problems: [404],
      handle: async ({ id, response }) => {
        const { incident, revision } = await storedOf(id);
        const { alerts } = await fromStore(store.alerts({ incident: id, limit: MOST_ALERTS }));
        response.set('ETag', tagOf(revision));
        return { incident, alerts };
      },
    }),
    route({
      method: 'get',
      path: '/api/incidents/:id/export',
      operation: 'exportIncident',
      summary:
        'A zip for an investigator: story and timeline as Markdown, incident and alerts as JSON and as OCSF Detection Findings, the events of its sessions, digests of all files.',
      media: 'application/zip',
      problems: [404],
      handle: async ({ id, response }) => {
        const { incident } = await storedOf(id);
        const { alerts } = await fromStore(store.alerts({ incident: id, limit: MOST_ALERTS }));
        const { events, complete } = await eventsOf(incident);
        const zip = zipOf(filesOf({ incident, alerts, events, complete }));
        const name = `incident-${incident.id.replace(/[^0-9a-z]/gi, '')}.zip`;
        response.set({ 'Content-Type': 'application/zip', 'Content-Disposition': `attachment; filename="${name}"` });
        response.end(zip);
        return undefined;
      },
    }),
    route({
      method: 'post',
      path: '/api/incidents/:id/changes',
      operation: 'changeIncident',
      summary:
        'Changes state or assignee, or adds a comment. Closing it resolves those of its alerts that nobody has judged.',
      body: CHANGE,
      answer: incidentSchema,
      versioned: true,
      conditional: true,
      problems: [404, 409],
      handle: async ({ id, body, revision, caller, response }) => {
        const stored = await storedOf(id);
        checkRevision(revision, stored.revision);
        if (stored.incident.mergedInto !== undefined) throw new ProblemError(MERGED);
        const author = { by: caller.user, at: clock() };
        const incident = changeIncident(stored.incident, body, author);
        if (incident !== stored.incident) await write(parts, { ...stored, incident }, stored.incident, author);
        response.set('ETag', tagOf(incident === stored.incident ? revision : revision + 1));
        return incident;
      },
    }),
  ];
}

const MERGED = {
  status: 409,
  code: 'request_invalid',
  detail: 'It is part of another incident now, which mergedInto names: change that one.',
} as const;

async function write(parts: RouteParts, stored: StoredIncident, before: Incident, author: Author): Promise<void> {
  const { store } = parts;
  const closed = stored.incident.state === 'closed' && before.state !== 'closed';
  for (let tries = 1; ; tries++) {
    const alerts = closed ? await alertsToClose(parts, stored.incident.id, author) : [];
    const outbox = closed ? resolvedRowsOf(stored, author.at) : [];
    try {
      await writeUnlessStale(store.writeAlerts({ at: author.at, alerts, findings: [], outbox, incidents: [stored] }));
      return;
    } catch (error) {
      const { revision } = (await fromStore(store.incident(stored.incident.id))) ?? stored;
      if (tries === TRIES || revision !== stored.revision) throw error;
    }
  }
}

async function alertsToClose({ store }: RouteParts, id: string, author: Author): Promise<StoredAlert[]> {
  const { alerts } = await fromStore(store.alerts({ incident: id, limit: MOST_ALERTS }));
  const stored = await fromStore(Promise.all(alerts.map((alert) => store.alert(alert.id))));
  return stored.flatMap((one) => {
    const alert = one && closeWith(one.alert, author);
    return one === undefined || alert === undefined || alert === one.alert ? [] : [{ ...one, alert }];
  });
}
