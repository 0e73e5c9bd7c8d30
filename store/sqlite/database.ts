/** Opening, migrating and writing a SQLite file so that it survives `kill -9`, power loss and other processes on the same file. */
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GanderError, messageOf } from '../../platform/errors';

/** How long a write waits for another process. */
const BUSY_MS = 5_000;

/**
 * Opens the file (0600, in a folder of 0700 when it makes one) and brings it to the newest schema. `relaxed` leaves out the fsync of each
 * commit: for what may be forgotten at power loss. Throws `store_unavailable` or `store_corrupt`.
 */
export function openDatabase(file: string, migrations: readonly string[], relaxed = false): DatabaseSync {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    closeSync(openSync(file, 'a', 0o600));
    const database = new DatabaseSync(file, { timeout: BUSY_MS });
    database.exec(`PRAGMA journal_mode=WAL; PRAGMA synchronous=${relaxed ? 'NORMAL' : 'FULL'};`);
    database.exec('PRAGMA journal_size_limit=67108864');
    migrate(database, file, migrations);
    return database;
  } catch (error) {
    throw storeError(error, `${file}: `);
  }
}

/** All or nothing, on disk when it returns. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/**
 * SQLite's result codes that mean a broken file, those that mean that it may work later, and those that blame the values
 * (https://sqlite.org/rescode.html).
 */
const BROKEN = new Set([11, 26]);
const LATER = new Set([5, 6, 7, 8, 9, 10, 13, 14]);
const REFUSED = new Set([18, 19, 20, 25]);

/** Gives errors of SQLite and of the file system a code of ours; others stay as they are. `where` goes in front of the message. */
export function storeError(error: unknown, where = ''): unknown {
  if (error instanceof GanderError) return error;
  const { errcode, syscall } = error as { errcode?: number; syscall?: string };
  const result = (errcode ?? 0) & 0xff;
  const message = `${where}${messageOf(error)}`;
  if (BROKEN.has(result)) return new GanderError('store_corrupt', message, { cause: error });
  if (LATER.has(result) || syscall !== undefined) {
    return new GanderError('store_unavailable', message, { cause: error });
  }
  // What cannot be bound to a statement, or is not there at all, is a TypeError or a RangeError.
  if (REFUSED.has(result) || error instanceof TypeError || error instanceof RangeError) {
    return new GanderError('store_refused', message, { cause: error });
  }
  return error;
}

function migrate(database: DatabaseSync, file: string, migrations: readonly string[]): void {
  if (versionOf(database) === migrations.length) return;
  transaction(database, () => {
    const version = versionOf(database);
    if (version > migrations.length) {
      throw new GanderError('store_corrupt', `${file} was written by a newer Gander (schema ${version})`);
    }
    for (const statements of migrations.slice(version)) database.exec(statements);
    database.exec(`PRAGMA user_version=${migrations.length}`);
  });
}

const versionOf = (database: DatabaseSync): number =>
  (database.prepare('PRAGMA user_version').get() as { user_version: number }).user_version;
