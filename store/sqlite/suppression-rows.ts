/** Rows of suppressions, and the few single facts about the installation. */
import type { DatabaseSync } from 'node:sqlite';
import type { Suppression } from '../../contracts/suppression';
import { GanderError } from '../../platform/errors';
import type { Answers } from './part';

export interface SuppressionRows {
  answers: Answers<'suppressions' | 'addSuppression' | 'revokeSuppression' | 'firstStart'>;
  /** Within the caller's transaction. */
  hit(id: string, count: number, at: number): void;
}

interface Row {
  body: string;
  revoked_at: number | null;
  hits: number;
  last_hit: number | null;
}

const MOST = 1_000;

export function suppressionRows(database: DatabaseSync): SuppressionRows {
  const columns = 'body, revoked_at, hits, last_hit';
  const all = database.prepare(
    `SELECT ${columns} FROM suppressions WHERE tenant = coalesce(?, tenant) ORDER BY created_at DESC, id DESC LIMIT ?`,
  );
  const add = database.prepare('INSERT OR IGNORE INTO suppressions VALUES (?, ?, ?, NULL, 0, NULL, ?)');
  const revoke = database.prepare(
    `UPDATE suppressions SET revoked_at = coalesce(revoked_at, ?) WHERE id = ? RETURNING ${columns}`,
  );
  const hit = database.prepare(
    'UPDATE suppressions SET hits = hits + ?, last_hit = max(coalesce(last_hit, 0), ?) WHERE id = ?',
  );
  const start = database.prepare(
    "INSERT INTO facts VALUES ('first-start', ?) ON CONFLICT (name) DO UPDATE SET value = value RETURNING value",
  );
  return {
    hit: (id, count, at) => void hit.run(count, at, id),
    answers: {
      suppressions: ([tenant]) => (all.all(tenant ?? null, MOST) as unknown as Row[]).map(suppressionOf),
      addSuppression: ([suppression]) => {
        const { id, tenant, createdAt } = suppression;
        const { changes } = add.run(id, tenant, createdAt, JSON.stringify(suppression));
        if (changes === 0) throw new GanderError('store_conflict', `suppression ${id} is there already`);
      },
      revokeSuppression: ([id, at]) => {
        const row = revoke.get(at, id) as Row | undefined;
        return row && suppressionOf(row);
      },
      firstStart: ([now]) => (start.get(now) as { value: number }).value,
    },
  };
}

const suppressionOf = ({ body, revoked_at, hits, last_hit }: Row): Suppression => ({
  ...(JSON.parse(body) as Suppression),
  hits,
  ...(revoked_at !== null && { revokedAt: revoked_at }),
  ...(last_hit !== null && { lastHit: last_hit }),
});
