/** The stream: durable, partitioned, ordered by offset within a partition. Two drivers (embedded, Kafka) pass one contract test. */
import type { AgentEvent } from './event';
import type { Fact } from './fact';
import type { Finding } from './finding';

export type Topic =
  | 'gander.events.v1'
  | 'gander.links.v1'
  | 'gander.facts.v1'
  | 'gander.control.v1'
  | 'gander.findings.v1'
  | 'gander.dead.v1';

/** Topics that the engine reads partition by partition; they have equal partition counts, so that equal keys meet. */
export const ENGINE_TOPICS = [
  'gander.events.v1',
  'gander.links.v1',
  'gander.facts.v1',
  'gander.control.v1',
] as const satisfies readonly Topic[];
export const ALL_TOPICS = [
  ...ENGINE_TOPICS,
  'gander.findings.v1',
  'gander.dead.v1',
] as const satisfies readonly Topic[];

/** What producers hand over: bytes, a key that picks the partition, and headers (W3C trace context among them). */
export interface OutgoingMessage {
  topic: Topic;
  key: string;
  value: Uint8Array;
  headers?: Readonly<Record<string, string>>;
}

export interface IncomingMessage {
  topic: Topic;
  partition: number;
  /** Position in the partition; the next message has a larger one, not always by 1. */
  offset: number;
  key: string;
  value: Uint8Array;
  headers: Readonly<Record<string, string>>;
  /** When the stream took it, milliseconds since 1970. */
  storedAt: number;
}

/** Per message: undefined when durable, else the permanent error because of which this message alone was refused. */
export type PublishResult = readonly (string | undefined)[];

export interface Assignment {
  topic: Topic;
  partition: number;
  /** Grows with each assignment of the group; work of an older generation must not be committed. */
  generation: number;
}

export interface Batch extends Assignment {
  messages: readonly IncomingMessage[];
  /** Messages in the partition after this batch, as known when it was read. */
  behind: number;
}

export interface ConsumerOptions {
  group: string;
  topics: readonly Topic[];
  /** Where a group without a committed offset starts. */
  start: 'earliest' | 'latest';
  /** Largest batch handed over, in messages and bytes. Defaults 500 and 8 MiB. */
  maxMessages?: number;
  maxBytes?: number;
  /**
   * Called before the first batch of each (generation, partition). Returns the offset to go on from, or undefined for the committed one.
   * This is where a snapshot is restored.
   */
  onAssigned?(assignment: Assignment): Promise<number | undefined>;
  onRevoked?(assignment: Assignment): Promise<void>;
  /**
   * Handles a batch; batches of one partition come one after the other. Committing is up to the handler. A throw means that the batch
   * is handed over again, after a pause that grows to 10 s.
   */
  onBatch(batch: Batch): Promise<void>;
}

export interface Consumer {
  /** Offset of the next message to read. Rejects with code `stream_fenced` when the generation is no longer ours. */
  commit(assignment: Assignment, offset: number): Promise<void>;
  pause(topic: Topic, partition: number): void;
  resume(topic: Topic, partition: number): void;
  assignments(): readonly Assignment[];
  /** Finishes the batch under way, leaves the group, and returns. */
  stop(): Promise<void>;
}

export interface Lag {
  group: string;
  topic: Topic;
  partition: number;
  committed: number | undefined;
  end: number;
  behind: number;
}

export interface Stream {
  /** Resolves when every message is durable (fsync, or acks of all in-sync replicas) or permanently refused. Rejects on transient failure. */
  publish(messages: readonly OutgoingMessage[]): Promise<PublishResult>;
  consume(options: ConsumerOptions): Promise<Consumer>;
  /** Reads a range of one partition, for replay. Ends at `to` (exclusive) or at the end of the partition. */
  read(topic: Topic, partition: number, from: number, to?: number): AsyncIterable<IncomingMessage>;
  /** Messages that can be read in the time that it takes to begin another `read`. A few when left out. */
  readonly seekCost?: number;
  partitions(topic: Topic): Promise<number>;
  lag(group: string): Promise<Lag[]>;
  /** False when a publish now would fail or wait: the collector answers 503 then. */
  healthy(): boolean;
  close(): Promise<void>;
}

/** Value of a message in gander.events.v1: NDJSON, one event a line, all of one scope and one request; compressed as header `encoding` says. */
export interface EventEnvelope {
  scope: string;
  events: AgentEvent[];
}

/** Value of a message in gander.links.v1: that `child` belongs to `parent`, both scopes or host names as in AgentEvent. */
export interface Link {
  id: string;
  tenant: string;
  kind: 'trace-session' | 'child-parent' | 'session-host';
  child: string;
  parent: string;
  at: number;
}

export type FactMessage = Fact;
export type FindingMessage = Finding;

/** Value of a message in gander.dead.v1: what could not be carried on, without its secrets. */
export interface DeadLetter {
  id: string;
  tenant: string;
  at: number;
  stage: 'publish' | 'engine' | 'alerts' | 'archive';
  reason: string;
  bytes: number;
  digest: string;
  /** Redacted beginning of the text, at most 2,000 characters. */
  excerpt?: string;
}
