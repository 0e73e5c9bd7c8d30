/** Alerts and incidents as the API answers them; held to the contract by their types. */
import { z } from 'zod';
import { ALERT_STATES } from '../../../contracts/alert';
import type { Alert, AlertChange } from '../../../contracts/alert';
import { EVIDENCE_FACTS } from '../../../contracts/finding';
import type { Evidence } from '../../../contracts/finding';
import { INCIDENT_STATES } from '../../../contracts/incident';
import type { Incident } from '../../../contracts/incident';
import { confidenceWord, count, entityName, moment, partial, severityWord, text, texts } from './words';

const change = z.strictObject({
  at: moment,
  by: text,
  what: z.enum(['created', 'state', 'assignee', 'comment', 'severity', 'reopened', 'suppressed', 'merged']),
  from: text.exactOptional(),
  to: text.exactOptional(),
  text: text.exactOptional(),
  until: moment.exactOptional(),
}) satisfies z.ZodType<AlertChange>;

const evidence = z.strictObject({
  eventId: text,
  at: moment,
  excerpt: text,
  phase: text,
  tool: text.exactOptional(),
  callId: text.exactOptional(),
}) satisfies z.ZodType<Evidence>;

const source = z.strictObject({ dialect: text, service: text.exactOptional(), version: text.exactOptional() });

export const alertSchema = z
  .strictObject({
    id: text,
    tenant: text,
    detector: text,
    detectorVersion: text,
    title: text,
    why: text,
    severity: severityWord,
    confidence: confidenceWord,
    risk: z.number(),
    facts: z.array(z.enum(EVIDENCE_FACTS)),
    techniques: texts,
    entities: partial(entityName, text),
    scope: text,
    session: text.exactOptional(),
    source,
    evidence: z.array(evidence),
    count,
    firstSeen: moment,
    lastSeen: moment,
    state: z.enum(ALERT_STATES),
    assignee: text.exactOptional(),
    history: z.array(change).exactOptional(),
    acceptedUntil: moment.exactOptional(),
    suppressedBy: text.exactOptional(),
    mode: z.enum(['shadow', 'alert', 'page']).exactOptional(),
    incident: text.exactOptional(),
    triage: texts,
    falsePositives: texts,
    createdAt: moment,
    updatedAt: moment,
  })
  .meta({ id: 'Alert' }) satisfies z.ZodType<Alert>;

export const incidentSchema = z
  .strictObject({
    id: text,
    tenant: text,
    title: text,
    story: texts,
    severity: severityWord,
    confidence: confidenceWord,
    risk: z.number(),
    tactics: z.array(z.strictObject({ tactic: text, at: moment })),
    techniques: texts,
    alerts: texts,
    count,
    trees: z.array(z.strictObject({ tree: text, at: moment, because: text.exactOptional() })),
    entities: partial(entityName, texts),
    state: z.enum(INCIDENT_STATES),
    assignee: text.exactOptional(),
    history: z.array(change),
    pages: z.array(z.strictObject({ at: moment, severity: severityWord, because: text })),
    firstSeen: moment,
    lastSeen: moment,
    createdAt: moment,
    updatedAt: moment,
    mergedInto: text.exactOptional(),
  })
  .meta({ id: 'Incident' }) satisfies z.ZodType<Incident>;
