/** One Gander a folder. SQLite's own file lock: the kernel drops it with the process, so that `kill -9` leaves nothing behind. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { GanderError, messageOf } from '../../platform/errors';

/** Makes the folder and takes its lock; returns what gives it back. Throws `data_folder_unusable` or `data_folder_in_use`. */
export function lockFolder(folder: string): () => void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new GanderError('data_folder_unusable', `${folder} cannot be made: ${messageOf(error)}`, { cause: error });
  }
  const database = open(folder);
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (isBusy(error)) throw new GanderError('data_folder_in_use', `another Gander uses ${folder}`, { cause: error });
    throw unusable(folder, error);
  }
  return () => {
    database.close();
  };
}

function open(folder: string): DatabaseSync {
  try {
    return new DatabaseSync(join(folder, 'lock.db'), { timeout: 0 });
  } catch (error) {
    throw unusable(folder, error);
  }
}

const SQLITE_BUSY = 5;
const isBusy = (error: unknown): boolean => ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY;

function unusable(folder: string, error: unknown): GanderError {
  return new GanderError('data_folder_unusable', `${folder} cannot be written: ${messageOf(error)}`, { cause: error });
}
