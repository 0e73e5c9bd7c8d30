/** What a consumer puts aside: a message of `gander.dead.v1` that stands for one that cannot be carried on. */
import { createHash } from 'node:crypto';
import type { DeadLetter, IncomingMessage, OutgoingMessage } from '../contracts/stream';

/** The same message gives the same letter. No excerpt: what cannot be read cannot be redacted either. */
export function deadLetterOf(
  message: IncomingMessage,
  stage: DeadLetter['stage'],
  reason: string,
  at: number,
): OutgoingMessage {
  const { topic, partition, offset, value, headers } = message;
  const digest = createHash('sha256').update(value).digest('hex');
  const id = createHash('sha256')
    .update(`${stage}/${topic}/${partition}/${offset}/${digest}`)
    .digest('hex')
    .slice(0, 32);
  const tenant = headers['tenant'] ?? '';
  const letter: DeadLetter = { id, tenant, at, stage, reason, bytes: value.byteLength, digest };
  return { topic: 'gander.dead.v1', key: tenant, value: Buffer.from(JSON.stringify(letter)), headers: { tenant } };
}
