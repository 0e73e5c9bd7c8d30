/** What has changed since when: numbered by triggers of the tables, so that nothing that writes them can forget it. */
import type { DatabaseSync } from 'node:sqlite';
import type { Changed } from '../../contracts/store';
import type { Answers } from './part';

export function changeRows(database: DatabaseSync): Answers<'changes' | 'lastChange'> {
  const since = database.prepare('SELECT number, kind, id FROM changes WHERE number > ? ORDER BY number LIMIT ?');
  const last = database.prepare('SELECT max(number) AS number FROM changes');
  return {
    changes: ([after, limit]) => (since.all(after, limit) as unknown as Changed[]).map((row) => ({ ...row })),
    lastChange: () => (last.get() as { number: number | null }).number ?? 0,
  };
}
