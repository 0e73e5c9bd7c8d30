/** One way of looking at a value: its distance from what the view expects, in spreads, against the distances seen before, up and down apart. */
import type { TailSnapshot } from './tail';
import { Tail } from './tail';

/** Slowest rate at which a spread follows. */
const SLOWEST = 0.003;
/** A distance counts for at most this many spreads. */
const CLIP = 8;
/** Rows before distances are held against it, and before they teach the tails. */
const UNCLIPPED = 10;
const SETTLING = 5;
/** A distance of more spreads than this says no more. */
const MOST_SPREADS = 1e6;

export interface ViewSnapshot {
  spread: number;
  rows: number;
  above: TailSnapshot;
  below: TailSnapshot;
}

export class View {
  private spread = 0;
  private rows = 0;
  private above = new Tail();
  private below = new Tail();
  /** Of the row measured last: its distance in spreads, and the spread. */
  private size = 0;
  private used = 1;

  /** Measures a distance; `floor` is the least spread. Returns digits of rarity, or 0 when within the usual (then see `share`). */
  measure(distance: number, floor: number): number {
    this.used = Math.max(this.spread, floor);
    this.size = Math.max(Math.min(distance / this.used, MOST_SPREADS), -MOST_SPREADS);
    return this.size > 0 ? this.above.digits(this.size) : this.below.digits(-this.size);
  }

  /** The row measured last, as a share of the usual on its side. */
  share(): number {
    return this.size > 0 ? this.above.share(this.size) : this.below.share(-this.size);
  }

  /** Teaches the row measured last. */
  learn(distance: number, floor: number): void {
    if (this.rows >= SETTLING) {
      this.above.learn(Math.max(this.size, 0));
      this.below.learn(Math.max(-this.size, 0));
    }
    const size = Math.abs(distance);
    const most = CLIP * Math.max(this.spread, floor);
    this.rows++;
    this.spread +=
      ((this.rows <= UNCLIPPED ? size : Math.min(size, most)) - this.spread) * Math.max(SLOWEST, 1 / (this.rows + 1));
  }

  /** How far above (or below) the expected value rows usually stay, in the unit of the values. */
  usual(side: 1 | -1): number {
    return (side > 0 ? this.above : this.below).usual * this.used;
  }

  snapshot(): ViewSnapshot {
    return { spread: this.spread, rows: this.rows, above: this.above.snapshot(), below: this.below.snapshot() };
  }

  static restore(from: ViewSnapshot): View {
    const view = new View();
    view.spread = from.spread;
    view.rows = from.rows;
    view.above = Tail.restore(from.above);
    view.below = Tail.restore(from.below);
    return view;
  }
}
