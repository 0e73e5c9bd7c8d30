/** The usual time between rows, and what it means for how rare an alarm has to be: a day may bring so many, however fast rows come. */

const DAY = 86_400;
const SLOWEST = 0.02;
/** Rows a day at which digits of rarity stay as they are, taken also while the interval is not known. */
const REFERENCE = Math.log10(288);
const MOST_DIGITS = 5;
const KNOWN = 2;
/** Digits that a tenfold rate of rows takes away; digits that a tenfold number of rows seen so far takes away. */
const BY_RATE = 0.5;
const BY_ROWS = 0.3;
const ROWS_BEFORE = 100;
const ROWS_REFERENCE = 3;

export interface IntervalSnapshot {
  last: number | null;
  digits: number;
  steps: number;
}

export class Interval {
  private last: number | null = null;
  /** Mean decimal logarithm of the seconds between rows. */
  private digits = 0;
  private steps = 0;
  private typical = 300;

  /** Equal times and steps backwards are no interval. `time`: seconds since the epoch. */
  take(time: number): void {
    const step = this.last === null ? 0 : time - this.last;
    this.last = time;
    if (step <= 0) return;
    const old = this.digits;
    this.digits += (Math.log10(step) - old) * Math.max(SLOWEST, 1 / ++this.steps);
    if (this.digits !== old || this.steps === 1) this.typical = 10 ** this.digits;
  }

  /** Usual seconds between rows; 300 while not known. */
  get seconds(): number {
    return this.steps > 0 ? this.typical : 300;
  }

  /** Digits of rarity to take away at this rate of rows, after so many rows. */
  allowance(rows: number): number {
    const rate = Math.min(Math.max(Math.log10(DAY) - this.digits, 0), MOST_DIGITS);
    return (
      BY_RATE * ((this.steps > KNOWN ? rate : REFERENCE) - REFERENCE) +
      BY_ROWS * (Math.log10(rows + ROWS_BEFORE) - ROWS_REFERENCE)
    );
  }

  snapshot(): IntervalSnapshot {
    return { last: this.last, digits: this.digits, steps: this.steps };
  }

  static restore(from: IntervalSnapshot): Interval {
    const interval = new Interval();
    Object.assign(interval, from);
    if (from.steps > 0) interval.typical = 10 ** from.digits;
    return interval;
  }
}
