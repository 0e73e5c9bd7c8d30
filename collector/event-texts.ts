/** Going through the texts of an event: what the agent said, did and saw, wherever it is long. */
import type { AgentEvent } from '../contracts/event';

type Change = (text: string, field: string) => string;

/** The event with `change` applied to every text of its action and outcome; the same object when nothing changed. */
export function mapTexts(event: AgentEvent, change: Change): AgentEvent {
  const action = mapFields(event.action, 'action', change);
  const outcome = event.outcome && mapFields(event.outcome, 'outcome', change);
  if (action === event.action && outcome === event.outcome) return event;
  return outcome === undefined ? { ...event, action } : { ...event, action, outcome };
}

function mapFields<T extends object>(object: T, path: string, change: Change): T {
  let copy: T | undefined;
  for (const [key, value] of Object.entries(object) as [string, unknown][]) {
    const next = mapField(value, `${path}.${key}`, change);
    if (next !== value) copy = { ...(copy ?? object), [key]: next };
  }
  return copy ?? object;
}

function mapField(value: unknown, field: string, change: Change): unknown {
  if (typeof value === 'string') return change(value, field);
  return typeof value === 'object' && value !== null ? mapFields(value, field, change) : value;
}

/** The event with a visibility note `truncated` for each of the fields, by length of the whole. */
export function withTruncated(event: AgentEvent, fields: ReadonlyMap<string, number>): AgentEvent {
  if (fields.size === 0) return event;
  const others = (event.visibility ?? []).filter(({ field, state }) => state !== 'truncated' || !fields.has(field));
  const notes = [...fields].map(([field, originalLength]) => ({ field, state: 'truncated' as const, originalLength }));
  return { ...event, visibility: [...others, ...notes] };
}
