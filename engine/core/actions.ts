/**
 * Joining: the records of one act become one action, stepped once for each distinct content and once more for each distinct outcome.
 * Nothing here can hide an act: other content under a known id is another action, and whatever is dropped at a bound was stepped before.
 */
import type { AgentEvent } from '../../contracts/event';
import { contentOf, extendsCut, isSame, textOf } from './content';
import type { Content } from './content';
import type { Counts } from './counts';
import { brief, courseOf, judged, merge, signatureOf } from './course';
import type { Course } from './course';
import { digestOf } from './digest';
import { shared } from './text';

/** One content of a call, and how it went. */
export interface Variant {
  /** Which content of its call it is, from 0. */
  number: number;
  content: Content;
  /** The fullest record of it; how it went is in `course`. */
  event: AgentEvent;
  course: Course;
  /** Earliest and latest event time of its records. */
  from: number;
  to: number;
  /** A cut copy that waits for its whole. */
  waiting: boolean;
  /** Signatures of the outcomes stepped; empty before the content is. */
  stepped: string[];
  /** A detector found something in it: from then on every new mark matters. */
  fired: boolean;
  /** What of the session memory was looked at, and what it said. */
  used: Record<string, string>;
}

/** All contents that came under one id. */
export interface Call {
  at: number;
  /** What records without content tell of the call. */
  shared?: Course;
  variants: Variant[];
  /** Signatures of what was told of it while no record had said what it does. */
  hidden?: string[];
  /** Variants made so far. */
  made: number;
  size: number;
}

export interface Actions {
  calls: Map<string, Call>;
  /** Characters held. */
  size: number;
  /** Some cut copy waits for its whole. */
  waiting: boolean;
}

/** An action as a detector sees it. */
export interface Step {
  /** Content of the best copy, outcome of all of them, id and time of the record that completed it. */
  event: AgentEvent;
  course: Course;
  variant: Variant;
  /** `hidden`: no record so far says what the call does. */
  occasion: 'content' | 'outcome' | 'memory' | 'hidden';
}

/** How long a cut copy waits for its whole, and how far apart two records without an id may be and tell the same act, milliseconds. */
export const CUT_WAIT_MS = 5_000;
const SAME_ACT_MS = 60_000;
const MAX_CALLS = 64;
const MAX_SIZE = 128 * 1024;
/** Calls in which something was found outlive others; this many at most. */
const MAX_FIRED = 16;
const MAX_VARIANTS = 8;
const MAX_OUTCOMES = 16;

export const newActions = (): Actions => ({ calls: new Map(), size: 0, waiting: false });

/** What a record led to. */
export interface Taken {
  steps: Step[];
  /** What the record tells of, where it is known. */
  told?: readonly Variant[];
  /** An action that is now known to have begun earlier or ended later: what it looked at may have been otherwise then. */
  widened?: Variant;
}

/** Takes in one record; the steps to make now. `late` lets a cut copy step at once, since its whole should have been here. */
export function take(actions: Actions, event: AgentEvent, counts: Counts, late = false): Taken {
  const content = contentOf(event);
  if (content === 'single') {
    const decides = event.action.type === 'approval' && event.callId !== undefined;
    return { steps: [...(decides ? heard(actions, event, counts).steps : []), alone(event, NO_CONTENT)] };
  }
  if (content === 'hidden') {
    counts.add('gander_engine_joined_total', { reason: event.callId === undefined ? 'hidden' : 'outcome' });
    return event.callId === undefined ? { steps: [unseen(event, courseOf(event))] } : heard(actions, event, counts);
  }
  const { call, repeated } = callOf(actions, keyOf(event, content), event);
  if (repeated) counts.add('gander_engine_joined_total', { reason: 'repeated' });
  const known = call.variants.length > 0 ? knownVariant(call, event, content) : undefined;
  const widens = known !== undefined && (event.at < known.variant.from || event.at > known.variant.to);
  const variant = known ? join(known, event, content, counts) : addVariant(call, event, content, counts);
  if (!variant) return { steps: [alone(event, content)] };
  if (late) variant.waiting = false;
  actions.waiting ||= variant.waiting;
  const steps = trimmed(actions, call, next(call, variant, event, counts), counts);
  return { steps, told: [variant], ...(widens && variant.stepped.length > 0 && { widened: variant }) };
}

/** Steps the cut copies that waited long enough, by event time (`watermark`) or by the time they were received (`receivedBy`). */
export function release(actions: Actions, watermark: number, receivedBy: number, counts: Counts): Step[] {
  if (!actions.waiting) return [];
  actions.waiting = false;
  const steps: Step[] = [];
  for (const call of actions.calls.values()) {
    for (const variant of call.variants.filter((one) => one.waiting)) {
      const due = variant.from + CUT_WAIT_MS <= watermark || variant.event.receivedAt + CUT_WAIT_MS <= receivedBy;
      if (!due) {
        actions.waiting = true;
        continue;
      }
      variant.waiting = false;
      steps.push(...next(call, variant, variant.event, counts));
    }
  }
  return steps;
}

/** The actions again for which `changed` holds: what they looked at in the session memory is no longer so. */
export function revisit(actions: Actions, changed: (variant: Variant) => boolean): Step[] {
  const steps: Step[] = [];
  for (const call of actions.calls.values()) {
    for (const variant of call.variants) {
      if (variant.stepped.length === 0 || !changed(variant)) continue;
      steps.push(stepOf(variant, variant.event, courseIn(call, variant), 'memory'));
    }
  }
  return steps;
}

/** A record without content: what it tells counts for every content of its call, since which one it means is not known. */
function heard(actions: Actions, event: AgentEvent, counts: Counts): Taken {
  const { call } = callOf(actions, keyOf(event), event);
  const course = courseOf(event);
  call.shared = call.shared ? merge(call.shared, course) : course;
  const steps = call.variants.flatMap((variant) => next(call, variant, event, counts));
  if (call.variants.length === 0) steps.push(...hidden(call, call.shared, event));
  return { steps: trimmed(actions, call, steps, counts), told: call.variants };
}

/** What a call of unknown content has to tell that it has not told yet. */
function hidden(call: Call, course: Course, event: AgentEvent): Step[] {
  const told = (call.hidden ??= []);
  const signature = signatureOf(course);
  if (told.includes(signature) || told.length > MAX_OUTCOMES) return [];
  told.push(signature);
  return [unseen(event, course)];
}

function unseen(event: AgentEvent, course: Course): Step {
  const variant = newVariant(event, NO_CONTENT, 0);
  return { event: view(event, event, course), course, variant, occasion: 'hidden' };
}

function callOf(actions: Actions, key: string, event: AgentEvent): { call: Call; repeated: boolean } {
  const known = actions.calls.get(key);
  const repeated = known !== undefined && event.callId === undefined && Math.abs(event.at - known.at) > SAME_ACT_MS;
  if (repeated) forget(actions, key);
  const call = repeated || !known ? { at: event.at, variants: [], made: 0, size: 0 } : known;
  call.at = Math.max(call.at, event.at);
  actions.calls.delete(key);
  actions.calls.set(key, call);
  return { call, repeated };
}

interface Known {
  variant: Variant;
  /** The record's content is the same, a cut copy of the variant's, or the whole of it. */
  as: 'same' | 'cut' | 'extended';
}

/** The content of the call that the record tells again. */
function knownVariant({ variants }: Call, event: AgentEvent, content: Content): Known | undefined {
  const same = variants.find((one) => sameContent(one, event, content));
  if (same) return { variant: same, as: 'same' };
  const whole = variants.find((one) => extendsCut(one.content, content) && one.from <= event.at + CUT_WAIT_MS);
  if (whole) return { variant: whole, as: 'cut' };
  const cut = variants.find((one) => one.waiting && extendsCut(content, one.content));
  return cut && event.at <= cut.from + CUT_WAIT_MS ? { variant: cut, as: 'extended' } : undefined;
}

/** Undefined when the call holds as many contents as it may; the record is then stepped by itself. */
function addVariant(call: Call, event: AgentEvent, content: Content, counts: Counts): Variant | undefined {
  const { variants } = call;
  const extended = variants.some((one) => extendsCut(content, one.content));
  const reason = variants.length === 0 ? 'new' : extended ? 'extended' : 'other-content';
  counts.add('gander_engine_joined_total', { reason });
  if (variants.length >= MAX_VARIANTS) return undefined;
  const variant = newVariant(event, content, call.made);
  call.made += 1;
  variant.waiting = !content.whole && event.callId !== undefined;
  variants.push(variant);
  return variant;
}

function newVariant(event: AgentEvent, content: Content, number: number): Variant {
  const { at } = event;
  const course = courseOf(event);
  return { number, content, event, course, from: at, to: at, waiting: false, stepped: [], fired: false, used: {} };
}

function sameContent(variant: Variant, event: AgentEvent, content: Content): boolean {
  if (!isSame(variant.content, content)) return false;
  const [a, b] = [folderOf(variant.event), folderOf(event)];
  return a === undefined || b === undefined || a === b;
}

function join({ variant, as }: Known, event: AgentEvent, content: Content, counts: Counts): Variant {
  counts.add('gander_engine_joined_total', { reason: as });
  variant.course = merge(variant.course, courseOf(event));
  variant.from = Math.min(variant.from, event.at);
  variant.to = Math.max(variant.to, event.at);
  const fuller = content.text.length > variant.content.text.length || (content.whole && !variant.content.whole);
  if (fuller) variant.content = content;
  const folderLearnt = folderOf(variant.event) === undefined && folderOf(event) !== undefined;
  variant.event = fuller ? filled(event, variant.event) : filled(variant.event, event);
  if (folderLearnt) variant.stepped = [];
  if (variant.content.whole) variant.waiting = false;
  return variant;
}

/** What the action has to tell that it has not told yet. */
function next(call: Call, variant: Variant, event: AgentEvent, counts: Counts): Step[] {
  if (variant.waiting) return [];
  const course = courseIn(call, variant);
  const signature = variant.fired ? withMarks(course) : signatureOf(course);
  if (variant.stepped.includes(signature)) return [];
  if (variant.stepped.length > MAX_OUTCOMES) {
    counts.add('gander_engine_joined_total', { reason: 'outcomes-cap' });
    return [];
  }
  const occasion = variant.stepped.length === 0 ? 'content' : 'outcome';
  variant.stepped.push(signature);
  return [stepOf(variant, event, course, occasion)];
}

/** Says that a detector found something in the step, so that later marks of the action are told too. */
export function fire({ variant, course }: Step): void {
  variant.fired = true;
  if (!variant.stepped.includes(withMarks(course))) variant.stepped.push(withMarks(course));
}

const withMarks = (course: Course): string => shared(`${signatureOf(course)}|${course.marks.join()}`);

const courseIn = (call: Call, variant: Variant): Course =>
  call.shared ? judged(merge(variant.course, call.shared), variant.event.action) : variant.course;

function stepOf(variant: Variant, record: AgentEvent, course: Course, occasion: Step['occasion']): Step {
  return { event: view(variant.event, record, course), course, variant, occasion };
}

/** The record itself where it is all there is, which it mostly is; else a copy that holds what all records told. */
function view(content: AgentEvent, record: AgentEvent, { phase, outcome, permission, secrets }: Course): AgentEvent {
  const same = record.permission === permission && record.secrets === secrets;
  const told = record.phase === phase && record.outcome === outcome && same;
  if (content === record && told) return record;
  const { id, at, receivedAt, source } = record;
  const event: AgentEvent = { ...content, id, at, receivedAt, source, phase };
  if (outcome) event.outcome = outcome;
  if (permission) event.permission = permission;
  if (secrets) event.secrets = secrets;
  return event;
}

/** An event that joins nothing. */
function alone(event: AgentEvent, content: Content): Step {
  const variant = newVariant(event, content, 0);
  return { event, course: variant.course, variant, occasion: 'content' };
}

const NO_CONTENT: Content = { frame: '', text: '', whole: true };

/** Keeps the calls of one session within bounds. What goes while it still waits for its whole steps first. */
function trimmed(actions: Actions, call: Call, steps: Step[], counts: Counts): Step[] {
  settleCall(actions, call);
  while (actions.calls.size > MAX_CALLS || (actions.size > MAX_SIZE && actions.calls.size > 1)) {
    const reason = actions.calls.size > MAX_CALLS ? 'count' : 'size';
    const [key, oldest] = toForget(actions, call);
    if (key === undefined) break;
    counts.add('gander_engine_evicted_total', { map: 'calls', reason });
    forget(actions, key);
    steps.push(...flush(oldest, counts));
  }
  return steps;
}

/** Keeps of an output that was stepped only that there was one, and counts what the call holds. */
function settleCall(actions: Actions, call: Call): void {
  let size = 200;
  for (const variant of call.variants) {
    if (variant.stepped.length > 0) {
      variant.course = brief(variant.course);
      if (variant.event.outcome) variant.event = bare(variant.event);
    }
    size += sizeOf(variant.event, variant.course);
  }
  if (call.shared && call.variants.length > 0 && call.variants.every(({ waiting }) => !waiting)) {
    call.shared = brief(call.shared);
  }
  size += call.shared?.outcome?.output?.length ?? 0;
  actions.size += size - call.size;
  call.size = size;
}

/** The oldest call but this one; those in which something was found stay longer, since their outcome matters. */
function toForget({ calls }: Actions, but: Call): [string, Call] | [undefined, undefined] {
  let spared = 0;
  let oldest: [string, Call] | [undefined, undefined] = [undefined, undefined];
  for (const [key, call] of calls) {
    if (call === but) continue;
    if (oldest[0] === undefined) oldest = [key, call];
    const isFired = call.variants.some(({ fired }) => fired);
    if (!isFired) return [key, call];
    spared += 1;
    if (spared >= MAX_FIRED) break;
  }
  return oldest;
}

/** Forgets, in a session that rests, the calls that have ended and told nothing. */
export function rest(actions: Actions): void {
  for (const [key, { variants, shared }] of actions.calls) {
    const over = variants.every(({ fired, waiting, course }) => !fired && !waiting && hasEnded(course));
    if (over && (variants.length > 0 || shared === undefined || hasEnded(shared))) forget(actions, key);
  }
}

const hasEnded = ({ marks }: Course): boolean =>
  marks.includes('succeeded') || marks.includes('failed') || marks.includes('denied');

/** The record without how it went: that is the course's. */
function bare({ outcome: _outcome, permission: _permission, ...event }: AgentEvent): AgentEvent {
  return event;
}

function flush(call: Call, counts: Counts): Step[] {
  return call.variants.flatMap((variant) => {
    if (!variant.waiting) return [];
    variant.waiting = false;
    return next(call, variant, variant.event, counts);
  });
}

function forget(actions: Actions, key: string): void {
  actions.size -= actions.calls.get(key)?.size ?? 0;
  actions.calls.delete(key);
}

/** By the call's id, else by the content. Ids are the sender's text: long ones are kept as digests. */
function keyOf({ agent, callId }: AgentEvent, content?: Content): string {
  if (callId === undefined) return ['=', agent.family, digestOf(content?.frame, content?.text)].join(' ');
  return ['id', agent.family, callId.length > 100 ? digestOf(callId) : callId].join(' ');
}

/** About the characters that an action holds. */
function sizeOf({ action }: AgentEvent, { outcome }: Course): number {
  return 500 + 2 * textOf(action).length + (outcome?.output?.length ?? 0) + (outcome?.error?.length ?? 0);
}

const folderOf = ({ action }: AgentEvent): string | undefined => (action.type === 'exec' ? action.cwd : undefined);

/** What one copy lacks and another knows: folder, sub-agent, host, counts of tokens … */
function filled(event: AgentEvent, other: AgentEvent): AgentEvent {
  const lacking = FILLED.filter((field) => event[field] === undefined && other[field] !== undefined);
  const copy: AgentEvent = { ...event, agent: { ...other.agent, ...event.agent } };
  for (const field of lacking) Object.assign(copy, { [field]: other[field] });
  if (event.action.type === other.action.type)
    copy.action = { ...other.action, ...event.action } as AgentEvent['action'];
  return copy;
}

const FILLED = ['session', 'turn', 'host', 'user', 'account', 'repository', 'trace'] as const;
