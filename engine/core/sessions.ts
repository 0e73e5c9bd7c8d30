/** Events of a session through joining, detectors, memory and order: the way of one event, readable from top to bottom in `event`. */
import type { Need } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Fact } from '../../contracts/fact';
import type { Finding } from '../../contracts/finding';
import type { Link } from '../../contracts/stream';
import type { EventAnalysis } from '../../contracts/analysis';
import { addStep, addTalk, endedPulses } from './activity';
import { fire, release, revisit, take } from './actions';
import type { Step, Variant } from './actions';
import { briefRecord } from './course';
import { contentOf } from './content';
import { createCounts } from './counts';
import type { Counts } from './counts';
import { digestOf } from './digest';
import type { Needed } from './dispatch';
import { fingerprint, fold, foldAct, foldOutput, foldPlaces, foldRefusal, viewOf } from './memory';
import type { MemoryKey } from './memory';
import type { Span } from './memory/said';
import { factsOf } from './facts';
import { dequeue, enqueue } from './order';
import { asRate } from './rates';
import { keyOf } from './scope';
import type { Scope } from './scope';
import type { EngineLimits, Scopes } from './scopes';
import { note } from './seen';
import type { Stepper } from './stepper';

export interface SessionDeps {
  scopes: Scopes;
  table: ReadonlyMap<Need, Needed>;
  stepper: Stepper;
  counts: Counts;
  limits: EngineLimits;
  output: Output;
}

/** What messages lead to, gathered until it is taken. */
export interface Output {
  findings: Finding[];
  facts: Fact[];
  links: Link[];
}

export interface Sessions {
  event(event: AgentEvent, traceparent?: string): void;
  link(link: Link): void;
  /** Steps what has waited long enough at that time. */
  tick(now: number): void;
  /** Takes up the scopes of a snapshot. */
  resume(): void;
}

/** Where a step belongs. */
interface Place {
  key: string;
  scope: Scope;
  traceparent?: string | undefined;
}

export function createSessions({ scopes, table, stepper, counts, limits, output }: SessionDeps): Sessions {
  const { latenessMs } = limits;
  const inOrder = typesInOrder(table);
  const summed = table.get('activity');
  /** Scopes in which something waits for its time. */
  const pending = new Set<string>();
  const unheard = createCounts();

  scopes.onEvict = (key, scope) => {
    settle({ key, scope }, Infinity, Infinity);
    pending.delete(key);
  };

  function event(event: AgentEvent, traceparent?: string): void {
    const key = keyOf(event.tenant, event.scope);
    const scope = scopes.touch(key, event.receivedAt);
    const place = { key, scope, traceparent };
    if (!note(scope.seen, event.id, event.receivedAt)) {
      counts.add('gander_engine_events_total', { result: 'duplicate' });
      return;
    }
    const late = event.at < scope.at - latenessMs;
    counts.add('gander_engine_events_total', { result: late ? 'late' : 'taken' });
    if (event.claimedAt === undefined) scope.at = Math.max(scope.at, event.at);
    if (summed && isTalk(event)) addTalk((scope.pulses ??= []), event);
    if (!isIdleTalk(event)) {
      const taken = take(scope.actions, event, counts, late);
      stepAll(place, taken.steps);
      const beganEarlier = taken.widened?.from === event.at;
      if (beganEarlier || (taken.steps.length === 0 && event.outcome?.output !== undefined))
        for (const variant of taken.told ?? []) learn(place, variant, told(variant, event));
      if (taken.widened) lookAgain(place, Object.keys(taken.widened.used), taken.widened);
    }
    lookAgain(place, fold(scope.memory, event));
    if (isOrdered(event) && !enqueue(scope.queue, waiting(event))) {
      stepInOrder(place, take(scope.ordered, event, unheard, true).steps);
    }
    settle(place, scope.at - latenessMs, 0);
    scopes.settle(scope);
  }

  /** Whether some detector looks at it in order of time. */
  const isOrdered = (event: AgentEvent): boolean =>
    inOrder.has(event.action.type) || (inOrder.has('hidden') && contentOf(event) === 'hidden');

  /** What was said and the call of the model that said it, when no detector listens: nothing is to be joined. */
  function isIdleTalk({ action: { type } }: AgentEvent): boolean {
    return (type === 'output' || type === 'prompt' || type === 'model.call') && !table.has(type);
  }

  /** What was done minutes ago, summed up for the baselines. */
  function tellActivity({ scope }: Place, watermark: number, receivedBy: number): void {
    if (!summed || scope.pulses === undefined) return;
    for (const activity of endedPulses(scope.pulses, watermark, receivedBy)) {
      const step = { event: activity, variant: { number: 0 } };
      output.facts.push(...factsOf(step, summed, scope, 'event-time', counts));
    }
    if (scope.pulses.length === 0) delete scope.pulses;
  }

  /** What waits for its turn needs its output only for detectors that are stepped in order; facts leave it out. */
  function waiting(event: AgentEvent): AgentEvent {
    return (table.get(event.action.type)?.inOrder.length ?? 0) > 0 ? event : briefRecord(event);
  }

  function stepAll(place: Place, steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.occasion === 'hidden') continue;
      const analysis = stepAtOnce(place, step);
      if (analysis) learn(place, step.variant, step, analysis);
    }
  }

  /** Folds an act into the memory, after the detectors have stepped it, and steps again what looked at that. */
  function learn(place: Place, variant: Variant, { event, course }: Told, known?: EventAnalysis): void {
    const { memory } = place.scope;
    if (!REMEMBERED.has(event.action.type) || (known === undefined && variant.stepped.length === 0)) return;
    const analysis = known ?? stepper.analyse(event, viewOf(memory, variant, variant.used, latenessMs), variant);
    const denied = course.marks.includes('denied');
    const happened = !denied || course.marks.includes('attempted') || course.marks.includes('succeeded');
    const changed = foldPlaces(memory, event, analysis, variant.from);
    if (happened) changed.push(...foldAct(memory, event, analysis, variant.from));
    if (denied) changed.push(...foldRefusal(memory, event, analysis, variant.from));
    if (event.outcome?.output !== undefined) changed.push(...foldOutput(memory, event, analysis, variant.from));
    lookAgain(place, changed);
  }

  /** Detectors of `order: any`, and the facts for those keyed otherwise. */
  function stepAtOnce(place: Place, step: Step): EventAnalysis | undefined {
    const { scope } = place;
    const { event, variant, course } = step;
    const { type } = event.action;
    const needed = table.get(type);
    if (needed && step.occasion !== 'memory') output.facts.push(...factsOf(step, needed, scope, 'any', counts));
    output.links.push(...linksOf(event));
    const slots = needed?.atOnce ?? [];
    if (slots.length === 0 && !REMEMBERED.has(type)) return undefined;
    if (step.occasion === 'memory') stepper.forget(variant);
    if (step.occasion !== 'outcome') variant.used = {};
    const session = viewOf(scope.memory, variant, variant.used, latenessMs);
    const analysis = stepper.analyse(event, session, variant);
    const stepped = asRate(scope.rates, event);
    if (!stepped) return analysis;
    const found = stepper.step({ ...grounds(place), slots, event: stepped, marks: course.marks, session }, analysis);
    if (found.length > 0) fire(step);
    output.findings.push(...found);
    return analysis;
  }

  /** Detectors of `order: event-time`, when the turn of the record has come. */
  function stepInOrder(place: Place, steps: readonly Step[]): void {
    const { scope } = place;
    for (const step of steps) {
      const needed = table.get(step.occasion === 'hidden' ? 'hidden' : step.event.action.type);
      if (needed) output.facts.push(...factsOf(step, needed, scope, 'event-time', counts));
      const slots = needed?.inOrder ?? [];
      const event = slots.length > 0 ? asRate(scope.orderedRates, step.event) : undefined;
      if (!event) {
        if (summed && isAct(step.event)) addStep((scope.pulses ??= []), step);
        continue;
      }
      const session = viewOf(scope.memory, step.variant, {}, latenessMs);
      const analysis = stepper.analyse(event, session);
      if (summed && isAct(event)) addStep((scope.pulses ??= []), step, analysis);
      const found = stepper.step({ ...grounds(place), slots, event, marks: step.course.marks, session }, analysis);
      if (found.length > 0) fire(step);
      output.findings.push(...found);
    }
  }

  /** Steps those actions again (or that one) that looked at what has just changed. */
  function lookAgain(place: Place, changed: readonly MemoryKey[], only?: Variant): void {
    if (changed.length === 0) return;
    const { actions, memory } = place.scope;
    const written = changed.filter((key) => key.startsWith('file:'));
    // Whoever looked at all files looks again for those that it could see: that an old one had to go is no news.
    const concerns = (key: MemoryKey, span: Span) =>
      key !== 'files' ||
      only !== undefined ||
      written.some((file) => fingerprint(memory, file, span, latenessMs) !== '');
    const isOther = ({ used, ...span }: Variant) =>
      changed.some(
        (key) =>
          used[key] !== undefined && concerns(key, span) && used[key] !== fingerprint(memory, key, span, latenessMs),
      );
    const steps = revisit(actions, (variant) => (only === undefined || variant === only) && isOther(variant));
    if (steps.length > 0) counts.add('gander_engine_joined_total', { reason: 'memory' }, steps.length);
    for (const step of steps) stepAtOnce(place, step);
  }

  /** What waited long enough: cut copies for their whole, records for their turn. */
  function settle(place: Place, watermark: number, receivedBy: number): void {
    const { scope, key } = place;
    stepAll(place, release(scope.actions, watermark, receivedBy, counts));
    const { events, over } = dequeue(scope.queue, watermark, receivedBy);
    if (over > 0) counts.add('gander_engine_evicted_total', { map: 'queue', reason: 'count' }, over);
    for (const event of events) {
      stepInOrder(place, release(scope.ordered, event.at, 0, unheard));
      stepInOrder(place, take(scope.ordered, event, unheard).steps);
    }
    stepInOrder(place, release(scope.ordered, watermark, receivedBy - latenessMs, unheard));
    unheard.take();
    tellActivity(place, watermark, receivedBy - latenessMs);
    countDropped(scope);
    if (isWaiting(scope)) pending.add(key);
    else pending.delete(key);
  }

  function countDropped({ memory }: Scope): void {
    if (memory.dropped === 0) return;
    counts.add('gander_engine_evicted_total', { map: 'memory', reason: 'count' }, memory.dropped);
    memory.dropped = 0;
  }

  return {
    event,
    link: ({ tenant, kind, child, parent, at }) => {
      const scope = scopes.touch(keyOf(tenant, child), at);
      if (kind === 'session-host') scope.linked.host = parent.replace(/^host:/, '');
      else {
        scope.linked.session = parent.replace(/^session:[^:]*:/, '');
        scope.linked.within = parent;
        if (kind === 'child-parent') scope.linked.parent = parent;
      }
      scopes.settle(scope);
    },
    tick(now) {
      for (const key of [...pending]) {
        const scope = scopes.all.get(key);
        if (!scope) {
          pending.delete(key);
          continue;
        }
        settle({ key, scope }, scope.at - latenessMs, now - latenessMs);
        scopes.settle(scope);
      }
    },
    resume() {
      pending.clear();
      for (const [key, scope] of scopes.all) if (isWaiting(scope)) pending.add(key);
    },
  };
}

const isTalk = ({ action: { type } }: AgentEvent): boolean => type === 'prompt' || type === 'model.call';

/** What an agent does or is allowed to do. */
const isAct = ({ action: { type } }: AgentEvent): boolean =>
  REMEMBERED.has(type) || type === 'approval' || type === 'agent.spawn';

/** Acts of which the memory keeps what they did. */
const REMEMBERED: ReadonlySet<string> = new Set([
  'exec',
  'file.read',
  'file.write',
  'file.delete',
  'net.fetch',
  'mcp.call',
  'tool.call',
]);

type Told = Pick<Step, 'event' | 'course'>;

/** The act with what a record tells that led to no step: a longer output, an earlier time. */
function told({ event, course }: Variant, record: AgentEvent): Told {
  return { event: record.outcome === undefined ? event : { ...event, outcome: record.outcome }, course };
}

function grounds({ key, scope, traceparent }: Place) {
  return { key, scope: key.slice(key.indexOf('\n') + 1), linked: scope.linked, traceparent };
}

const isWaiting = ({ actions, ordered, queue, pulses }: Scope): boolean =>
  actions.waiting || ordered.waiting || queue.waiting.length > 0 || pulses !== undefined;

/** Types of which records are put in order: those needed by detectors of `order: event-time`, and decisions about them. */
function typesInOrder(table: ReadonlyMap<Need, Needed>): ReadonlySet<string> {
  const types = [...table].filter(
    ([, needed]) => needed.inOrder.length > 0 || needed.byFact.some((one) => one.order === 'event-time'),
  );
  return new Set(types.length > 0 ? [...types.map(([type]) => type), 'approval'] : []);
}

/** A spawned agent's session under its parent's. */
function linksOf({ action, tenant, source, scope, at }: AgentEvent): Link[] {
  if (action.type !== 'agent.spawn' || action.childSession === undefined) return [];
  const child = `session:${source.dialect}:${action.childSession}`;
  return [
    { id: digestOf(tenant, 'child-parent', child, scope), tenant, kind: 'child-parent', child, parent: scope, at },
  ];
}
