/** The state of one stream as plain data: what a snapshot of the engine keeps. */
import type { EpisodeSnapshot } from './episode';
import type { ForecastSnapshot } from './forecast';
import type { IntervalSnapshot } from './interval';
import type { StandstillSnapshot } from './standstill';
import type { ViewsSnapshot } from './views';

export interface StreamSnapshot {
  rows: number;
  least: number;
  most: number;
  /** Values of the cold start; null after it. */
  cold: number[] | null;
  views: ViewsSnapshot;
  forecast: ForecastSnapshot;
  standstill: StandstillSnapshot;
  interval: IntervalSnapshot;
  episode: EpisodeSnapshot;
}
