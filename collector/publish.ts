/** Messages to the stream; what it refuses for good is put aside as a dead letter, so that the rest can be acknowledged. */
import type { Stream } from '../contracts/stream';
import { GanderError } from '../platform/errors';
import type { Metrics } from '../platform/metrics';
import { envelopeText } from '../stream/envelope';
import { packDeadLetter } from './pack-events';
import type { PackedMessage } from './pack-events';

export interface Published {
  /** Events that the stream will never take. */
  refused: number;
}

/**
 * Resolves when all messages are durable, or put aside durably. Rejects with a transient error when the stream does not take them now;
 * then nothing may be acknowledged. `traceparent` goes into each header.
 */
export async function publish(
  { stream, metrics }: { stream: Stream; metrics: Metrics },
  messages: readonly PackedMessage[],
  traceparent: string | undefined,
  receivedAt: number,
): Promise<Published> {
  if (messages.length === 0) return { refused: 0 };
  if (!stream.healthy()) throw new GanderError('stream_unavailable', 'the stream does not take writes now');
  const traced = traceparent === undefined ? messages : messages.map((message) => withTrace(message, traceparent));
  const results = await stream.publish(traced);
  const refused = messages.flatMap((message, index) => {
    const reason = results[index];
    return reason === undefined ? [] : [{ message, reason }];
  });
  if (refused.length === 0) return { refused: 0 };
  await putAside(stream, refused, receivedAt);
  for (const { reason } of refused)
    metrics.count('gander_dead_letters_total', { stage: 'publish', reason: codeOf(reason) });
  return { refused: refused.reduce((sum, { message }) => sum + message.events, 0) };
}

function withTrace(message: PackedMessage, traceparent: string): PackedMessage {
  return { ...message, headers: { ...message.headers, traceparent } };
}

interface Refused {
  message: PackedMessage;
  reason: string;
}

async function putAside(stream: Stream, refused: readonly Refused[], at: number): Promise<void> {
  const letters = refused.map(({ message, reason }) => {
    const { topic, value, headers = {} } = message;
    const text = topic === 'gander.events.v1' ? envelopeText({ value, headers }) : Buffer.from(value).toString('utf8');
    return packDeadLetter({ tenant: headers['tenant'] ?? '', at, reason, text });
  });
  await stream.publish(letters);
}

/** The error code in front of a refusal; its text may hold numbers, which must not become labels. */
const codeOf = (reason: string) => /^[a-z_]{1,60}/.exec(reason)?.[0] ?? 'refused';
