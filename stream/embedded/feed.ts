/** The reading side of a connection: how far each partition goes, its messages, and waiting for more. */
import type { IncomingMessage, Topic } from '../../contracts/stream';
import { laneOf } from './protocol';
import type { Hello, SegmentInfo } from './protocol';
import { SegmentReader } from './segment-reader';
import type { ReadLimits } from './segment-reader';

export class Feed {
  readonly partitions: number;
  readonly #ends: number[];
  #segments: readonly SegmentInfo[];
  readonly #reader: SegmentReader;
  readonly #waiting = new Map<number, Set<() => void>>();

  constructor({ partitions, ends, segments }: Hello) {
    this.partitions = partitions;
    this.#ends = [...ends];
    this.#segments = segments;
    this.#reader = new SegmentReader(segments, partitions);
  }

  /** Takes over new ends and wakes who waits for them. */
  grow(ends: readonly (readonly [lane: number, next: number])[]): void {
    for (const [lane, next] of ends) {
      this.#ends[lane] = next;
      const waiting = this.#waiting.get(lane);
      this.#waiting.delete(lane);
      for (const wake of waiting ?? []) wake();
    }
  }

  follow(segments: readonly SegmentInfo[]): void {
    this.#segments = segments;
    this.#reader.follow(segments);
  }

  /** Offset that the partition's next message will get. */
  end(topic: Topic, partition: number): number {
    return this.#ends[this.#lane(topic, partition)] ?? 0;
  }

  /** Offset of the first message that retention has left. */
  first(topic: Topic, partition: number): number {
    return this.#segments[0]?.bases[this.#lane(topic, partition)] ?? 0;
  }

  read(topic: Topic, partition: number, from: number, limits: ReadLimits): IncomingMessage[] {
    return this.#reader.read(topic, partition, from, limits);
  }

  /** Resolves when the partition has messages at or after the offset, or when the signal is given. */
  reaches(topic: Topic, partition: number, offset: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted || this.end(topic, partition) > offset) {
        resolve();
        return;
      }
      const lane = this.#lane(topic, partition);
      const waiting = this.#waiting.get(lane) ?? new Set();
      this.#waiting.set(lane, waiting);
      const wake = () => {
        signal.removeEventListener('abort', wake);
        waiting.delete(wake);
        resolve();
      };
      waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  close(): void {
    this.#reader.close();
  }

  #lane(topic: Topic, partition: number): number {
    return laneOf(topic, partition, this.partitions);
  }
}
