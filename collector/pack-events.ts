/** Events of one request as messages for the stream: one envelope a scope, more when it grows too large. */
import { createHash } from 'node:crypto';
import type { AgentEvent } from '../contracts/event';
import type { DeadLetter, Link, OutgoingMessage } from '../contracts/stream';
import { packLines } from '../stream/envelope';
import { fitEvent } from './fit-event';

export interface PackedMessage extends OutgoingMessage {
  value: Uint8Array<ArrayBuffer>;
  /** Events inside; 0 for links and dead letters. */
  events: number;
}

/** Packs events, all of one tenant; those of one scope stay in their order. Those that cannot be made to fit come back as `tooLarge`. */
export function packEvents(
  events: readonly AgentEvent[],
  tenant: string,
): { messages: PackedMessage[]; tooLarge: AgentEvent[] } {
  const byScope = new Map<string, string[]>();
  const tooLarge: AgentEvent[] = [];
  for (const event of events) {
    const line = fitEvent(event);
    const lines = byScope.get(event.scope);
    if (line === undefined) tooLarge.push(event);
    else if (lines) lines.push(line);
    else byScope.set(event.scope, [line]);
  }
  return { messages: [...byScope].flatMap(([scope, lines]) => messagesOf(scope, lines, tenant)), tooLarge };
}

function messagesOf(scope: string, lines: readonly string[], tenant: string): PackedMessage[] {
  return packLines(lines).map(({ value, encoding, lines: events }) => ({
    topic: 'gander.events.v1',
    key: `${tenant}/${scope}`,
    value,
    headers: { encoding, tenant },
    events,
  }));
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
