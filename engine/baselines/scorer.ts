/** The scorer as detectors have it: state in, state out, plain JSON. */
import type { Scorer, StreamState } from '../../contracts/detector';
import { StreamScorer } from './stream-scorer';
import type { StreamSnapshot } from './stream-snapshot';

export const scorer: Scorer = Object.freeze({
  score(state: StreamState | undefined, at: number, value: number, name: string) {
    const stream = state === undefined ? new StreamScorer() : StreamScorer.restore(state as unknown as StreamSnapshot);
    const { alarm, raw } = stream.take(Math.round(at / 1_000), value);
    const why = stream.why(name);
    return { state: shortened(stream.snapshot()) as StreamState, alarm, raw, why };
  },
});

/** Numbers of four digits take half the room in a snapshot, and are as good for a baseline; times and counts stay whole. */
function shortened(value: unknown): unknown {
  if (typeof value === 'number') return Number.isInteger(value) ? value : Number(value.toPrecision(4));
  if (Array.isArray(value)) return value.map(shortened);
  if (typeof value !== 'object' || value === null) return value;
  const short: Record<string, unknown> = {};
  for (const name in value) short[name] = shortened((value as Record<string, unknown>)[name]);
  return short;
}
