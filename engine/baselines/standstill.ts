/** How still a stream stands: the typical size of a change, and runs without any. */

/** Share of the typical change that no spread falls below: smaller differences are grain, not news. */
const GRAIN = 0.3;
/** A change counts for at most this many typical ones, and the typical one follows at this rate. */
const CLIP = 8;
const RATE = 0.01;
const FIRST = 4;
/** Weight of a run longer than any before, and the most digits it gives. */
const WEIGHT = 0.5;
const MOST_DIGITS = 6;
const SLOWEST = 0.001;

export interface StandstillSnapshot {
  rows: number;
  change: number;
  changes: number;
  run: number;
  longest: number;
  repeats: number;
}

export class Standstill {
  private rows = 0;
  private change = 0;
  private changes = 0;
  private run = 0;
  private longest = 1;
  private repeats = 0.5;

  /** Least spread that counts, from the changes seen. */
  get grain(): number {
    return GRAIN * this.change;
  }

  get neverChanged(): boolean {
    return this.changes === 0;
  }

  /** Rows without a change up to now, and the longest such run before it. */
  get runs(): { now: number; longest: number } {
    return { now: this.run, longest: this.longest };
  }

  /** Takes a step; `still`: what is no step at all. Returns digits of rarity of standing still for so long. */
  take(step: number, still: number): number {
    this.rows++;
    if (step <= still) {
      this.run++;
    } else {
      this.longest = Math.max(this.longest, this.run);
      this.run = 0;
      this.learn(step);
    }
    this.repeats += ((this.run > 0 ? 1 : 0) - this.repeats) * Math.max(SLOWEST, 1 / (this.rows + 1));
    if (this.run <= this.longest || this.neverChanged) return 0;
    const chance = Math.min(this.repeats + 2 / this.rows, 1);
    return Math.min((this.run - this.longest) * -Math.log10(chance) * WEIGHT, MOST_DIGITS);
  }

  private learn(step: number): void {
    this.changes++;
    const counted = this.changes < FIRST ? step : Math.min(step, CLIP * this.change);
    this.change += (counted - this.change) * Math.max(RATE, 1 / this.changes);
  }

  snapshot(): StandstillSnapshot {
    const { rows, change, changes, run, longest, repeats } = this;
    return { rows, change, changes, run, longest, repeats };
  }

  static restore(from: StandstillSnapshot): Standstill {
    return Object.assign(new Standstill(), from);
  }
}
