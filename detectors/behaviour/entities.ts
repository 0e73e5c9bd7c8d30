/** What baselines are kept of. */
import type { ActivityAction, AgentEvent } from '../../contracts/event';

export interface Entity {
  kind: 'fleet' | 'agent' | 'host' | 'user' | 'repository' | 'account';
  /** As it stands in a sentence: `host build-7`. */
  words: string;
}

const KINDS: readonly string[] = ['agent', 'host', 'user', 'repository', 'account'];

/** Of the key `entity:host build-7`. */
export function entityOf(key: string): Entity {
  const words = key.slice('entity:'.length);
  const kind = words.split(' ', 1)[0] ?? '';
  return KINDS.includes(kind) ? { kind: kind as Entity['kind'], words } : { kind: 'fleet', words: 'the whole fleet' };
}

export type ActivityEvent = AgentEvent & { action: ActivityAction };

export const isActivity = (event: AgentEvent): event is ActivityEvent => event.action.type === 'activity';

/** Which agent, in which version, as far as it is told. */
export const versionOf = ({ agent, source }: AgentEvent): string =>
  source.version === undefined ? agent.family : `${agent.family} ${source.version.slice(0, 40)}`;

/** Name of the session for a sentence or a key. */
export const sessionOf = ({ session, scope }: AgentEvent): string => (session ?? scope).slice(0, 80);
