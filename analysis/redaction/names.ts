/**
 * Names and ids of an event: session, host, user, tool, model … They say whose act it is, so nothing that the act itself says may change
 * them: only what has the form of a secret in the name alone is replaced, the same way in every event.
 */
import type { AgentEvent } from '../../contracts/event';
import { findSecrets } from '../secrets';
import { apply, replacementOf } from './text';
import type { Word } from './text';

/** Fields of an action that hold a name rather than text. */
export const ACTION_NAMES: ReadonlySet<string> = new Set([
  'tool',
  'shell',
  'origin',
  'decision',
  'method',
  'metric',
  'model',
  'provider',
  'server',
  'childSession',
  'childAgentId',
]);
const EVENT_NAMES = ['scope', 'session', 'turn', 'host', 'user', 'account', 'callId'] as const;
const OBJECTS_OF_NAMES = ['source', 'agent', 'permission'] as const;

/** No form of a secret is shorter. */
const SHORTEST = 12;

/** The name without what has the form of a secret; the same string when it has none. */
export function replaceInName(name: string, word: Word): string {
  if (name.length < SHORTEST) return name;
  const secrets = findSecrets(name);
  return secrets.length === 0
    ? name
    : apply(
        name,
        secrets.map((secret) => replacementOf(secret, word)),
      );
}

/** Applies `change` to every name of an event; the same object when nothing changed. */
export function mapNames(event: AgentEvent, change: (name: string, field: string) => string): AgentEvent {
  const changed: Partial<AgentEvent> = {};
  for (const key of EVENT_NAMES) {
    const name = event[key];
    if (name === undefined) continue;
    const next = change(name, key);
    if (next !== name) changed[key] = next;
  }
  for (const key of OBJECTS_OF_NAMES) {
    const names = event[key];
    if (names === undefined) continue;
    const next = mapStrings(names, (name, field) => change(name, `${key}.${field}`));
    if (next !== names) Object.assign(changed, { [key]: next });
  }
  const action = mapStrings(event.action, (name, field) =>
    ACTION_NAMES.has(field) ? change(name, `action.${field}`) : name,
  );
  if (action !== event.action) changed.action = action;
  if (event.visibility?.some(({ claimed }) => claimed !== undefined) === true) {
    changed.visibility = event.visibility.map((note) =>
      mapStrings(note, (name, field) => (field === 'claimed' ? change(name, `visibility.${note.field}`) : name)),
    );
  }
  return Object.keys(changed).length === 0 ? event : { ...event, ...changed };
}

function mapStrings<T extends object>(object: T, change: (value: string, field: string) => string): T {
  let copy: T | undefined;
  for (const key of Object.keys(object) as (keyof T & string)[]) {
    const value: unknown = object[key];
    if (typeof value !== 'string') continue;
    const next = change(value, key);
    if (next !== value) copy = { ...(copy ?? object), [key]: next };
  }
  return copy ?? object;
}
