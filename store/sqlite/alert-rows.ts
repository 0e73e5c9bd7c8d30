/** Rows of alerts and of the findings taken into them. */
import type { DatabaseSync } from 'node:sqlite';
import { SEVERITIES } from '../../contracts/finding';
import type { Alert } from '../../contracts/alert';
import type { AlertBrief, AlertWrite, FoldGround, StoredAlert } from '../../contracts/store';
import { GanderError } from '../../platform/errors';
import { pageOf } from '../cursor';
import { cursorOf, searchTextOf, selectAlerts } from './alert-query';
import type { Answers } from './part';

interface Row {
  body: string;
  fold: string;
  revision: number;
  incident: string | null;
}

/** Most alerts of one incident that are read at once. */
const MOST_OF_INCIDENT = 500;

export interface AlertRows {
  answers: Answers<'foldGround' | 'alertsById' | 'alert' | 'alerts'>;
  /** The gravest of an incident first, at most 500, and how many it has. */
  ofIncident(id: string): { alerts: AlertBrief[]; count: number };
  /** Within the caller's transaction, after `write`: what was read before is of an old revision then. */
  move(from: string, to: string): void;
  /** Within the caller's transaction. */
  write(write: AlertWrite): void;
  forget(before: number, atMost: number): number;
}

export function alertRows(database: DatabaseSync): AlertRows {
  const byId = database.prepare('SELECT body, fold, revision, incident FROM alerts WHERE id = ?');
  const finding = database.prepare('SELECT 1 FROM findings WHERE id = ?');
  const event = database.prepare('SELECT 1 FROM alert_events WHERE alert_id = ? AND event_id = ?');
  const addFinding = database.prepare('INSERT OR IGNORE INTO findings VALUES (?, ?)');
  const addEvent = database.prepare('INSERT OR IGNORE INTO alert_events VALUES (?, ?, ?)');
  const addAlert = database.prepare(
    `INSERT OR IGNORE INTO alerts
     (severity, state, session, host, user, incident, hidden, first_seen, last_seen, body, fold, id, tenant, detector, created_at, revision)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 1)`,
  );
  const changeAlert = database.prepare(
    `UPDATE alerts SET severity = ?, state = ?, session = ?, host = ?, user = ?, incident = ?, hidden = ?, first_seen = ?, last_seen = ?,
     body = ?, fold = ?, revision = revision + 1 WHERE id = ? AND revision = ?`,
  );
  const setText = database.prepare('INSERT OR REPLACE INTO alert_texts VALUES (?, ?)');
  const ofIncident = database.prepare(
    `SELECT json_remove(body, '$.evidence', '$.triage', '$.falsePositives', '$.history') AS body, incident FROM alerts WHERE incident = ?
     ORDER BY severity DESC, first_seen, id LIMIT ?`,
  );
  const countOfIncident = database.prepare('SELECT count(*) AS count FROM alerts WHERE incident = ?');
  const move = database.prepare('UPDATE alerts SET incident = ?, revision = revision + 1 WHERE incident = ?');
  const forgetFindings = database.prepare(
    'DELETE FROM findings WHERE id IN (SELECT id FROM findings WHERE taken_at < ? LIMIT ?)',
  );
  const forgetEvents = database.prepare(
    `DELETE FROM alert_events WHERE (alert_id, event_id) IN
     (SELECT alert_id, event_id FROM alert_events WHERE taken_at < ? LIMIT ?)`,
  );

  const stored = (id: string): StoredAlert | undefined => {
    const row = byId.get(id) as Row | undefined;
    return row && { alert: alertOf(row), fold: row.fold, revision: row.revision };
  };

  const put = ({ alert: { incident, ...alert }, fold, revision }: StoredAlert): void => {
    const { id, tenant, detector, createdAt, entities } = alert;
    const values = [
      SEVERITIES.indexOf(alert.severity),
      alert.state,
      alert.session ?? null,
      entities.host ?? null,
      entities.user ?? null,
      incident ?? null,
      Number(isHidden(alert)),
      alert.firstSeen,
      alert.lastSeen,
      JSON.stringify(alert),
      fold,
      id,
    ];
    const { changes } =
      revision === 0 ? addAlert.run(...values, tenant, detector, createdAt) : changeAlert.run(...values, revision);
    if (changes === 0) throw conflict(`alert ${id}`);
    setText.run(id, searchTextOf(alert));
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
      alert: ([id]) => stored(id),
      alerts: ([query]) => {
        const { sql, values } = selectAlerts(query);
        const found = (database.prepare(sql).all(...values) as unknown as Row[]).map(alertOf);
        const { rows, next } = pageOf(found, query.limit, cursorOf);
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
    ofIncident: (id) => ({
      alerts: (ofIncident.all(id, MOST_OF_INCIDENT) as unknown as Row[]).map(alertOf),
      count: (countOfIncident.get(id) as { count: number }).count,
    }),
    move: (from, to) => void move.run(to, from),
    forget: (before, atMost) =>
      Number(forgetFindings.run(before, atMost).changes) + Number(forgetEvents.run(before, atMost).changes),
  };
}

/** The column tells which incident has it: a merge moves all alerts of one at once. */
const alertOf = ({ body, incident }: Pick<Row, 'body' | 'incident'>): Alert => ({
  ...(JSON.parse(body) as Alert),
  ...(incident !== null && { incident }),
});

const isHidden = ({ suppressedBy, mode }: Alert): boolean => suppressedBy !== undefined || mode === 'shadow';

const conflict = (what: string) =>
  new GanderError('store_conflict', `${what} was written by another process meanwhile`);
