/** All segments of a stream as the writer thread keeps them: appends to the newest, begins new ones, drops old ones whole. */
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { GanderError, messageOf } from '../../platform/errors';
import type { PackedMessages } from './packing';
import type { SegmentInfo, WriterSettings } from './protocol';
import { Segment, readSegmentHeader, removeSegment, segmentBytes } from './segment';

export interface DroppedSegment {
  file: string;
  reason: 'age' | 'size';
  messages: number;
  bytes: number;
}

export class SegmentLog {
  /** Next offset of each lane. */
  ends: number[];
  #active: Segment | undefined;
  #activeBytes = 0;

  /** `floor`: offsets below which no lane may go on, such as those that consumers have committed. */
  constructor(
    private readonly settings: WriterSettings,
    private readonly floor: readonly number[],
  ) {
    this.segments = findSegments(settings);
    this.ends = [...floor];
    if (this.segments.length === 0) this.#begin(Date.now());
    else this.#ready();
  }

  /** Oldest first; the last is the active one. */
  readonly segments: SegmentInfo[];

  /** Stores durably, all or nothing. After a throw the file is opened anew by the next call, so that SQLite recovers it. */
  append(groups: readonly PackedMessages[], now: number): void {
    this.#orAbandon(() => {
      const segment = this.#ready();
      const ends = [...this.ends];
      segment.append(groups, ends, now);
      this.ends = ends;
    });
    for (const { bytes, keys } of groups) this.#activeBytes += bytes.byteLength + keys.length * 100;
  }

  /** Throws while the disk takes no writes. */
  probe(): void {
    this.#orAbandon(() => {
      this.#ready().probe();
    });
  }

  /** Begins a new segment when the active one is old or large enough; says whether it did. */
  rollIfDue(now: number): boolean {
    const newest = this.segments.at(-1);
    const empty = newest?.bases.every((base, lane) => base === this.ends[lane]) ?? true;
    const old = now - (newest?.startedAt ?? now) >= this.settings.segmentMs;
    if (empty || !(old || this.#activeBytes >= this.settings.segmentBytes)) return false;
    const sealed = this.#ready();
    this.#begin(now);
    sealed.close();
    return true;
  }

  /** Drops segments past a bound, oldest first, never the active one. */
  retain(now: number): DroppedSegment[] {
    const dropped: DroppedSegment[] = [];
    let total = this.segments.reduce((sum, { file }) => sum + segmentBytes(file), 0);
    for (;;) {
      const [oldest, next] = this.segments;
      if (oldest === undefined || next === undefined) return dropped;
      const aged = next.startedAt < now - this.settings.retentionMs;
      if (!aged && total <= this.settings.retentionBytes) return dropped;
      const bytes = segmentBytes(oldest.file);
      const messages = next.bases.reduce((sum, base, lane) => sum + base - (oldest.bases[lane] ?? 0), 0);
      removeSegment(oldest.file);
      this.segments.shift();
      total -= bytes;
      dropped.push({ file: oldest.file, reason: aged ? 'age' : 'size', messages, bytes });
    }
  }

  close(): void {
    this.#active?.close();
    this.#active = undefined;
  }

  #begin(now: number): void {
    const last = this.segments.at(-1)?.file.match(/(\d{8})\.db$/)?.[1] ?? '0';
    const file = join(segmentFolder(this.settings), `${String(Number(last) + 1).padStart(8, '0')}.db`);
    removeSegment(file);
    this.#active = Segment.create(file, this.settings.partitions, now, this.ends);
    this.segments.push({ file, startedAt: now, bases: [...this.ends] });
    this.#activeBytes = 0;
  }

  #ready(): Segment {
    const newest = this.segments.at(-1);
    if (this.#active !== undefined || newest === undefined) return this.#active ?? unreachable();
    const segment = new Segment(newest.file, this.settings.partitions);
    this.ends = segment.ends(newest.bases).map((end, lane) => Math.max(end, this.floor[lane] ?? 0));
    this.#activeBytes = segmentBytes(newest.file);
    this.#active = segment;
    return segment;
  }

  #orAbandon(write: () => void): void {
    try {
      write();
    } catch (error) {
      this.#active?.abandon();
      this.#active = undefined;
      throw error;
    }
  }
}

const segmentFolder = (settings: WriterSettings): string => join(settings.folder, 'segments');

function unreachable(): never {
  throw new Error('a segment log has at least one segment');
}

/** The folder's finished segments, oldest first; an unfinished one, left by a crash, is removed. */
function findSegments(settings: WriterSettings): SegmentInfo[] {
  const folder = segmentFolder(settings);
  mkdirSync(folder, { recursive: true });
  const names = readdirSync(folder).filter((name) => /^\d{8}\.db$/.test(name));
  return names.sort().flatMap((name) => {
    const file = join(folder, name);
    const header = readHeader(file, settings.partitions);
    if (header === undefined) removeSegment(file);
    return header === undefined ? [] : [{ file, ...header }];
  });
}

function readHeader(file: string, partitions: number) {
  try {
    return readSegmentHeader(file, partitions);
  } catch (error) {
    const what = `${file} cannot be read (${messageOf(error)}); move it away to start without its messages`;
    throw new GanderError('stream_corrupt', what, { cause: error });
  }
}
