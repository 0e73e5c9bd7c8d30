/** What a record shows to belong together: the trace of a session, the host of a session, a sub-agent's session. */
import type { AgentEvent } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { EventDraft } from './dialect';
import { digest } from './event-id';
import { boundedId, sessionScope } from './identity';

/** Links of one event, by what its own record tells; equal links have equal ids. */
export function linksOf(event: AgentEvent, draft: EventDraft): Link[] {
  const links = (draft.links ?? []).map(({ kind, child, parent }) => link(event, kind, child, parent));
  if (draft.session === undefined) return links;
  const session = sessionScope(event.source.dialect, draft.session);
  if (event.trace) links.push(link(event, 'trace-session', `trace:${boundedId(event.trace.traceId)}`, session));
  if (event.host !== undefined) links.push(link(event, 'session-host', session, `host:${event.host}`));
  return links;
}

function link({ tenant, at }: AgentEvent, kind: Link['kind'], child: string, parent: string): Link {
  return { id: digest(JSON.stringify([tenant, kind, child, parent])), tenant, kind, child, parent, at };
}
