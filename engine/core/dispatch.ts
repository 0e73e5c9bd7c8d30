/** Detectors by need: which see an event, their state by key, and what happens to one that fails. */
import type { Detector, DetectorContext, Manifest, Need } from '../../contracts/detector';
import { NO_DETECTIONS } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { FactKey } from '../../contracts/fact';
import { CONFIDENCES, EVIDENCE_FACTS, SEVERITIES } from '../../contracts/finding';
import type { Detection } from '../../contracts/finding';
import type { Counts } from './counts';

/** A detector with its settings as they hold here. */
export interface ActiveDetector {
  detector: Detector;
  config: unknown;
}

/** A detector in one partition. */
export interface Slot extends ActiveDetector {
  /** Least lately stepped first. */
  states: Map<string, { state: unknown; at: number }>;
  failures: number;
  /** What `init` gives: a state that still is like it need not be kept. */
  initial: unknown;
  /** For its counters. */
  labels: { readonly detector: string };
  /** Made since they were last counted. */
  steps: number;
}

/** Failures after which a detector is switched off for the partition, until it is assigned anew. */
export const MAX_FAILURES = 20;
const MAX_DETECTIONS = 50;

export interface Needed {
  /** Keyed by scope, stepped at once. */
  atOnce: Slot[];
  /** Keyed by scope, stepped in order of time. */
  inOrder: Slot[];
  /** Keyed otherwise: they see facts. */
  byFact: { keyBy: FactKey; order: Manifest['order']; slots: Slot[] }[];
}

export function createSlots(detectors: readonly ActiveDetector[]): Slot[] {
  return detectors.map((active) => ({
    ...active,
    states: new Map(),
    failures: 0,
    initial: initialOf(active),
    labels: { detector: active.detector.manifest.id },
    steps: 0,
  }));
}

/** A detector that cannot even begin is left to fail when it is stepped. */
function initialOf({ detector, config }: ActiveDetector): unknown {
  try {
    return detector.init(config);
  } catch {
    return undefined;
  }
}

/** Who needs what, worked out once. */
export function dispatchTable(slots: readonly Slot[]): ReadonlyMap<Need, Needed> {
  const table = new Map<Need, Needed>();
  for (const slot of slots) {
    const { needs, keyBy, order } = slot.detector.manifest;
    for (const type of needs) {
      const needed = table.get(type) ?? { atOnce: [], inOrder: [], byFact: [] };
      table.set(type, needed);
      if (keyBy !== 'scope') addTo(needed.byFact, keyBy, order, slot);
      else (order === 'any' ? needed.atOnce : needed.inOrder).push(slot);
    }
  }
  return table;
}

function addTo(byFact: Needed['byFact'], keyBy: FactKey, order: Manifest['order'], slot: Slot): void {
  const known = byFact.find((one) => one.keyBy === keyBy && one.order === order);
  if (known) known.slots.push(slot);
  else byFact.push({ keyBy, order, slots: [slot] });
}

/** One step of one detector. A throw or an answer against the contract is counted and harms nobody else. */
export function stepDetector(
  slot: Slot,
  key: string,
  event: AgentEvent,
  context: DetectorContext,
  counts: Counts,
): readonly Detection[] {
  if (slot.failures >= MAX_FAILURES) return NO_DETECTIONS;
  const { detector, config, labels } = slot;
  slot.steps += 1;
  try {
    const state = stateOf(slot, key, event.at);
    const detections = detector.step(state, event, context, config);
    keep(slot, key, state, event.at, counts);
    if (detections.length > 0) checkDetections(detections);
    return atMost(detections, counts);
  } catch {
    slot.failures += 1;
    counts.add('gander_detector_failures_total', labels);
    return NO_DETECTIONS;
  }
}

/** Adds the steps that were made to the counters: one by one they would cost as much as many a step. */
export function countSteps(slots: readonly Slot[], counts: Counts): void {
  for (const slot of slots) {
    if (slot.steps > 0) counts.add('gander_detector_steps_total', slot.labels, slot.steps);
    slot.steps = 0;
  }
}

/** What one act can show is as much as the agent puts into it: the first ones tell enough. */
function atMost(detections: readonly Detection[], counts: Counts): readonly Detection[] {
  if (detections.length <= MAX_DETECTIONS) return detections;
  const over = detections.length - MAX_DETECTIONS;
  counts.add('gander_engine_evicted_total', { map: 'detections', reason: 'count' }, over);
  return detections.slice(0, MAX_DETECTIONS);
}

/** Drops state that was not stepped for the detector's window. */
export function expireStates(slots: readonly Slot[], now: number, counts: Counts): void {
  for (const slot of slots) {
    const windowMs = slot.detector.manifest.window.seconds * 1000;
    for (const [key, { at }] of slot.states) {
      if (now - at <= windowMs) break;
      slot.states.delete(key);
      counts.add('gander_engine_evicted_total', { map: 'detector-state', reason: 'age' });
    }
  }
}

function stateOf(slot: Slot, key: string, at: number): unknown {
  const known = slot.states.size === 0 ? undefined : slot.states.get(key);
  const windowMs = slot.detector.manifest.window.seconds * 1000;
  return known && at - known.at <= windowMs ? known.state : slot.detector.init(slot.config);
}

/** Nothing has been put into it yet: the values of `init`, its lists and maps empty as they were. */
function isInitial(state: object, initial: unknown): boolean {
  const values = state as Readonly<Record<string, unknown>>;
  for (const key in values) {
    const [value, first] = [values[key], (initial as typeof values | undefined)?.[key]];
    if (value !== first && !(isHollow(value) && isHollow(first) && Array.isArray(value) === Array.isArray(first)))
      return false;
  }
  return true;
}

function isHollow(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  for (const _ in value) return false;
  return true;
}

/** Puts the state last in line. A detector that keeps nothing costs nothing. */
function keep(slot: Slot, key: string, state: unknown, at: number, counts: Counts): void {
  const known = slot.states.size === 0 ? undefined : slot.states.get(key);
  if (known) slot.states.delete(key);
  if (typeof state !== 'object' || state === null || isInitial(state, slot.initial)) return;
  slot.states.set(key, { state, at: Math.max(at, known?.at ?? 0) });
  if (slot.states.size <= slot.detector.manifest.window.maxKeys) return;
  const [oldest] = slot.states.keys();
  if (oldest !== undefined) slot.states.delete(oldest);
  counts.add('gander_engine_evicted_total', { map: 'detector-state', reason: 'count' });
}

/** The contract of `Detector.step`, checked on every answer; throws at the first breach. */
function checkDetections(detections: readonly Detection[]): void {
  for (const detection of detections) {
    const { why, dedupeKey, severity, confidence, facts } = detection;
    if (!isText(why) || !isText(dedupeKey)) throw new Error('why and dedupeKey must be texts');
    if (severity !== undefined && !SEVERITIES.includes(severity)) throw new Error('unknown severity');
    if (confidence !== undefined && !CONFIDENCES.includes(confidence)) throw new Error('unknown confidence');
    if (facts?.some((fact) => !EVIDENCE_FACTS.includes(fact))) throw new Error('unknown fact');
    for (const value of Object.values(detection.entities ?? {}))
      if (typeof value !== 'string') throw new Error('entities must be texts');
  }
}

/** Of any length: an agent's words are in it, and their length is no fault of the detector. */
const isText = (value: unknown): boolean => typeof value === 'string' && value.length > 0;
