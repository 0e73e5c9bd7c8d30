/** The size limit of messages, the same in both drivers, so that what is taken embedded is taken by a Kafka of default settings too. */
import type { OutgoingMessage } from '../contracts/stream';

/** Largest message: key, value and headers together, bytes. Kafka's default `max.message.bytes` less its own framing. */
export const MAX_MESSAGE_BYTES = 1_000_000;

/** Bytes that count toward the limit. */
export function messageBytes(message: OutgoingMessage): number {
  let bytes = Buffer.byteLength(message.key) + message.value.byteLength;
  for (const [name, value] of Object.entries(message.headers ?? {}))
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
  return bytes;
}

/** Why the message is refused for its size, or undefined when it is within the limit. */
export function sizeRefusal(bytes: number): string | undefined {
  if (bytes <= MAX_MESSAGE_BYTES) return undefined;
  return `stream_message_too_large: the message has ${bytes} bytes, the limit is ${MAX_MESSAGE_BYTES}`;
}
