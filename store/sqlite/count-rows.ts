/** How many alerts each detector has, by what people made of them. */
import type { DatabaseSync } from 'node:sqlite';
import type { AlertCount } from '../../contracts/store';
import type { Answers } from './part';

export function countRows(database: DatabaseSync): Answers<'alertCounts'> {
  const count = database.prepare(
    `SELECT detector, state, count(*) AS count FROM alerts WHERE tenant = coalesce(?, tenant)
     GROUP BY detector, state ORDER BY detector, state`,
  );
  return {
    alertCounts: ([tenant]) => (count.all(tenant ?? null) as unknown as AlertCount[]).map((row) => ({ ...row })),
  };
}
