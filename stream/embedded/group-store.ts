/** `groups.db`: the stream's partition count, committed offsets and generations; apart from the messages, so that retention never touches it. */
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SQLInputValue } from 'node:sqlite';
import type { Topic } from '../../contracts/stream';
import { GanderError, messageOf } from '../../platform/errors';
import { laneCount, laneOf } from './protocol';
import type { Position } from './protocol';

export interface CommittedOffset extends Position {
  group: string;
}

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS stream (partitions INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS generations ("group" TEXT PRIMARY KEY, generation INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS offsets (
    "group" TEXT NOT NULL, topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    PRIMARY KEY ("group", topic, partition)
  ) WITHOUT ROWID;
`;

export class GroupStore {
  readonly #database: DatabaseSync;

  constructor(folder: string) {
    const file = join(folder, 'groups.db');
    try {
      this.#database = new DatabaseSync(file, { timeout: 5_000 });
      this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;' + SCHEMA);
    } catch (error) {
      const what = `${file} cannot be read (${messageOf(error)}); moved away, the consumers start again`;
      throw new GanderError('stream_corrupt', what, { cause: error });
    }
  }

  /** The number of partitions that the stream was made with; `wanted` for a new one. */
  partitions(wanted: number): number {
    const kept = this.#database.prepare('SELECT partitions FROM stream').get()?.['partitions'];
    if (typeof kept === 'number') return kept;
    this.#database.prepare('INSERT INTO stream VALUES (?)').run(wanted);
    return wanted;
  }

  offsets(): CommittedOffset[] {
    return this.#database.prepare('SELECT "group", topic, partition, offset FROM offsets').all() as never;
  }

  /** Not synced: after a power cut the group reads a little again. A process that dies loses nothing. Throws `stream_unavailable`. */
  commit(group: string, topic: Topic, partition: number, offset: number): void {
    this.#write('NORMAL', 'INSERT OR REPLACE INTO offsets VALUES (?, ?, ?, ?)', group, topic, partition, offset);
  }

  /** Synced: a generation must never be given twice. Throws `stream_unavailable`. */
  nextGeneration(group: string): number {
    const count = `INSERT INTO generations VALUES (?, 1)
      ON CONFLICT DO UPDATE SET generation = generation + 1 RETURNING generation`;
    return Number(this.#write('FULL', count, group)?.['generation']);
  }

  #write(synchronous: 'FULL' | 'NORMAL', sql: string, ...values: SQLInputValue[]) {
    try {
      this.#database.exec(`PRAGMA synchronous = ${synchronous}`);
      return this.#database.prepare(sql).get(...values);
    } catch (error) {
      const what = `the state of consumer groups cannot be stored: ${messageOf(error)}`;
      throw new GanderError('stream_unavailable', what, { cause: error });
    }
  }

  close(): void {
    this.#database.close();
  }
}

/** Highest committed offset of each lane: a stream that lost its newest segment must not give these out again. */
export function highestCommitted(offsets: readonly CommittedOffset[], partitions: number): number[] {
  const highest = new Array<number>(laneCount(partitions)).fill(0);
  for (const { topic, partition, offset } of offsets) {
    const lane = laneOf(topic, partition, partitions);
    highest[lane] = Math.max(highest[lane] ?? 0, offset);
  }
  return highest;
}
