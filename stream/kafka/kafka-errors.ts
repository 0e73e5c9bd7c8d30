/** What an error of kafkajs means for us. */
import { GanderError, messageOf } from '../../platform/errors';

interface Caused {
  type?: unknown;
  cause?: unknown;
}

/** The protocol's name of the error, such as `MESSAGE_TOO_LARGE`, wherever kafkajs has wrapped it. */
export function protocolType(error: unknown): string | undefined {
  for (let at = error as Caused | undefined, depth = 0; at && depth < 5; at = at.cause as Caused, depth += 1)
    if (typeof at.type === 'string') return at.type;
  return undefined;
}

const PERMANENT = new Set([
  'MESSAGE_TOO_LARGE',
  'RECORD_LIST_TOO_LARGE',
  'INVALID_RECORD',
  'INVALID_TIMESTAMP',
  'CORRUPT_MESSAGE',
  'UNSUPPORTED_FOR_MESSAGE_FORMAT',
]);

/** The broker will never take at least one of the messages. */
export const isPermanent = (error: unknown): boolean => PERMANENT.has(protocolType(error) ?? '');

const FENCED = new Set(['ILLEGAL_GENERATION', 'UNKNOWN_MEMBER_ID', 'REBALANCE_IN_PROGRESS', 'FENCED_INSTANCE_ID']);

/** The group has moved on without us. */
export const isFenced = (error: unknown): boolean => FENCED.has(protocolType(error) ?? '');

export function unavailable(error: unknown): GanderError {
  return new GanderError('stream_unavailable', `Kafka: ${messageOf(error)}`, { cause: error, retryAfterMs: 1_000 });
}
