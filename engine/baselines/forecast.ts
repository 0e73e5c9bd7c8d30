/** What a value is expected to be: the recent level, the time of day or the hour of the week, whichever has erred least of late. */
import { Season } from './season';
import type { SeasonSnapshot } from './season';

/** Rate of the errors by which forecasts are compared. */
const ERROR_RATE = 0.003;
/** Slowest rate of the long level. */
const LEVEL_RATE = 0.01;
/** A forecast that begins is taken to be a little better than the level, so that it gets its trial. */
const TRIAL = 0.9;

export type Basis = 'level' | 'day' | 'week';

export interface ForecastSnapshot {
  rows: number;
  level: number;
  errors: { level: number; day: number | null; week: number | null };
  season: SeasonSnapshot;
}

export class Forecast {
  private rows = 0;
  private level = 0;
  private errorOfLevel = 0;
  private errorOfDay: number | null = null;
  private errorOfWeek: number | null = null;
  private season = new Season();
  private day: number | undefined;
  private week: number | undefined;
  /** Of the last row: the forecast, what it rests on, and the least spread that this time of day is known to have. */
  value = 0;
  basis: Basis = 'level';
  spread = 0;

  /** `time`: seconds since the epoch, undefined when not known; `first`: taken as the level of a new stream. */
  predict(time: number | undefined, first: number): void {
    if (this.rows === 0) this.level = first;
    this.day = time === undefined ? undefined : this.season.ofDay(time);
    this.week = time === undefined ? undefined : this.season.ofWeek(time);
    this.value = this.level;
    this.basis = 'level';
    let least = this.errorOfLevel;
    if (this.day !== undefined && this.errorOfDay !== null && this.errorOfDay < least) {
      this.value = this.day;
      this.basis = 'day';
      least = this.errorOfDay;
    }
    if (this.week !== undefined && this.errorOfWeek !== null && this.errorOfWeek < least) {
      this.value = this.week;
      this.basis = 'week';
    }
    this.spread = time === undefined ? 0 : this.season.usualError(time);
  }

  /** Digits of rarity that are usual at this time of day. */
  habit(time: number): number {
    return this.season.habit(time);
  }

  /** `range`: of the values seen before; bounds what one row adds to an error. */
  learn(time: number | undefined, value: number, range: number, surprise: number): void {
    this.rows++;
    this.level += (value - this.level) * Math.max(LEVEL_RATE, 1 / this.rows);
    const rate = Math.max(ERROR_RATE, 1 / this.rows);
    this.errorOfLevel += (Math.min(Math.abs(value - this.level), range) - this.errorOfLevel) * rate;
    this.errorOfDay = this.followed(this.errorOfDay, this.day, value, rate);
    this.errorOfWeek = this.followed(this.errorOfWeek, this.week, value, rate);
    if (time !== undefined) this.season.learn(time, value, value - this.value, surprise);
  }

  private followed(error: number | null, forecast: number | undefined, value: number, rate: number): number | null {
    if (forecast === undefined) return null;
    const old = error ?? this.errorOfLevel * TRIAL;
    return old + (Math.abs(value - forecast) - old) * rate;
  }

  snapshot(): ForecastSnapshot {
    return {
      rows: this.rows,
      level: this.level,
      errors: { level: this.errorOfLevel, day: this.errorOfDay, week: this.errorOfWeek },
      season: this.season.snapshot(),
    };
  }

  static restore(from: ForecastSnapshot): Forecast {
    const forecast = new Forecast();
    forecast.rows = from.rows;
    forecast.level = from.level;
    forecast.errorOfLevel = from.errors.level;
    forecast.errorOfDay = from.errors.day;
    forecast.errorOfWeek = from.errors.week;
    forecast.season = Season.restore(from.season);
    return forecast;
  }
}
