/** Messages of one publish as the writer thread gets them: all values in one buffer, which is handed over instead of copied. */
import { ALL_TOPICS } from '../../contracts/stream';
import type { OutgoingMessage, Topic } from '../../contracts/stream';
import { partitionOf } from '../partitioner';

export interface PackedMessages {
  topics: Topic[];
  partitions: number[];
  keys: string[];
  /** JSON, null without headers. */
  headers: (string | null)[];
  /** Where each value ends in `bytes`; it begins where the one before ends. */
  ends: number[];
  bytes: ArrayBuffer;
}

export interface PackedMessage {
  topic: Topic;
  partition: number;
  key: string;
  headers: string | null;
  value: Uint8Array;
}

/** Copies the values once: the caller keeps its own, for another try. */
export function pack(messages: readonly OutgoingMessage[], partitions: number): PackedMessages {
  const size = messages.reduce((sum, message) => sum + message.value.byteLength, 0);
  const bytes = new Uint8Array(size);
  const packed: PackedMessages = { topics: [], partitions: [], keys: [], headers: [], ends: [], bytes: bytes.buffer };
  let end = 0;
  for (const { topic, key, value, headers } of messages) {
    if (!ALL_TOPICS.includes(topic)) throw new TypeError(`no topic ${topic}`);
    bytes.set(value, end);
    end += value.byteLength;
    packed.topics.push(topic);
    packed.partitions.push(partitionOf(key, partitions));
    packed.keys.push(key);
    packed.headers.push(headers === undefined ? null : JSON.stringify(headers));
    packed.ends.push(end);
  }
  return packed;
}

export function* unpack(packed: PackedMessages): Generator<PackedMessage> {
  let start = 0;
  for (const [index, topic] of packed.topics.entries()) {
    const end = packed.ends[index] ?? start;
    yield {
      topic,
      partition: packed.partitions[index] ?? 0,
      key: packed.keys[index] ?? '',
      headers: packed.headers[index] ?? null,
      value: new Uint8Array(packed.bytes, start, end - start),
    };
    start = end;
  }
}
