/** Whether an event has what the archive keeps of it, in the form in which it is kept: another process or version may have written it. */
import type { AgentEvent } from '../contracts/event';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const isTextIfThere = (value: unknown): boolean => value === undefined || typeof value === 'string';
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** Name of the first field that is wrong, undefined when all are right. */
export function wrongField(event: AgentEvent): string | undefined {
  if (!isObject(event)) return 'event';
  const { id, tenant, scope, session, host, user, at, source, action, visibility } = event;
  if (!isText(id)) return 'id';
  if (!isText(tenant)) return 'tenant';
  if (!isText(scope)) return 'scope';
  if (!isTextIfThere(session)) return 'session';
  if (!isTextIfThere(host)) return 'host';
  if (!isTextIfThere(user)) return 'user';
  if (!Number.isSafeInteger(at)) return 'at';
  if (!isObject(source) || !isText(source.dialect)) return 'source';
  if (!isTextIfThere(source.service) || !isTextIfThere(source.version)) return 'source';
  if (!isObject(action)) return 'action';
  return visibility === undefined || (Array.isArray(visibility) && visibility.every(isObject))
    ? undefined
    : 'visibility';
}
