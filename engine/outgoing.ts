/** What the engine publishes: findings, facts and links for other partitions. */
import type { AgentEvent } from '../contracts/event';
import type { Fact } from '../contracts/fact';
import type { Finding } from '../contracts/finding';
import type { Link, OutgoingMessage } from '../contracts/stream';
import { packLines } from '../stream/envelope';

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
  const byKey = new Map<string, { tenant: string; lines: string[] }>();
  for (const fact of facts) {
    const key = `${fact.tenant}/${fact.key}`;
    let pack = byKey.get(key);
    if (!pack) byKey.set(key, (pack = { tenant: fact.tenant, lines: [] }));
    pack.lines.push(JSON.stringify(lean(fact)));
  }
  return [...byKey].flatMap(([key, { tenant, lines }]) =>
    packLines(lines).map(({ value, encoding }) => ({
      topic: 'gander.facts.v1',
      key,
      value,
      headers: { tenant, encoding },
    })),
  );
}

/** Without what the act printed: detectors of other keys look at what was done. */
function lean(fact: Fact): Fact {
  if (fact.event.outcome?.output === undefined) return fact;
  const { output: _, ...outcome } = fact.event.outcome;
  return { ...fact, event: { ...fact.event, outcome } };
}
