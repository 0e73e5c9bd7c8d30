/** Streams of sums of minutes, each with a streaming scorer, its largest value and a watch for slow growth. */
import type { Scorer, StreamState } from '../../contracts/detector';
import { grown, newDrift } from './levels';
import type { Drift } from './levels';

export interface Stream {
  scorer?: StreamState;
  rows: number;
  most: number;
  drift: Drift;
}

/** What a value is beside those before it, when that is worth telling. */
export interface Unusual {
  name: string;
  why: string;
  /** Digits of rarity, and how many times the largest so far. */
  digits: number;
  times: number;
  /** Grew slowly, by this factor. */
  growth?: number;
}

/** Largest values are forgotten over weeks of work. */
const FORGETS = 0.9995;
/** What is told is at least this much above all before. */
const ABOVE = 1.5;

/**
 * Learns the next value; tells when it is too much. Too little is no matter here: agents rest. A stream begins with its first value that
 * is not 0. `warmUp`: values until anything is told.
 */
export function learn(
  streams: Record<string, Stream>,
  scorer: Scorer,
  { name, at, value, warmUp }: { name: string; at: number; value: number; warmUp: number },
): Unusual | undefined {
  if (value === 0 && streams[name] === undefined) return undefined;
  const stream = (streams[name] ??= { rows: 0, most: 0, drift: newDrift() });
  const { state, alarm, raw, why } = scorer.score(stream.scorer, at, value, name);
  const times = stream.most > 0 ? value / stream.most : Infinity;
  const growth = grown(stream.drift, value);
  stream.scorer = state;
  stream.rows += 1;
  stream.most = Math.max(stream.most * FORGETS, value);
  if (stream.rows <= warmUp) return undefined;
  if (alarm && times >= ABOVE) return { name, why, digits: raw, times };
  if (growth === undefined) return undefined;
  return {
    name,
    why: `${name} has grown slowly to ${growth.toFixed(1)} times what was usual`,
    digits: raw,
    times,
    growth,
  };
}

/** Sums of the minutes that are open now. */
export interface Minutes {
  start: number;
  sums: Record<string, number>;
  /** Distinct sessions, as hashes, at most 500. */
  sessions: number[];
}

export const MINUTES_MS = 300_000;
const MAX_SESSIONS = 500;

/** Opens the minutes of the time given when it is later; what was summed up before comes back. */
export function turn(state: { open?: Minutes }, at: number): Minutes | undefined {
  const start = Math.floor(at / MINUTES_MS) * MINUTES_MS;
  if (state.open !== undefined && start <= state.open.start) return undefined;
  const over = state.open;
  state.open = { start, sums: {}, sessions: [] };
  return over;
}

export function addSession(minutes: Minutes, session: string): void {
  const hash = hashOf(session);
  if (minutes.sessions.length < MAX_SESSIONS && !minutes.sessions.includes(hash)) minutes.sessions.push(hash);
}

/** FNV-1a, 32 bits. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}
