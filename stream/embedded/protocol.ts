/** What goes between the writer thread and the threads that are connected to it: calls, their answers, and notices. Plain data only. */
import { ALL_TOPICS } from '../../contracts/stream';
import type { Lag, Topic } from '../../contracts/stream';
import type { PackedMessages } from './packing';

export interface WriterSettings {
  folder: string;
  partitions: number;
  retentionMs: number;
  retentionBytes: number;
  segmentMs: number;
  segmentBytes: number;
}

/** Lanes are numbered by topic and partition, so that a number stands for both. */
export const laneOf = (topic: Topic, partition: number, partitions: number): number =>
  ALL_TOPICS.indexOf(topic) * partitions + partition;

export const laneCount = (partitions: number): number => ALL_TOPICS.length * partitions;

export interface SegmentInfo {
  file: string;
  /** Milliseconds since 1970 at which it became the active one. */
  startedAt: number;
  /** First offset of each lane in this segment. */
  bases: number[];
}

export interface Position {
  topic: Topic;
  partition: number;
  /** Where the group goes on. */
  offset: number;
}

/** The first thing that a new connection is told. */
export interface Hello {
  partitions: number;
  /** Next offset of each lane. */
  ends: number[];
  segments: SegmentInfo[];
  writable: boolean;
}

export interface JoinCall {
  member: string;
  group: string;
  topics: readonly Topic[];
  start: 'earliest' | 'latest';
}

export interface CommitCall {
  member: string;
  generation: number;
  topic: Topic;
  partition: number;
  offset: number;
}

/** Calls that the writer thread answers on a connection's port. */
export interface WriterCalls {
  publish: (messages: PackedMessages) => Promise<void>;
  ends: () => number[];
  join: (call: JoinCall) => void;
  leave: (member: string) => void;
  commit: (call: CommitCall) => void;
  lag: (group: string) => Lag[];
}

/** Sent by the writer thread without being asked. */
export type Notice =
  | { notice: 'ends'; ends: [lane: number, next: number][] }
  | { notice: 'segments'; segments: SegmentInfo[] }
  | { notice: 'writable'; writable: boolean }
  | { notice: 'assigned'; member: string; generation: number; positions: Position[] };

/** Sent to the thread that opened the stream, which logs and counts. */
export type OwnerNotice =
  | { notice: 'dropped'; file: string; reason: 'age' | 'size'; messages: number; bytes: number }
  | { notice: 'failing'; message: string }
  | { notice: 'working' }
  | { notice: 'partitions'; wanted: number; kept: number };
