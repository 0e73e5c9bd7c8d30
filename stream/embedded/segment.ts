/** One segment: a SQLite file with the messages that the stream took while it was the active one. */
import { existsSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import { ALL_TOPICS } from '../../contracts/stream';
import type { PackedMessages } from './packing';
import { unpack } from './packing';
import { laneCount, laneOf } from './protocol';

const SCHEMA = `
  CREATE TABLE messages (
    topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL,
    key TEXT NOT NULL, headers TEXT, value BLOB NOT NULL, stored_at INTEGER NOT NULL,
    UNIQUE (topic, partition, offset)
  );
  CREATE TABLE bases (topic TEXT NOT NULL, partition INTEGER NOT NULL, offset INTEGER NOT NULL);
  CREATE TABLE probe (id INTEGER PRIMARY KEY, filler BLOB);
  CREATE TABLE segment (started_at INTEGER NOT NULL);
`;
/** A write of this size must succeed before a stream that failed is taken for well again. */
const PROBE_BYTES = 64 * 1024;

/** The active segment, as the writer thread holds it. */
export class Segment {
  readonly #database: DatabaseSync;
  readonly #insert: StatementSync;

  /** Opens the file, recovering it, or makes an empty one. */
  constructor(
    file: string,
    private readonly partitions: number,
  ) {
    this.#database = new DatabaseSync(file, { timeout: 5_000 });
    this.#database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000;');
    if (!this.#complete()) this.#database.exec('BEGIN EXCLUSIVE;' + SCHEMA + 'COMMIT;');
    this.#insert = this.#database.prepare('INSERT INTO messages VALUES (?, ?, ?, ?, ?, ?, ?)');
  }

  /** A new file; complete once its only row of `segment` is there, so that a crash on the way leaves one that is known as unfinished. */
  static create(file: string, partitions: number, startedAt: number, bases: readonly number[]): Segment {
    const segment = new Segment(file, partitions);
    const database = segment.#database;
    const insert = database.prepare('INSERT INTO bases VALUES (?, ?, ?)');
    database.exec('BEGIN');
    for (const topic of ALL_TOPICS)
      for (let partition = 0; partition < partitions; partition += 1)
        insert.run(topic, partition, bases[laneOf(topic, partition, partitions)] ?? 0);
    database.prepare('INSERT INTO segment VALUES (?)').run(startedAt);
    database.exec('COMMIT');
    return segment;
  }

  #complete(): boolean {
    return this.#database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'segment'").get() !== undefined;
  }

  /** Next offset of each lane: after the last message, or the segment's base. */
  ends(bases: readonly number[]): number[] {
    const last = this.#database.prepare('SELECT max(offset) AS last FROM messages WHERE topic = ? AND partition = ?');
    return ALL_TOPICS.flatMap((topic) =>
      Array.from({ length: this.partitions }, (_, partition) => {
        const found = last.get(topic, partition)?.['last'];
        return typeof found === 'number' ? found + 1 : (bases[laneOf(topic, partition, this.partitions)] ?? 0);
      }),
    );
  }

  /** Stores the messages in one transaction; when it returns they are on disk. Counts `ends` on; on a throw nothing was stored. */
  append(groups: readonly PackedMessages[], ends: number[], storedAt: number): void {
    this.#database.exec('BEGIN IMMEDIATE');
    for (const packed of groups) {
      for (const { topic, partition, key, headers, value } of unpack(packed)) {
        const lane = laneOf(topic, partition, this.partitions);
        const offset = ends[lane] ?? 0;
        this.#insert.run(topic, partition, offset, key, headers, value, storedAt);
        ends[lane] = offset + 1;
      }
    }
    this.#database.exec('COMMIT');
  }

  /** Throws while the disk takes no writes. */
  probe(): void {
    this.#database.exec(`INSERT OR REPLACE INTO probe VALUES (1, zeroblob(${PROBE_BYTES}))`);
  }

  /** Moves everything from the write-ahead log into the file and closes it. */
  close(): void {
    try {
      this.#database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    } finally {
      this.#database.close();
    }
  }

  /** Closes without a word: after a failed write, before the file is opened again and recovers. */
  abandon(): void {
    this.#database.close();
  }
}

/** What a segment file says of itself, or undefined when it was never finished. Throws what SQLite throws when the file is no database. */
export function readSegmentHeader(
  file: string,
  partitions: number,
): { startedAt: number; bases: number[] } | undefined {
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    if (database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'segment'").get() === undefined) return undefined;
    const startedAt = database.prepare('SELECT started_at AS at FROM segment').get()?.['at'];
    if (typeof startedAt !== 'number') return undefined;
    const bases = new Array<number>(laneCount(partitions)).fill(0);
    for (const { topic, partition, offset } of database.prepare('SELECT * FROM bases').all()) {
      const index = ALL_TOPICS.findIndex((name) => name === topic);
      if (index >= 0) bases[index * partitions + Number(partition)] = Number(offset);
    }
    return { startedAt, bases };
  } finally {
    database.close();
  }
}

const SIDE_FILES = ['-wal', '-shm'] as const;

/** Bytes of the segment on disk, with its write-ahead log. */
export function segmentBytes(file: string): number {
  const size = (path: string) => (existsSync(path) ? statSync(path).size : 0);
  return size(file) + size(`${file}-wal`);
}

/** Removes the segment; readers that have it open read on. */
export function removeSegment(file: string): void {
  for (const path of [file, ...SIDE_FILES.map((side) => file + side)]) rmSync(path, { force: true });
}
