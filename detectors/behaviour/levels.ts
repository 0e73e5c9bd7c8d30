/**
 * A level in a few numbers, for values that differ by factors: mean and spread of the logarithm, and the largest value that is not long
 * ago. Much smaller than a streaming scorer, and without its views of time.
 */

export interface Level {
  rows: number;
  mean: number;
  spread: number;
  most: number;
}

/** Slowest rate at which a level follows. */
const SLOWEST = 0.005;
/** A value moves the level by at most so many spreads. */
const CLIP = 4;
/** Least spread: a factor of about 1.2 is nothing. */
const LEAST = 0.2;
const FORGETS = 0.999;

export const newLevel = (): Level => ({ rows: 0, mean: 0, spread: 0, most: 0 });

/** How many spreads a value lies above the level (below: negative), and how many times the largest it is. Learns it then. */
export function take(level: Level, value: number): { spreads: number; times: number } {
  const log = Math.log1p(Math.max(0, value));
  const spread = Math.max(LEAST, level.spread);
  const spreads = level.rows === 0 ? 0 : (log - level.mean) / spread;
  const times = level.most > 0 ? value / level.most : 1;
  const rate = Math.max(SLOWEST, 1 / (level.rows + 1));
  const step = Math.max(-CLIP * spread, Math.min(log - level.mean, CLIP * spread));
  const moved = level.rows < 5 ? log - level.mean : step;
  level.mean += moved * rate;
  if (level.rows > 0) level.spread += (1.25 * Math.abs(moved) - level.spread) * rate;
  level.most = Math.max(level.most * FORGETS, value);
  level.rows += 1;
  return { spreads, times };
}

/** What is usual, back in the unit of the values. */
export const usualOf = ({ mean }: Level): number => Math.expm1(mean);

/** Values until growth is looked for; from then on the level follows slowly. */
const DRIFT_ROWS = 100;

/** Growth too slow for any step to stand out: sums of small excesses over a level that follows far more slowly (CUSUM). */
export interface Drift {
  rows: number;
  slow: number;
  spread: number;
  fast: number;
  sum: number;
}

const SLOW = 0.001;
const FAST = 0.05;
/** Excess that is let pass each time, and the sum that is told, in spreads. */
const ALLOWED = 0.75;
const MOST_SUM = 30;
const LEAST_GROWTH = 3;
export const newDrift = (): Drift => ({ rows: 0, slow: 0, spread: 0, fast: 0, sum: 0 });

/** By what factor the level has grown, when that is beyond chance; the new level is the usual one from then on. */
export function grown(drift: Drift, value: number): number | undefined {
  const log = Math.log1p(Math.max(0, value));
  drift.rows += 1;
  if (drift.rows === 1) drift.slow = drift.fast = log;
  const error = log - drift.slow;
  const spreads = Math.max(-CLIP, Math.min(error / Math.max(LEAST, drift.spread), CLIP));
  const rate = drift.rows < DRIFT_ROWS ? 1 / drift.rows : SLOW;
  drift.fast += (log - drift.fast) * FAST;
  drift.slow += spreads * Math.max(LEAST, drift.spread) * rate;
  drift.spread += (1.25 * Math.min(Math.abs(error), CLIP * Math.max(LEAST, drift.spread)) - drift.spread) * rate;
  if (drift.rows < DRIFT_ROWS) return undefined;
  drift.sum = Math.max(0, drift.sum + spreads - ALLOWED);
  const factor = Math.exp(drift.fast - drift.slow);
  if (drift.sum < MOST_SUM || factor < LEAST_GROWTH) return undefined;
  Object.assign(drift, { slow: drift.fast, sum: 0, rows: 1 });
  return factor;
}
