/** Reads messages from the segment files, over read-only connections of the calling thread's own. Synchronous. */
import { existsSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import type { StatementSync } from 'node:sqlite';
import type { IncomingMessage, Topic } from '../../contracts/stream';
import { laneOf } from './protocol';
import type { SegmentInfo } from './protocol';

/** Files kept open; more are closed, the longest unused first. */
const MAX_OPEN = 4;

export interface ReadLimits {
  /** Offset before which to end. */
  to: number;
  maxMessages: number;
  /** Bytes of values after which to end; one message is always read. */
  maxBytes: number;
}

interface OpenFile {
  database: DatabaseSync;
  select: StatementSync;
}

export class SegmentReader {
  readonly #open = new Map<string, OpenFile>();

  constructor(
    private segments: readonly SegmentInfo[],
    private readonly partitions: number,
  ) {}

  /** Takes over the list as it is now; files that are gone are closed. */
  follow(segments: readonly SegmentInfo[]): void {
    this.segments = segments;
    const files = new Set(segments.map(({ file }) => file));
    for (const file of this.#open.keys()) if (!files.has(file)) this.#close(file);
  }

  /** Messages from `from` on, in order; what retention has dropped is passed over. Empty when there are none. */
  read(topic: Topic, partition: number, from: number, limits: ReadLimits): IncomingMessage[] {
    const lane = laneOf(topic, partition, this.partitions);
    for (const { file } of this.segments.slice(this.#covering(lane, from))) {
      const messages: IncomingMessage[] = [];
      let bytes = 0;
      for (const message of this.#rows(file, topic, partition, from, limits)) {
        messages.push(message);
        bytes += message.value.byteLength;
        if (bytes >= limits.maxBytes) break;
      }
      if (messages.length > 0) return messages;
    }
    return [];
  }

  close(): void {
    for (const file of this.#open.keys()) this.#close(file);
  }

  /** Index of the segment that holds the offset, or of the oldest. */
  #covering(lane: number, offset: number): number {
    return Math.max(
      0,
      this.segments.findLastIndex(({ bases }) => (bases[lane] ?? 0) <= offset),
    );
  }

  *#rows(
    file: string,
    topic: Topic,
    partition: number,
    from: number,
    { to, maxMessages }: ReadLimits,
  ): Generator<IncomingMessage> {
    const select = this.#use(file)?.select;
    if (select === undefined) return;
    for (const row of select.iterate(topic, partition, from, to, maxMessages)) {
      yield {
        topic,
        partition,
        offset: Number(row['offset']),
        key: String(row['key']),
        value: row['value'] as Uint8Array,
        headers: typeof row['headers'] === 'string' ? (JSON.parse(row['headers']) as Record<string, string>) : {},
        storedAt: Number(row['stored_at']),
      };
    }
  }

  /** The file, opened; undefined when retention has removed it meanwhile. */
  #use(file: string): OpenFile | undefined {
    const known = this.#open.get(file);
    if (known !== undefined) {
      this.#open.delete(file);
      this.#open.set(file, known);
      return known;
    }
    if (!existsSync(file)) return undefined;
    const database = new DatabaseSync(file, { readOnly: true, timeout: 5_000 });
    const select = database.prepare(
      `SELECT offset, key, headers, value, stored_at FROM messages
       WHERE topic = ? AND partition = ? AND offset >= ? AND offset < ? ORDER BY offset LIMIT ?`,
    );
    this.#open.set(file, { database, select });
    const oldest = this.#open.keys().next().value;
    if (this.#open.size > MAX_OPEN && oldest !== undefined) this.#close(oldest);
    return { database, select };
  }

  #close(file: string): void {
    this.#open.get(file)?.database.close();
    this.#open.delete(file);
  }
}
