/**
 * Whether what came off the stream has the form that it is worked with: another process or version may have written it. Looks at the
 * fields that everything after rests on, by hand, since it is done for each event.
 */
import type { AgentEvent } from '../contracts/event';
import type { Fact } from '../contracts/fact';
import type { Link } from '../contracts/stream';

const isText = (value: unknown): boolean => typeof value === 'string';
const isName = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextIfThere = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isTime = (value: unknown): boolean => Number.isSafeInteger(value);
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

const OPTIONAL_TEXTS = ['session', 'host', 'user', 'account', 'repository', 'turn', 'callId'] as const;

/** Name of the first field of an event that is wrong, undefined when all are right. */
export function wrongField(event: AgentEvent): string | undefined {
  if (!isObject(event)) return 'event';
  const { id, tenant, scope, phase, at, receivedAt, claimedAt, source, agent, action, outcome, visibility } = event;
  if (!isName(id)) return 'id';
  if (!isText(tenant)) return 'tenant';
  if (!isName(scope)) return 'scope';
  if (!isName(phase)) return 'phase';
  if (!isTime(at)) return 'at';
  if (!isTime(receivedAt)) return 'receivedAt';
  if (claimedAt !== undefined && !isTime(claimedAt)) return 'claimedAt';
  for (const field of OPTIONAL_TEXTS) if (!isTextIfThere(event[field])) return field;
  if (!isObject(source) || !isName(source.dialect)) return 'source';
  if (!isTextIfThere(source.service) || !isTextIfThere(source.version)) return 'source';
  if (!isObject(agent) || !isText(agent.family) || !isTextIfThere(agent.id)) return 'agent';
  if (outcome !== undefined && (!isObject(outcome) || !isTextIfThere(outcome.output))) return 'outcome';
  if (visibility !== undefined && !(Array.isArray(visibility) && visibility.every(isObject))) return 'visibility';
  return wrongInAction(action);
}

const ACTION_TEXTS = [
  'tool',
  'command',
  'cwd',
  'path',
  'url',
  'content',
  'arguments',
  'text',
  'prompt',
  'query',
  'metric',
];

function wrongInAction(action: AgentEvent['action']): string | undefined {
  if (!isObject(action) || !isName(action.type)) return 'action';
  const fields = action as unknown as Record<string, unknown>;
  for (const field of ACTION_TEXTS) if (!isTextIfThere(fields[field])) return `action.${field}`;
  return undefined;
}

/** The same of a link. */
export function wrongInLink(link: Link): string | undefined {
  if (!isObject(link)) return 'link';
  if (!isText(link.tenant)) return 'tenant';
  if (!isName(link.child)) return 'child';
  if (!isName(link.parent)) return 'parent';
  return isTime(link.at) ? undefined : 'at';
}

/** The same of a fact. */
export function wrongInFact(fact: Fact): string | undefined {
  if (!isObject(fact)) return 'fact';
  if (!isName(fact.id)) return 'id';
  if (!isText(fact.tenant)) return 'tenant';
  if (!isName(fact.key)) return 'key';
  if (!isName(fact.keyBy)) return 'keyBy';
  if (!isName(fact.order)) return 'order';
  return wrongField(fact.event);
}
