/** What the inbox keeps of an alert: little enough for fifty thousand. */
import type { Alert } from '../api/types';

export type Row = Pick<
  Alert,
  | 'id'
  | 'detector'
  | 'title'
  | 'why'
  | 'severity'
  | 'confidence'
  | 'risk'
  | 'state'
  | 'count'
  | 'createdAt'
  | 'lastSeen'
  | 'updatedAt'
> & {
  session: string | undefined;
  host: string | undefined;
  user: string | undefined;
  assignee: string | undefined;
  incident: string | undefined;
  dialect: string;
  /** Not for people now: suppressed, or of a detector that only counts. */
  hidden: boolean;
  /** What a search looks through, in lower case. */
  text: string;
};

export function rowOf(alert: Alert): Row {
  const { id, detector, title, why, severity, confidence, risk, state, count, createdAt, lastSeen, updatedAt } = alert;
  const { session = alert.entities.session, assignee, incident, entities } = alert;
  const { host, user } = entities;
  return {
    ...{ id, detector, title, why, severity, confidence, risk, state, count, createdAt, lastSeen, updatedAt },
    ...{ session, host, user, assignee, incident },
    dialect: alert.source.dialect,
    hidden: alert.suppressedBy !== undefined || alert.mode === 'shadow',
    text: [title, why, detector, id, ...(Object.values(entities) as string[])].join('\n').toLowerCase(),
  };
}

/** Newest first; equal times in one order everywhere. */
export const isBefore = (a: Row, b: Row): boolean =>
  a.createdAt === b.createdAt ? a.id > b.id : a.createdAt > b.createdAt;
