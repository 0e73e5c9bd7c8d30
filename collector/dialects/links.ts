/** What a record shows to belong together: the trace of a session, the host of a session, a sub-agent's session. */
import type { AgentEvent } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { EventDraft } from './dialect';
import { digest } from './event-id';
import { boundedId, sessionScope } from './identity';

/** The links of one request; each once, at the time of the first event that tells it. */
export class Links {
  private readonly byKey = new Map<string, Link>();
  /** What the last event of a session told: nearly always the next one tells the same. */
  private readonly told = new Map<string, AgentEvent>();

  /** Takes in the links that the record of one event tells. */
  add(event: AgentEvent, draft: EventDraft): void {
    for (const { kind, child, parent } of draft.links ?? []) this.link(event, kind, child, parent);
    if (draft.session === undefined) return;
    const last = this.told.get(draft.session);
    if (last !== undefined && tellsTheSame(last, event)) return;
    this.told.set(draft.session, event);
    const session = sessionScope(event.source.dialect, draft.session);
    if (event.trace) this.link(event, 'trace-session', `trace:${boundedId(event.trace.traceId)}`, session);
    if (event.host !== undefined) this.link(event, 'session-host', session, `host:${event.host}`);
  }

  list(): Link[] {
    return [...this.byKey.values()];
  }

  private link({ tenant, at }: AgentEvent, kind: Link['kind'], child: string, parent: string): void {
    const key = `${kind}\0${child}\0${parent}`;
    if (this.byKey.has(key)) return;
    this.byKey.set(key, { id: digest(`${tenant}\0${key}`), tenant, kind, child, parent, at });
  }
}

function tellsTheSame(a: AgentEvent, b: AgentEvent): boolean {
  return a.trace?.traceId === b.trace?.traceId && a.host === b.host && a.source.dialect === b.source.dialect;
}
