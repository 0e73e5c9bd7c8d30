/**
 * The engine of one partition, without any I/O: messages of the four engine topics in, findings and facts out. Everything it knows is
 * in its snapshot, so the same messages give the same answers, live, replayed or after a restart.
 */
import type { InstallationContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Fact } from '../../contracts/fact';
import type { Link } from '../../contracts/stream';
import { messageOf } from '../../platform/errors';
import type { Count } from './counts';
import { createCounts } from './counts';
import { countSteps, createSlots, dispatchTable, expireStates } from './dispatch';
import type { ActiveDetector } from './dispatch';
import { createFactLanes } from './fact-lanes';
import { contextFrom, tick } from './control';
import { createScopes } from './scopes';
import type { EngineLimits } from './scopes';
import { createSessions } from './sessions';
import type { Output } from './sessions';
import { pack, unpack } from './snapshot';
import { createStepper } from './stepper';
import { createTaught } from './taught';
import type { Analyse } from './stepper';

export interface PartitionOptions {
  partition: number;
  detectors: readonly ActiveDetector[];
  analyse: Analyse;
  installation: InstallationContext;
  limits: EngineLimits;
}

/** What one message led to. */
export interface Answer extends Output {
  counts: Count[];
  /** Events that could not be taken, and why; the others of the envelope were. */
  problems: string[];
}

export interface PartitionEngine {
  /** The events of one envelope, with the W3C trace context that it came with. */
  event(events: readonly AgentEvent[], traceparent?: string): Answer;
  link(link: Link): Answer;
  fact(fact: Fact, traceparent?: string): Answer;
  /** A tick, a change of the configured context, or what people say of an alert of a baseline. */
  control(event: AgentEvent): Answer;
  /** Everything the engine knows, as bytes; `restore` takes them back or throws `snapshot_incompatible`. */
  snapshot(): Uint8Array;
  restore(bytes: Uint8Array): void;
  /** Entries held, by map. */
  sizes(): Readonly<Record<string, number>>;
}

export function createPartitionEngine(options: PartitionOptions): PartitionEngine {
  const { limits } = options;
  const counts = createCounts();
  const slots = createSlots(options.detectors);
  const table = dispatchTable(slots);
  const stepper = createStepper(options.analyse, options.installation, counts);
  const scopes = createScopes(limits, counts, 'sessions');
  const lanes = createScopes(limits, counts, 'facts');
  const output: Output = { findings: [], facts: [], links: [] };
  const sessions = createSessions({ scopes, table, stepper, counts, limits, output });
  const taught = createTaught(counts);
  const factLanes = createFactLanes({ lanes, table, stepper, taught, counts, limits, output });
  let now = 0;

  const answer = (problems: string[] = []): Answer => {
    countSteps(slots, counts);
    return {
      problems,
      findings: output.findings.splice(0),
      facts: output.facts.splice(0),
      links: output.links.splice(0),
      counts: counts.take(),
    };
  };

  const pass = (event: AgentEvent) => {
    now = Math.max(now, event.at);
    scopes.expire(now);
    lanes.expire(now);
    expireStates(slots, now, counts);
    taught.expire(now);
    sessions.tick(now);
    factLanes.tick(now);
    output.findings.push(...tick(table.get('tick'), event, stepper));
  };

  return {
    event(events, traceparent) {
      const problems: string[] = [];
      for (const event of events) {
        try {
          sessions.event(event, traceparent);
        } catch (error) {
          counts.add('gander_engine_events_total', { result: 'failed' });
          problems.push(messageOf(error));
        }
      }
      return answer(problems);
    },
    link(link) {
      sessions.link(link);
      return answer();
    },
    fact(fact, traceparent) {
      factLanes.fact(fact, traceparent);
      return answer();
    },
    control(event) {
      if (event.action.type === 'tick') pass(event);
      else if (!taught.hear(event)) stepper.installation = contextFrom(event) ?? stepper.installation;
      return answer();
    },
    snapshot: () =>
      pack(
        { now, installation: stepper.installation, scopes: scopes.all, lanes: lanes.all, slots, taught: taught.list() },
        counts,
      ),
    restore(bytes) {
      const state = unpack(bytes, slots);
      now = state.now;
      stepper.installation = state.installation;
      taught.replace(state.taught);
      scopes.replace(state.scopes);
      lanes.replace(state.lanes);
      sessions.resume();
      factLanes.resume();
    },
    sizes: () => ({
      sessions: scopes.all.size,
      facts: lanes.all.size,
      'detector-state': slots.reduce((sum, slot) => sum + slot.states.size, 0),
    }),
  };
}
