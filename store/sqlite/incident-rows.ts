/** Rows of incidents, of the session trees that they hold, and of what trees are joined by. */
import type { DatabaseSync } from 'node:sqlite';
import { SEVERITIES } from '../../contracts/finding';
import type { Incident } from '../../contracts/incident';
import type {
  IncidentGround,
  IncidentQuestion,
  IncidentWrite,
  JoinPoint,
  JoinQuestion,
  StoredIncident,
  TreeRow,
} from '../../contracts/store';
import { GanderError } from '../../platform/errors';
import { decodeCursor, encodeCursor, pageOf } from '../cursor';
import { addSeverities, Conditions } from './alert-query';
import type { AlertRows } from './alert-rows';
import type { Answers } from './part';

export interface IncidentRows {
  answers: Answers<'incidentGround' | 'incident' | 'incidents'>;
  /** Within the caller's transaction, alerts first. */
  write(grouped: IncidentWrite, at: number): void;
  put(incident: StoredIncident): void;
  forget(before: number, atMost: number): number;
}

interface Row {
  body: string;
  revision: number;
  listed: number;
  fold: string;
}

interface PointRow {
  tenant: string;
  key: string;
  tree: string;
  at: number;
  stage: number;
}

const CURSOR = 'incidents';

export function incidentRows(database: DatabaseSync, alerts: Pick<AlertRows, 'ofIncident' | 'move'>): IncidentRows {
  const byId = database.prepare('SELECT body, revision, listed, fold FROM incidents WHERE id = ?');
  const version = database.prepare("SELECT value FROM facts WHERE name = 'incidents'");
  const grow = database.prepare(
    "INSERT INTO facts VALUES ('incidents', 1) ON CONFLICT (name) DO UPDATE SET value = value + 1",
  );
  const treeOf = database.prepare(
    'SELECT tenant, tree, incident, first_seen AS firstSeen FROM incident_trees WHERE tenant = ? AND tree = ?',
  );
  const pointsOf = database.prepare(
    `SELECT tenant, key, tree, at, stage FROM join_points WHERE tenant = ? AND key = ? AND at >= ? AND at <= ?
     ORDER BY at, tree, stage LIMIT ?`,
  );
  const statements = {
    add: database.prepare('INSERT OR IGNORE INTO incidents VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?)'),
    change: database.prepare(
      `UPDATE incidents SET severity = ?, state = ?, first_seen = ?, last_seen = ?, listed = ?, merged = ?, body = ?, fold = ?,
       revision = revision + 1 WHERE id = ? AND revision = ?`,
    ),
    addTree: database.prepare(
      `INSERT INTO incident_trees VALUES (?, ?, ?, ?) ON CONFLICT (tenant, tree)
       DO UPDATE SET incident = excluded.incident, first_seen = min(first_seen, excluded.first_seen)`,
    ),
    addPoint: database.prepare('INSERT OR IGNORE INTO join_points VALUES (?, ?, ?, ?, ?, ?)'),
    moveTrees: database.prepare('UPDATE incident_trees SET incident = ? WHERE incident = ?'),
    forget: database.prepare(
      `DELETE FROM join_points WHERE (tenant, key, at, tree, stage) IN
       (SELECT tenant, key, at, tree, stage FROM join_points WHERE taken_at < ? LIMIT ?)`,
    ),
  };

  const stored = (id: string): StoredIncident | undefined => {
    const row = byId.get(id) as Row | undefined;
    if (row === undefined) return undefined;
    const { body, revision, listed, fold } = row;
    return { incident: JSON.parse(body) as Incident, revision, listed: listed === 1, fold };
  };
  const versionNow = (): number => (version.get() as { value: number } | undefined)?.value ?? 0;
  const ask = ({ tenant, key, from, to, limit }: JoinQuestion): JoinPoint[] =>
    (pointsOf.all(tenant, key, from, to, limit) as unknown as PointRow[]).map(pointOf);

  const ground = ({ trees, keys, incidents }: IncidentQuestion): IncidentGround => {
    const points = keys.flatMap(ask);
    const asked = new Map(
      [...trees, ...points].map(({ tenant, tree }) => [JSON.stringify([tenant, tree]), [tenant, tree] as const]),
    );
    const rows = [...asked.values()].flatMap(
      ([tenant, tree]) => (treeOf.get(tenant, tree) as unknown as TreeRow | undefined) ?? [],
    );
    const ids = [...new Set([...rows.map(({ incident }) => incident), ...incidents])];
    return {
      version: versionNow(),
      points,
      trees: rows.map((row) => ({ ...row })),
      incidents: ids.flatMap((id) => stored(id) ?? []),
      alerts: ids.map((incident) => ({ incident, ...alerts.ofIncident(incident) })),
    };
  };

  const put = ({ incident, revision, listed, fold }: StoredIncident): void => {
    const { id, tenant, state, firstSeen, lastSeen, createdAt } = incident;
    const severity = SEVERITIES.indexOf(incident.severity);
    const merged = Number(incident.mergedInto !== undefined);
    const shown = Number(listed);
    const body = JSON.stringify(incident);
    const { add, change } = statements;
    const { changes } =
      revision === 0
        ? add.run(id, tenant, severity, state, firstSeen, lastSeen, createdAt, shown, merged, body, fold)
        : change.run(severity, state, firstSeen, lastSeen, shown, merged, body, fold, id, revision);
    if (changes === 0) throw conflict(`incident ${id}`);
  };

  return {
    answers: {
      incidentGround: ([question]) => ground(question),
      incident: ([id]) => stored(id),
      incidents: ([query]) => {
        const where = new Conditions();
        where.add('tenant = ?', query.tenant);
        where.add('state = ?', query.state);
        where.add('last_seen >= ?', query.since);
        where.add('first_seen < ?', query.until);
        addSeverities(where, query.severity);
        if (query.cursor !== undefined)
          where.add('(created_at, id) < (?, ?)', ...decodeCursor(CURSOR, ['number', 'string'], query.cursor));
        where.add('listed = 1');
        where.add('merged = 0');
        const sql = `SELECT body FROM incidents ${where.toString()} ORDER BY created_at DESC, id DESC LIMIT ?`;
        const found = (
          database.prepare(sql).all(...where.values, query.limit + 1) as unknown as Pick<Row, 'body'>[]
        ).map(({ body }) => JSON.parse(body) as Incident);
        const { rows, next } = pageOf(found, query.limit, ({ createdAt, id }) => encodeCursor(CURSOR, [createdAt, id]));
        return { incidents: rows, ...(next === undefined ? {} : { next }) };
      },
    },
    put,
    write(grouped, at) {
      if (versionNow() !== grouped.version) throw conflict('incidents');
      grow.run();
      for (const { from, to } of grouped.merged) {
        alerts.move(from, to);
        statements.moveTrees.run(to, from);
      }
      for (const incident of grouped.incidents) put(incident);
      for (const { tenant, tree, incident, firstSeen } of grouped.trees)
        statements.addTree.run(tenant, tree, incident, firstSeen);
      for (const { tenant, key, tree, at: met, stage = -1 } of grouped.points)
        statements.addPoint.run(tenant, key, met, tree, stage, at);
    },
    forget: (before, atMost) => Number(statements.forget.run(before, atMost).changes),
  };
}

const pointOf = ({ stage, ...point }: PointRow): JoinPoint => ({ ...point, ...(stage >= 0 && { stage }) });

const conflict = (what: string) =>
  new GanderError('store_conflict', `${what} was written by another process meanwhile`);
