/** A message of kafkajs as ours. */
import type { KafkaMessage } from 'kafkajs';
import type { IncomingMessage, Topic } from '../../contracts/stream';

/** Offsets fit a number up to 2^53. Headers of other programs that repeat a name keep the first value. */
export function incoming(topic: Topic, partition: number, message: KafkaMessage): IncomingMessage {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(message.headers ?? {})) {
    const first = Array.isArray(value) ? value[0] : value;
    if (first !== undefined) headers[name] = first.toString();
  }
  return {
    topic,
    partition,
    offset: Number(message.offset),
    key: message.key?.toString() ?? '',
    value: message.value ?? new Uint8Array(0),
    headers,
    storedAt: Number(message.timestamp),
  };
}
