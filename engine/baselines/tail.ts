/** How far out a size lies, learnt from the sizes seen: a running quantile, and beyond it an exponential tail (peaks over threshold). */

/** Share of sizes above the running quantile. */
const BEYOND = 0.02;
const BEYOND_DIGITS = -Math.log10(BEYOND);
/** What is believed before anything was seen: the quantile and the mean excess of sizes measured in spreads. */
const FIRST_QUANTILE = 2.5;
const FIRST_EXCESS = 0.8;
/** How many excesses the first belief counts for, and how many the newest mean looks back on. */
const BELIEF = 15;
const MEMORY = 400;
/** Slowest step of the quantile, as a share of itself. */
const SLOWEST = 0.01;
const STEP = 3;
/** The quantile never falls below half a spread: what is less is no size. */
const LEAST_QUANTILE = 0.5;
/** One excess counts for at most this many mean ones, so that an anomaly does not teach that anomalies are usual. */
const CLIP = 8;

export interface TailSnapshot {
  seen: number;
  quantile: number;
  excess: number;
  excesses: number;
}

/** Sizes are in spreads and not negative. */
export class Tail {
  private seen = 0;
  private quantile = FIRST_QUANTILE;
  private excess = FIRST_EXCESS;
  private excesses = BELIEF;

  /** The size that 98 of 100 stay below. */
  get usual(): number {
    return this.quantile;
  }

  /** Size as a share of the quantile: what ranks sizes within the usual. */
  share(size: number): number {
    return size / this.quantile;
  }

  /** Digits of rarity, −log10 of the tail probability, of a size beyond the quantile; 0 within. */
  digits(size: number): number {
    return size > this.quantile ? BEYOND_DIGITS + (size - this.quantile) / this.excess / Math.LN10 : 0;
  }

  learn(size: number): void {
    const step = STEP * Math.max(SLOWEST, 1 / (++this.seen + 10)) * this.quantile;
    if (size > this.quantile) {
      this.quantile += step * (1 - BEYOND);
      const excess = Math.min(Math.max(size - this.quantile, 0), CLIP * this.excess);
      this.excesses = Math.min(this.excesses + 1, MEMORY);
      this.excess += (excess - this.excess) / this.excesses;
    } else {
      this.quantile = Math.max(this.quantile - step * BEYOND, LEAST_QUANTILE);
    }
  }

  snapshot(): TailSnapshot {
    return { seen: this.seen, quantile: this.quantile, excess: this.excess, excesses: this.excesses };
  }

  static restore(from: TailSnapshot): Tail {
    return Object.assign(new Tail(), from);
  }
}

/** Digits of rarity of a share of the quantile (0 to 1), so that within and beyond join at the quantile. */
export function digitsWithin(share: number): number {
  return -Math.log10(1 - (1 - BEYOND) * Math.min(share, 1));
}
