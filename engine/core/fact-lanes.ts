/** Facts: events carried to the partition of a host, user, repository or account, for the detectors that are keyed by one. */
import { NO_MEMORY } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Fact } from '../../contracts/fact';
import type { Counts } from './counts';
import { courseOf } from './course';
import type { Needed, Slot } from './dispatch';
import { dequeue, enqueue } from './order';
import { asRate } from './rates';
import type { Rates } from './rates';
import { keyOf } from './scope';
import type { Scope } from './scope';
import type { EngineLimits, Scopes } from './scopes';
import { note } from './seen';
import type { Output } from './sessions';
import type { Stepper } from './stepper';
import type { Taught } from './taught';

export interface FactDeps {
  lanes: Scopes;
  table: ReadonlyMap<string, Needed>;
  stepper: Stepper;
  taught: Taught;
  counts: Counts;
  limits: EngineLimits;
  output: Output;
}

export interface FactLanes {
  fact(fact: Fact, traceparent?: string): void;
  /** Steps what has waited long enough at that time. */
  tick(now: number): void;
  /** Takes up the keys of a snapshot. */
  resume(): void;
}

/** Facts come later than events do: each waited for its turn in its own session first, by ticks at the latest. */
const LATENESS_FACTOR = 3;

export function createFactLanes({ lanes, table, stepper, taught, counts, limits, output }: FactDeps): FactLanes {
  const latenessMs = limits.latenessMs * LATENESS_FACTOR;
  const pending = new Set<string>();
  lanes.onEvict = (key, lane) => {
    settle(key, lane, Infinity, Infinity);
    pending.delete(key);
  };

  function slotsOf(event: AgentEvent, key: string, order: Fact['order']): Slot[] {
    const keyBy = key.slice(key.indexOf('\n') + 1, key.indexOf(':'));
    const { byFact } = table.get(event.action.type) ?? { byFact: [] };
    return byFact.find((one) => one.keyBy === keyBy && one.order === order)?.slots ?? [];
  }

  function step(key: string, slots: readonly Slot[], rates: Rates, given: AgentEvent, traceparent?: string): void {
    const event = slots.length > 0 ? asRate(rates, given) : undefined;
    if (!event) return;
    const scope = key.slice(key.indexOf('\n') + 1);
    const { marks } = courseOf(event);
    const ground = { key, scope, slots, event, marks, session: NO_MEMORY, linked: {}, traceparent };
    const found = stepper.step(ground, stepper.analyse(event, NO_MEMORY));
    const isBaseline = scope.startsWith('entity:');
    output.findings.push(...(isBaseline ? found.filter((finding) => !taught.silences(finding)) : found));
  }

  function settle(key: string, lane: Scope, watermark: number, receivedBy: number): void {
    const { events, over } = dequeue(lane.queue, watermark, receivedBy);
    if (over > 0) counts.add('gander_engine_evicted_total', { map: 'queue', reason: 'count' }, over);
    if (lane.queue.waiting.length > 0) pending.add(key);
    else pending.delete(key);
    for (const event of events) step(key, slotsOf(event, key, 'event-time'), lane.orderedRates, event);
  }

  return {
    fact({ id, tenant, key: name, order, event }, traceparent) {
      const key = keyOf(tenant, name);
      const lane = lanes.touch(key, event.receivedAt);
      if (!note(lane.seen, id, event.receivedAt)) return;
      const late = event.at < lane.at - latenessMs;
      counts.add('gander_engine_events_total', { result: late ? 'late' : 'fact' });
      if (event.claimedAt === undefined) lane.at = Math.max(lane.at, event.at);
      const waits = order === 'event-time' && enqueue(lane.queue, event);
      const rates = order === 'any' ? lane.rates : lane.orderedRates;
      if (!waits) step(key, slotsOf(event, key, order), rates, event, traceparent);
      settle(key, lane, lane.at - latenessMs, 0);
      lanes.settle(lane);
    },
    tick(now) {
      for (const key of [...pending]) {
        const lane = lanes.all.get(key);
        if (lane) settle(key, lane, lane.at - latenessMs, now - latenessMs);
        else pending.delete(key);
      }
    },
    resume() {
      pending.clear();
      for (const [key, lane] of lanes.all) if (lane.queue.waiting.length > 0) pending.add(key);
    },
  };
}
