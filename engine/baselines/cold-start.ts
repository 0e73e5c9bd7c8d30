/** The first tens of rows: too few to learn tails from, so a value is held against the median and the middle spread of those before it. */
import { medianAbsoluteDeviation, medianSorted } from 'simple-statistics';

/** Rows until the learnt views take over. */
export const COLD_ROWS = 30;
/** Fewer rows than this say nothing. */
const LEAST = 8;
/** Makes a median absolute deviation comparable to a standard deviation of normal values. */
const NORMAL = 1.4826;
/** Spreads that are usual among so few, and the spreads that make one more digit of rarity. */
const USUAL = 4;
const SPREADS_A_DIGIT = 4;
const USUAL_DIGITS = 1.7;
/** So few rows cannot tell more. */
const MOST_DIGITS = 6;

export interface ColdScore {
  digits: number;
  median: number;
}

/** The values seen so far, in order of size. */
export class ColdStart {
  private values: number[] = [];

  /** `floor`: least spread. */
  score(value: number, floor: number): ColdScore {
    if (this.values.length < LEAST) return { digits: 0, median: value };
    const median = medianSorted(this.values);
    const spread = Math.max(NORMAL * medianAbsoluteDeviation(this.values), floor);
    const spreads = Math.min(Math.abs(value - median) / spread, 1e6);
    const beyond = USUAL_DIGITS + (spreads - USUAL) / SPREADS_A_DIGIT;
    return { digits: Math.max(0, Math.min(beyond, MOST_DIGITS)), median };
  }

  learn(value: number): void {
    const at = this.values.findIndex((other) => other > value);
    this.values.splice(at < 0 ? this.values.length : at, 0, value);
  }

  snapshot(): number[] {
    return [...this.values];
  }

  static restore(values: readonly number[]): ColdStart {
    const cold = new ColdStart();
    cold.values = [...values];
    return cold;
  }
}

/** What the first change after so many equal rows may say: the rule of succession, twice as sure as it, for machines stand still for a reason. */
export function constantDigits(rows: number): number {
  return 2 * Math.log10(rows + 1);
}
