/** The five views of a stream, and which of them finds a value most unusual. */
import type { Forecast } from './forecast';
import type { Evidence } from './reason';
import { View } from './view';
import type { ViewSnapshot } from './view';

/** level: from the recent mean; step: from the value before; season: from the forecast; offset: from the forecast as it has erred of late; lasting: that error, smoothed. */
const VIEWS = ['level', 'step', 'season', 'offset', 'lasting'] as const;

const RECENT = 0.1;
const LEVEL = 0;
const STEP = 1;
const SEASON = 2;
const OFFSET = 3;
const LASTING = 4;

export interface ViewsSnapshot {
  recent: number;
  before: number;
  offset: number;
  lasting: number;
  views: ViewSnapshot[];
}

export class Views {
  private recent = 0;
  private before = 0;
  /** Recent error of the forecast of the moment, and the same as the view `lasting` keeps it. */
  private offset = 0;
  private lasting = 0;
  private views = VIEWS.map(() => new View());
  private readonly distances = VIEWS.map(() => 0.5);
  private winner = 0;
  /** Of the last value, when every view finds it usual: the largest share of the usual. */
  share = 0;

  begin(value: number): void {
    this.recent = this.before = value;
  }

  /** The view that found the last value most unusual. */
  get strongest(): (typeof VIEWS)[number] {
    return VIEWS[this.winner] ?? 'level';
  }

  /** Size of the step from the value before. */
  step(value: number): number {
    return Math.abs(value - this.before);
  }

  /** Digits of rarity by the strongest view; 0 when all find it usual. */
  measure(value: number, forecast: Forecast, floor: number): number {
    const error = value - forecast.value;
    const { distances, views } = this;
    distances[LEVEL] = value - this.recent;
    distances[STEP] = value - this.before;
    distances[SEASON] = error;
    distances[OFFSET] = error - this.offset;
    distances[LASTING] = this.lasting + (error - this.lasting) * RECENT;
    let digits = 0;
    this.share = 0;
    for (let at = 0; at < views.length; at++) {
      const view = views[at] as View;
      const found = view.measure(distances[at] as number, this.floorOf(at, floor, forecast));
      if (found > digits) {
        digits = found;
        this.winner = at;
      } else if (digits === 0) {
        const share = view.share();
        if (share > this.share) this.share = share;
      }
    }
    return digits;
  }

  private floorOf(at: number, floor: number, forecast: Forecast): number {
    return at === SEASON || at === OFFSET ? Math.max(floor, forecast.spread) : floor;
  }

  learn(value: number, forecast: Forecast, floor: number): void {
    for (let at = 0; at < this.views.length; at++) (this.views[at] as View).learn(this.distances[at] as number, floor);
    this.recent += (value - this.recent) * RECENT;
    this.before = value;
    this.offset += (value - forecast.value - this.offset) * RECENT;
    this.lasting = this.distances[LASTING] as number;
  }

  /** Fills in what the strongest view expected. */
  recall(evidence: Evidence, forecast: Forecast): void {
    const distance = this.distances[this.winner] as number;
    const view = this.views[this.winner] as View;
    evidence.expected = evidence.value - distance;
    evidence.below = view.usual(-1);
    evidence.above = view.usual(1);
    evidence.basis = this.winner >= SEASON ? forecast.basis : 'level';
  }

  snapshot(): ViewsSnapshot {
    const { recent, before, offset, lasting } = this;
    return { recent, before, offset, lasting, views: this.views.map((view) => view.snapshot()) };
  }

  static restore(from: ViewsSnapshot): Views {
    const views = new Views();
    views.recent = from.recent;
    views.before = from.before;
    views.offset = from.offset;
    views.lasting = from.lasting;
    views.views = from.views.map((view) => View.restore(view));
    return views;
  }
}
