/** The part of the SQLite store that holds alerts, in memory and without its thread: for tests that open many stores. */
import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../../contracts/store';
import { alertsPart } from '../../store/sqlite/alerts-part';

/** Methods of the other parts are not there. */
export function memoryStore(): Store {
  const database = new DatabaseSync(':memory:');
  for (const statements of alertsPart.migrations) database.exec(statements);
  const methods = Object.entries(alertsPart.open(database, database)).map(([method, handler]) => [
    method,
    (...args: unknown[]) => Promise.resolve().then(() => handler(structuredClone(args) as never)),
  ]);
  return {
    ...(Object.fromEntries(methods) as Omit<Store, 'close'>),
    close: () =>
      Promise.resolve().then(() => {
        database.close();
      }),
  };
}
