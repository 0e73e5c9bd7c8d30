/** What a record shows to belong together: the trace of a session, the host of a session, a sub-agent's session. */
import type { AgentEvent } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { EventDraft } from './dialect';
import { digest } from './event-id';
import { boundedId, sessionScope } from './identity';

/** Takes in the links that the record of one event tells; each link once, at the time of the first event that tells it. */
export function addLinks(links: Map<string, Link>, event: AgentEvent, draft: EventDraft): void {
  for (const { kind, child, parent } of draft.links ?? []) add(links, event, kind, child, parent);
  if (draft.session === undefined) return;
  const session = sessionScope(event.source.dialect, draft.session);
  if (event.trace) add(links, event, 'trace-session', `trace:${boundedId(event.trace.traceId)}`, session);
  if (event.host !== undefined) add(links, event, 'session-host', session, `host:${event.host}`);
}

function add(links: Map<string, Link>, event: AgentEvent, kind: Link['kind'], child: string, parent: string): void {
  const key = `${kind}\0${child}\0${parent}`;
  if (links.has(key)) return;
  const { tenant, at } = event;
  links.set(key, { id: digest(`${tenant}\0${key}`), tenant, kind, child, parent, at });
}
