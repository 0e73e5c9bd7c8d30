/** How far each transcript was taken, kept in the data folder: a restart goes on where it was. */
import { join } from 'node:path';
import { z } from 'zod';
import { messageOf } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import { readIfThere, replacePrivateFile } from '../../platform/private-file';

/** Most files remembered; those that were not seen the longest go first. */
const MAX_PLACES = 50_000;
const Kept = z.record(z.string(), z.number().int().nonnegative());

export interface Places {
  of(path: string): number | undefined;
  set(path: string, offset: number): void;
  /** Writes what has changed since the last time. */
  save(): void;
}

/** A file that cannot be read is told, and begun anew: lines that are taken twice are the same events. */
export function openPlaces(dataFolder: string, log: Logger): Places {
  const file = join(dataFolder, 'transcripts.json');
  const places = new Map(Object.entries(readPlaces(file, log)));
  let changed = false;
  return {
    of: (path) => places.get(path),
    set(path, offset) {
      changed = true;
      places.delete(path);
      places.set(path, offset);
      const [oldest] = places.size > MAX_PLACES ? places.keys() : [];
      if (oldest !== undefined) places.delete(oldest);
    },
    save() {
      if (!changed) return;
      replacePrivateFile(file, JSON.stringify(Object.fromEntries(places)));
      changed = false;
    },
  };
}

function readPlaces(file: string, log: Logger): Record<string, number> {
  try {
    return Kept.parse(JSON.parse(readIfThere(file) ?? '{}'));
  } catch (error) {
    log.warn('places in transcripts are lost', { file, error: messageOf(error) });
    return {};
  }
}
