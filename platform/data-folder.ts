/** The folder of everything that Gander keeps: made when missing, readable by its owner alone. */
import { accessSync, constants, existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Config } from './config';
import { GanderError, messageOf } from './errors';

/** Where the embedded store keeps its main file. */
export const storeFile = ({ data }: Pick<Config, 'data'>): string => join(data, 'store', 'gander.db');

/** Rejects with `data_folder_unusable` when it can't be made or written. */
export function openDataFolder(folder: string): void {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new GanderError('data_folder_unusable', `the data folder ${folder} cannot be used: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Level by level: Node's own `recursive` never ends where a folder refuses new ones with ENOENT, as `/proc` does. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(dirname(folder));
  mkdirSync(folder, { mode: 0o700 });
}
