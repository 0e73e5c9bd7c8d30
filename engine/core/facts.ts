/** Copies of an event for the detectors that are keyed by something else than its session: what goes to which key. */
import type { AgentEvent } from '../../contracts/event';
import type { Fact, FactKey } from '../../contracts/fact';
import type { Step } from './actions';
import type { Counts } from './counts';
import type { Needed } from './dispatch';
import type { Linked, Scope } from './scope';

/** Most values of one key that an event is told under; what is over is counted. */
const MAX_VALUES = 8;

/** One fact for each key that a detector of this order is kept by and the event has a value of. */
export function factsOf(
  { event, variant }: { event: AgentEvent; variant: Pick<Step['variant'], 'number'> },
  { byFact }: Needed,
  { linked }: Pick<Scope, 'linked'>,
  order: Fact['order'],
  counts: Counts,
): Fact[] {
  const facts: Fact[] = [];
  const { tenant } = event;
  for (const { keyBy, order: wanted } of byFact) {
    if (wanted !== order) continue;
    const values = valuesOf(event, keyBy, linked);
    const over = values.length - MAX_VALUES;
    if (over > 0) counts.add('gander_engine_evicted_total', { map: 'facts', reason: 'count' }, over);
    for (const value of values.slice(0, MAX_VALUES)) {
      const key = `${keyBy}:${value}`;
      facts.push({ id: `${event.id}/${variant.number}/${key}/${order}`, tenant, keyBy, key, order, event });
    }
  }
  return facts;
}

const NONE: readonly string[] = [];

function valuesOf(event: AgentEvent, keyBy: FactKey, linked: Linked): readonly string[] {
  if (keyBy === 'tree') return [linked.parent ?? event.scope];
  if (keyBy === 'secret')
    return event.secrets === undefined
      ? NONE
      : [...new Set(event.secrets.map(({ fingerprint }) => fingerprint))].sort();
  if (keyBy === 'entity') return entitiesOf(event);
  const value = event[keyBy] ?? (keyBy === 'host' ? linked.host : undefined);
  return value === undefined ? NONE : [value];
}

/** All that baselines are kept of, of one summary. */
function entitiesOf(event: AgentEvent): string[] {
  const { family, name } = event.agent;
  const entities = ['fleet', `agent ${family}${name === undefined ? '' : `/${name}`}`];
  for (const field of ['host', 'user', 'repository', 'account'] as const)
    if (event[field] !== undefined) entities.push(`${field} ${event[field]}`);
  return entities;
}
