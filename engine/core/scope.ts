/** All that is kept of one scope (a session, a trace, a host without either), or of one key of facts. */
import type { Pulses } from './activity';
import { newActions, rest } from './actions';
import type { Actions } from './actions';
import { newMemory } from './memory';
import type { Memory } from './memory';
import { newQueue } from './order';
import type { Queue } from './order';
import type { Rates } from './rates';
import { newSeen } from './seen';
import type { Seen } from './seen';

/** What links tell of a scope. */
export interface Linked {
  session?: string;
  host?: string;
  /** Scope of the session that spawned it. */
  parent?: string;
  /** Scope of the session that a trace is part of, or that spawned it. */
  within?: string;
}

export interface Scope {
  seen: Seen;
  /** Latest event time. */
  at: number;
  /** Time of receipt of the last event: what age is counted from. */
  touched: number;
  /** Joined as the records come, for detectors of `order: any`. */
  actions: Actions;
  /** Records that wait for their turn, and the actions joined in that order, for detectors of `order: event-time`. */
  queue: Queue;
  ordered: Actions;
  memory: Memory;
  linked: Linked;
  rates: Rates;
  orderedRates: Rates;
  /** What is summed up for the baselines; missing while nothing happens. */
  pulses?: Pulses;
  /** Characters held, as last counted. */
  size: number;
  /** Was silent for a while, and keeps only what matters for later. */
  resting: boolean;
}

export const newScope = (): Scope => ({
  seen: newSeen(),
  at: 0,
  touched: 0,
  actions: newActions(),
  queue: newQueue(),
  ordered: newActions(),
  memory: newMemory(),
  linked: {},
  rates: new Map(),
  orderedRates: new Map(),
  size: 0,
  resting: false,
});

/** Name of a scope or key within its partition. */
export const keyOf = (tenant: string, scope: string): string => `${tenant}\n${scope}`;

/** What a silent session need not keep: calls that have ended, and ids that are sent again within minutes or never. */
export function lieDown(scope: Scope): void {
  scope.resting = true;
  scope.seen = newSeen();
  rest(scope.actions);
  rest(scope.ordered);
}

/** About the characters that a scope holds. */
export function sizeOf({ actions, ordered, memory, queue, seen, pulses }: Scope): number {
  const ids = 40 * (seen.now.size + seen.before.size);
  return (
    500 +
    ids +
    2_000 * (pulses?.length ?? 0) +
    actions.size +
    ordered.size +
    memory.size +
    memory.noted +
    1_000 * queue.waiting.length
  );
}
