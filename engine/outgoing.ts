/** What the engine publishes: findings, facts and links for other partitions. */
import { MAX_ENVELOPE_BYTES } from '../contracts/event';
import type { AgentEvent } from '../contracts/event';
import type { Fact } from '../contracts/fact';
import type { Finding } from '../contracts/finding';
import type { Link, OutgoingMessage } from '../contracts/stream';
import { encodeLines } from '../stream/envelope';

const json = (value: object): Uint8Array => Buffer.from(JSON.stringify(value));

export function findingMessage(finding: Finding): OutgoingMessage {
  const { tenant, scope, traceparent } = finding;
  const headers = { tenant, ...(traceparent !== undefined && { traceparent }) };
  return { topic: 'gander.findings.v1', key: `${tenant}/${scope}`, value: json(finding), headers };
}

export function linkMessage(link: Link): OutgoingMessage {
  const { tenant, child } = link;
  return { topic: 'gander.links.v1', key: `${tenant}/${child}`, value: json(link), headers: { tenant } };
}

export function controlMessage(event: AgentEvent, key: string): OutgoingMessage {
  return { topic: 'gander.control.v1', key, value: json(event), headers: { tenant: event.tenant } };
}

/** Facts as NDJSON, one message a key (more when it grows too large), packed as envelopes are. */
export function factMessages(facts: readonly Fact[]): OutgoingMessage[] {
  const open = new Map<string, { tenant: string; lines: string[]; size: number }>();
  const messages: OutgoingMessage[] = [];
  const close = (key: string, { tenant, lines }: { tenant: string; lines: string[] }) => {
    const { value, encoding } = encodeLines(lines.join(''));
    messages.push({ topic: 'gander.facts.v1', key, value, headers: { tenant, encoding } });
  };
  for (const fact of facts) {
    const key = `${fact.tenant}/${fact.key}`;
    const line = `${JSON.stringify(lean(fact))}\n`;
    const known = open.get(key);
    if (known && known.size + line.length > MAX_ENVELOPE_BYTES / 2) {
      close(key, known);
      open.delete(key);
    }
    const pack = open.get(key) ?? { tenant: fact.tenant, lines: [], size: 0 };
    open.set(key, pack);
    pack.lines.push(line);
    pack.size += line.length;
  }
  for (const [key, pack] of open) close(key, pack);
  return messages;
}

/** Without what the act printed: detectors of other keys look at what was done. */
function lean(fact: Fact): Fact {
  if (fact.event.outcome?.output === undefined) return fact;
  const { output: _, ...outcome } = fact.event.outcome;
  return { ...fact, event: { ...fact.event, outcome } };
}
