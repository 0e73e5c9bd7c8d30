/**
 * What people, and new evidence, do to alerts and incidents: states, assignee, comments, and the history of it all. Pure, and idempotent: the
 * same change a second time changes nothing and leaves no entry.
 */
import { ALERT_STATES } from '../contracts/alert';
import type { Alert, AlertChange, AlertState } from '../contracts/alert';
import { INCIDENT_STATES } from '../contracts/incident';
import type { Incident, IncidentState } from '../contracts/incident';
import { GanderError } from '../platform/errors';

/** Entries kept of a history, the latest. */
export const MOST_HISTORY = 100;
const LONGEST_TEXT = 2_000;
const LONGEST_NAME = 200;
/** Longest time that a risk may be accepted for. */
const LONGEST_ACCEPTANCE_MS = 366 * 24 * 3_600_000;

/** Who changes it, and when (milliseconds since 1970). */
export interface Author {
  by: string;
  at: number;
}

/** A change as asked for; what is left out stays. */
export interface AlertRequest {
  state?: AlertState;
  /** Of the new state: required of `false-positive` and `risk-accepted`. At most 2,000 characters, as comments. */
  reason?: string;
  /** When an accepted risk ends: required of `risk-accepted`, within a year. */
  until?: number;
  /** '' for nobody. */
  assignee?: string;
  comment?: string;
}

export interface IncidentRequest {
  state?: IncidentState;
  reason?: string;
  assignee?: string;
  comment?: string;
}

/** The alert after the change; the same object when it changes nothing. Throws `request_invalid`, the field first. */
export function changeAlert(alert: Alert, request: AlertRequest, author: Author): Alert {
  checkTexts(request);
  const { state, reason, until } = request;
  if (state !== undefined) checkState(state, request, author.at);
  else if (reason !== undefined || until !== undefined)
    throw refused(reason === undefined ? 'until' : 'reason', 'belongs to a change of state, and there is none');
  const stated = state === undefined || isSaid(alert, request) ? alert : withState(alert, state, request, author);
  return touch(alert, withAssignee(withComment(stated, request.comment, author), request.assignee, author), author.at);
}

/** The incident after the change, as of alerts. Its alerts are another matter: see `closeWith`. */
export function changeIncident(incident: Incident, request: IncidentRequest, author: Author): Incident {
  checkTexts(request);
  const { state, reason } = request;
  if (state !== undefined && !INCIDENT_STATES.includes(state))
    throw refused('state', `one of ${INCIDENT_STATES.join(', ')}`);
  if (state === undefined && reason !== undefined)
    throw refused('reason', 'belongs to a change of state, and there is none');
  const entry = { what: 'state' as const, from: incident.state, ...(reason !== undefined && { text: reason }) };
  const stated =
    state === undefined || state === incident.state
      ? incident
      : { ...noted(incident, { ...entry, to: state }, author), state };
  return touch(
    incident,
    withAssignee(withComment(stated, request.comment, author), request.assignee, author),
    author.at,
  );
}

/** The alert of an incident that was closed: what nobody has judged is resolved with it. */
export function closeWith(alert: Alert, author: Author): Alert {
  const open = alert.state === 'new' || alert.state === 'acknowledged' || alert.state === 'in-progress';
  return open ? changeAlert(alert, { state: 'resolved', reason: 'The incident was closed.' }, author) : alert;
}

/**
 * The alert after new evidence of event time `evidenceAt`: new again when it was resolved or a false alarm before that, or when the
 * acceptance of its risk had ended by then.
 */
export function reopenAlert(alert: Alert, evidenceAt: number, now: number): Alert {
  const { state, acceptedUntil, history } = alert;
  if (state === 'new' || state === 'acknowledged' || state === 'in-progress') return alert;
  const ended = state === 'risk-accepted' ? (acceptedUntil ?? 0) : (lastState(history)?.at ?? 0);
  if (evidenceAt <= ended) return alert;
  const { acceptedUntil: _, ...rest } = alert;
  return { ...noted(rest, { what: 'reopened', from: state, to: 'new' }, { by: 'gander', at: now }), state: 'new' };
}

/** A closed incident is open again when it has evidence from after it was closed. */
export function reopenIncident(incident: Incident, evidenceAt: number, now: number): Incident {
  if (incident.state !== 'closed' || evidenceAt <= (lastState(incident.history)?.at ?? 0)) return incident;
  const reopened = noted(incident, { what: 'reopened', from: 'closed', to: 'open' }, { by: 'gander', at: now });
  return { ...reopened, state: 'open' };
}

/** With one more entry; the oldest go when there are too many. */
export function noted<T extends { history?: readonly AlertChange[] }>(
  subject: T,
  change: Omit<AlertChange, 'at' | 'by'>,
  { at, by }: Author,
): T & { history: readonly AlertChange[] } {
  return { ...subject, history: [...(subject.history ?? []), { at, by, ...change }].slice(-MOST_HISTORY) };
}

function checkState(state: AlertState, { reason, until }: AlertRequest, now: number): void {
  if (!ALERT_STATES.includes(state)) throw refused('state', `one of ${ALERT_STATES.join(', ')}`);
  if ((state === 'false-positive' || state === 'risk-accepted') && (reason ?? '').trim() === '')
    throw refused('reason', `required of the state ${state}`);
  if (state !== 'risk-accepted') {
    if (until !== undefined) throw refused('until', 'belongs to the state risk-accepted');
    return;
  }
  if (until === undefined) throw refused('until', 'required of the state risk-accepted: when the acceptance ends');
  if (!Number.isSafeInteger(until) || until <= now || until > now + LONGEST_ACCEPTANCE_MS)
    throw refused('until', 'a time from now to a year ahead, in milliseconds since 1970');
}

function checkTexts(request: { reason?: string; assignee?: string; comment?: string }): void {
  const longest = { reason: LONGEST_TEXT, comment: LONGEST_TEXT, assignee: LONGEST_NAME };
  for (const [field, most] of Object.entries(longest) as [keyof typeof longest, number][]) {
    const value: unknown = request[field];
    if (value !== undefined && (typeof value !== 'string' || value.length > most))
      throw refused(field, `a text of at most ${most.toLocaleString('en')} characters`);
  }
}

function withState(alert: Alert, state: AlertState, { reason, until }: AlertRequest, author: Author): Alert {
  const { acceptedUntil: _, ...rest } = alert;
  const entry = {
    what: 'state' as const,
    from: alert.state,
    to: state,
    ...(reason !== undefined && { text: reason }),
    ...(until !== undefined && { until }),
  };
  return { ...noted(rest, entry, author), state, ...(until !== undefined && { acceptedUntil: until }) };
}

function withAssignee<T extends Alert | Incident>(subject: T, assignee: string | undefined, author: Author): T {
  const { assignee: before = '', ...rest } = subject;
  if (assignee === undefined || assignee === before) return subject;
  const entry = { what: 'assignee' as const, from: before, to: assignee };
  return { ...noted(rest as T, entry, author), ...(assignee !== '' && { assignee }) };
}

function withComment<T extends Alert | Incident>(subject: T, comment: string | undefined, author: Author): T {
  const last = subject.history?.at(-1);
  const again = last?.what === 'comment' && last.text === comment && last.by === author.by;
  return comment === undefined || comment.trim() === '' || again
    ? subject
    : noted(subject, { what: 'comment', text: comment }, author);
}

const touch = <T extends Alert | Incident>(before: T, after: T, at: number): T =>
  before === after ? before : { ...after, updatedAt: at };

const lastState = (history: readonly AlertChange[] = []): AlertChange | undefined =>
  history.findLast(({ what }) => what === 'state' || what === 'reopened');

/** That it is in this state, for this reason and until then, was said before. */
const isSaid = ({ state, acceptedUntil, history }: Alert, asked: AlertRequest): boolean =>
  asked.state === state &&
  asked.until === acceptedUntil &&
  (asked.reason === undefined || asked.reason === lastState(history)?.text);

const refused = (field: string, what: string) => new GanderError('request_invalid', `${field}: ${what}`);
