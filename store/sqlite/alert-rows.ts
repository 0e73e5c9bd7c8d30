/** Rows of alerts and of the findings taken into them. */
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { SEVERITIES } from '../../contracts/finding';
import type { Alert } from '../../contracts/alert';
import type { AlertQuery, AlertWrite, FoldGround, StoredAlert } from '../../contracts/store';
import { GanderError } from '../../platform/errors';
import { decodeCursor, encodeCursor, pageOf } from '../cursor';
import type { Answers } from './part';

interface Row {
  body: string;
  fold: string;
  revision: number;
}

export interface AlertRows {
  answers: Answers<'foldGround' | 'alertsById' | 'alerts'>;
  /** Within the caller's transaction. */
  write(write: AlertWrite): void;
  forget(before: number, atMost: number): number;
}

export function alertRows(database: DatabaseSync): AlertRows {
  const byId = database.prepare('SELECT body, fold, revision FROM alerts WHERE id = ?');
  const finding = database.prepare('SELECT 1 FROM findings WHERE id = ?');
  const event = database.prepare('SELECT 1 FROM alert_events WHERE alert_id = ? AND event_id = ?');
  const addFinding = database.prepare('INSERT OR IGNORE INTO findings VALUES (?, ?)');
  const addEvent = database.prepare('INSERT OR IGNORE INTO alert_events VALUES (?, ?, ?)');
  const addAlert = database.prepare('INSERT OR IGNORE INTO alerts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)');
  const changeAlert = database.prepare(
    `UPDATE alerts SET severity = ?, state = ?, session = ?, first_seen = ?, last_seen = ?, revision = revision + 1, body = ?, fold = ?
     WHERE id = ? AND revision = ?`,
  );
  const forgetFindings = database.prepare(
    'DELETE FROM findings WHERE id IN (SELECT id FROM findings WHERE taken_at < ? LIMIT ?)',
  );
  const forgetEvents = database.prepare(
    `DELETE FROM alert_events WHERE (alert_id, event_id) IN
     (SELECT alert_id, event_id FROM alert_events WHERE taken_at < ? LIMIT ?)`,
  );

  const stored = (id: string): StoredAlert | undefined => {
    const row = byId.get(id) as Row | undefined;
    return row && { alert: JSON.parse(row.body) as Alert, fold: row.fold, revision: row.revision };
  };

  const put = ({ alert, fold, revision }: StoredAlert): void => {
    const severity = SEVERITIES.indexOf(alert.severity);
    const { id, tenant, detector, state, firstSeen, lastSeen, createdAt } = alert;
    const session = alert.session ?? null;
    const body = JSON.stringify(alert);
    const { changes } =
      revision === 0
        ? addAlert.run(id, tenant, detector, severity, state, session, firstSeen, lastSeen, createdAt, body, fold)
        : changeAlert.run(severity, state, session, firstSeen, lastSeen, body, fold, id, revision);
    if (changes === 0) throw conflict(`alert ${id}`);
  };

  return {
    answers: {
      foldGround: ([findings]) => {
        const ground: FoldGround = { alerts: [], findings: [], events: [] };
        for (const id of new Set(findings.map(({ alertId }) => alertId))) {
          const alert = stored(id);
          if (alert !== undefined) ground.alerts.push(alert);
        }
        for (const { id, alertId, eventIds } of findings) {
          if (finding.get(id) !== undefined) ground.findings.push(id);
          const known = eventIds.filter((eventId) => event.get(alertId, eventId) !== undefined);
          ground.events.push(...known.map((eventId) => ({ alertId, eventId })));
        }
        return ground;
      },
      alertsById: ([ids]) => ids.flatMap((id) => stored(id)?.alert ?? []),
      alerts: ([query]) => {
        const { sql, values } = selectAlerts(query);
        const found = (database.prepare(sql).all(...values) as unknown as Row[]).map(
          (row) => JSON.parse(row.body) as Alert,
        );
        const { rows, next } = pageOf(found, query.limit, (last) => encodeCursor(CURSOR, [last.createdAt, last.id]));
        return { alerts: rows, ...(next === undefined ? {} : { next }) };
      },
    },
    write({ at, alerts, findings }) {
      for (const alert of alerts) put(alert);
      for (const { id, alertId, eventIds } of findings) {
        if (addFinding.run(id, at).changes === 0) throw conflict(`finding ${id}`);
        for (const eventId of eventIds) addEvent.run(alertId, eventId, at);
      }
    },
    forget: (before, atMost) =>
      Number(forgetFindings.run(before, atMost).changes) + Number(forgetEvents.run(before, atMost).changes),
  };
}

const CURSOR = 'alerts';

const conflict = (what: string) =>
  new GanderError('store_conflict', `${what} was written by another process meanwhile`);

function selectAlerts(query: AlertQuery): { sql: string; values: SQLInputValue[] } {
  const where: string[] = [];
  const values: SQLInputValue[] = [];
  const add = (condition: string, ...given: (SQLInputValue | undefined)[]) => {
    if (given.some((value) => value === undefined)) return;
    where.push(condition);
    values.push(...(given as SQLInputValue[]));
  };
  add('tenant = ?', query.tenant);
  add('detector = ?', query.detector);
  add('session = ?', query.session);
  add('state = ?', query.state);
  add('last_seen >= ?', query.since);
  add('first_seen < ?', query.until);
  if (query.severity !== undefined) {
    add(
      `severity IN (${query.severity.map(() => '?').join()})`,
      ...query.severity.map((severity) => SEVERITIES.indexOf(severity)),
    );
  }
  if (query.cursor !== undefined) {
    add('(created_at, id) < (?, ?)', ...decodeCursor(CURSOR, ['number', 'string'], query.cursor));
  }
  const condition = where.length === 0 ? '' : `WHERE ${where.join(' AND ')}`;
  const sql = `SELECT body, fold, revision FROM alerts ${condition} ORDER BY created_at DESC, id DESC LIMIT ?`;
  return { sql, values: [...values, query.limit + 1] };
}
