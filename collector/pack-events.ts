/** Events of one request as messages for the stream: one envelope a scope, more when it grows too large. */
import { createHash } from 'node:crypto';
import { MAX_ENVELOPE_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import type { DeadLetter, Link, OutgoingMessage } from '../contracts/stream';
import { encodeLines } from '../stream/envelope';
import { fitEvent } from './fit-event';

export interface PackedMessage extends OutgoingMessage {
  value: Uint8Array<ArrayBuffer>;
  /** Events inside; 0 for links and dead letters. */
  events: number;
}

interface Envelope {
  scope: string;
  lines: string[];
  bytes: number;
}

/** Packs events, all of one tenant, in their order. Those that cannot be made to fit come back as `tooLarge`. */
export function packEvents(
  events: readonly AgentEvent[],
  tenant: string,
): { messages: PackedMessage[]; tooLarge: AgentEvent[] } {
  const open = new Map<string, Envelope>();
  const messages: PackedMessage[] = [];
  const tooLarge: AgentEvent[] = [];
  for (const event of events) {
    const line = fitEvent(event);
    if (line === undefined) {
      tooLarge.push(event);
      continue;
    }
    const bytes = Buffer.byteLength(line);
    const before = open.get(event.scope);
    if (before && before.bytes + bytes <= MAX_ENVELOPE_BYTES) {
      before.lines.push(line);
      before.bytes += bytes;
      continue;
    }
    if (before) messages.push(messageOf(before, tenant));
    open.set(event.scope, { scope: event.scope, lines: [line], bytes });
  }
  for (const envelope of open.values()) messages.push(messageOf(envelope, tenant));
  return { messages, tooLarge };
}

function messageOf({ scope, lines }: Envelope, tenant: string): PackedMessage {
  const { value, encoding } = encodeLines(lines.join(''));
  const headers = { encoding, tenant };
  return { topic: 'gander.events.v1', key: `${tenant}/${scope}`, value, headers, events: lines.length };
}

/** A link goes to the partition of its child, where the records are that it completes. */
export function packLink(link: Link): PackedMessage {
  return {
    topic: 'gander.links.v1',
    key: `${link.tenant}/${link.child}`,
    value: jsonBytes(link),
    headers: { tenant: link.tenant },
    events: 0,
  };
}

const EXCERPT = 2_000;

/** Puts aside what the stream can't carry. `text` is redacted already. */
export function packDeadLetter(letter: { tenant: string; at: number; reason: string; text: string }): PackedMessage {
  const { tenant, at, reason, text } = letter;
  const digest = createHash('sha256').update(text).digest('hex');
  const dead: DeadLetter = {
    id: createHash('sha256').update(`${tenant}\0${digest}`).digest('hex').slice(0, 32),
    tenant,
    at,
    stage: 'publish',
    reason,
    bytes: Buffer.byteLength(text),
    digest,
    excerpt: text.slice(0, EXCERPT).toWellFormed(),
  };
  return { topic: 'gander.dead.v1', key: tenant, value: jsonBytes(dead), headers: { tenant }, events: 0 };
}

const jsonBytes = (value: object) => new Uint8Array(Buffer.from(JSON.stringify(value)));
