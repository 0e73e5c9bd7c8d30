/** Who and where: what the token says against what the record claims, and what an event is keyed by. */
import type { AgentEvent, Visibility } from '../../contracts/event';
import type { Sender } from '../../contracts/tenant';
import { digest } from './event-id';

/** Longest session id, trace id or host name kept as it is, characters; longer ones become their digest. */
const MAX_ID = 200;

/** An id that is safe as part of a key, whatever its length. */
export function boundedId(id: string): string {
  return id.length <= MAX_ID ? id : `sha256:${digest(id)}`;
}

export function sessionScope(dialect: string, session: string): string {
  return `session:${dialect}:${boundedId(session)}`;
}

export interface Identity {
  host?: string;
  user?: string;
  identityBasis: AgentEvent['identityBasis'];
  notes: Visibility[];
}

/** The token's word wins; a claim that differs is kept in a note. Without either, a sender on the loopback is on this machine. */
export function identify(
  sender: Sender,
  claims: { host?: string | undefined; user?: string | undefined },
  machine: string,
): Identity {
  const notes: Visibility[] = [];
  if (differs(sender.host, claims.host, sameHost)) notes.push(contradicted('host', claims.host));
  if (differs(sender.user, claims.user, sameUser)) notes.push(contradicted('user', claims.user));
  const host = sender.host ?? claims.host ?? (sender.loopback ? machine : undefined);
  const user = sender.user ?? claims.user;
  const vouched = sender.host !== undefined || sender.user !== undefined;
  const claimed = claims.host !== undefined || claims.user !== undefined;
  return {
    ...(host === undefined ? {} : { host: boundedId(host) }),
    ...(user === undefined ? {} : { user: boundedId(user) }),
    identityBasis: vouched ? 'token' : claimed ? 'claimed' : 'none',
    notes,
  };
}

function differs(
  vouched: string | undefined,
  claimed: string | undefined,
  same: (a: string, b: string) => boolean,
): boolean {
  return vouched !== undefined && claimed !== undefined && !same(vouched.toLowerCase(), claimed.toLowerCase());
}

function contradicted(field: string, claimed: string | undefined): Visibility {
  return { field, state: 'contradicted', ...(claimed === undefined ? {} : { claimed: boundedId(claimed) }) };
}

/** A short name and its fully qualified form are the same host. */
function sameHost(a: string, b: string): boolean {
  return a === b || a.startsWith(`${b}.`) || b.startsWith(`${a}.`);
}

/** A claim with a namespace in front (`claude-code:8f0c…`, `os:root`) is a pseudonym, not another person. */
function sameUser(vouched: string, claimed: string): boolean {
  return vouched === claimed || claimed.includes(':');
}
