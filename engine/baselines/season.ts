/** What a stream is used to at a time of day and at an hour of the week: learnt visit by visit, so that any sampling rate does. */

/** Quarters of an hour in a day, hours in a week. */
const QUARTERS = 96;
const HOURS = 168;
const QUARTER = 900;
const HOUR = 3_600;
/** Day 0 of the epoch was a Thursday: any fixed start of the week will do. */
const WEEK = 604_800;
const DAY = 86_400;
/** A time counts as known after two visits, and follows new ones at this rate. */
const KNOWN = 2;
const RATE = 0.25;
const MOST_VISITS = 255;
/** What is left of a recurring surprise each day, and what of it is no surprise. */
const FADING = 0.8;
const ORDINARY = 1.5;

/** Where the numbers lie in `means`: of the quarter, error of the quarter, of the hour of the week. */
const ERROR = QUARTERS;
const HOUR_MEAN = 2 * QUARTERS;
const MEANS = 2 * QUARTERS + HOURS;
const SURPRISES = 2 * QUARTERS;
const VISITS = QUARTERS + HOURS;

export interface SeasonSnapshot {
  means: number[];
  surprises: number[];
  visits: number[];
  open: { quarter: number; hour: number; day: Open; week: Open; error: number; surprise: number };
}

interface Open {
  sum: number;
  rows: number;
}

export class Season {
  private readonly means: Float64Array;
  /** The two largest surprises of each quarter of an hour, fading. */
  private readonly surprises: Float32Array;
  private readonly visits: Uint8Array;
  private quarter = -1;
  private hour = -1;
  private readonly day: Open = { sum: 0, rows: 0 };
  private readonly week: Open = { sum: 0, rows: 0 };
  private error = 0;
  private surprise = 0;

  /** One piece of memory for all: there may be a hundred thousand of these. */
  constructor() {
    const memory = new ArrayBuffer(8 * MEANS + 4 * SURPRISES + VISITS);
    this.means = new Float64Array(memory, 0, MEANS);
    this.surprises = new Float32Array(memory, 8 * MEANS, SURPRISES);
    this.visits = new Uint8Array(memory, 8 * MEANS + 4 * SURPRISES, VISITS);
  }

  /** Mean at this time of day; undefined while not known. `time`: seconds since the epoch. */
  ofDay(time: number): number | undefined {
    const at = quarterOf(time);
    return this.visited(at) >= KNOWN ? this.means[at] : undefined;
  }

  ofWeek(time: number): number | undefined {
    const at = hourOf(time);
    return this.visited(QUARTERS + at) >= KNOWN ? this.means[HOUR_MEAN + at] : undefined;
  }

  /** How far values usually are from the expected one at this time of day; 0 when not known. */
  usualError(time: number): number {
    return this.means[ERROR + quarterOf(time)] ?? 0;
  }

  /** Digits of rarity that this time of day has shown twice of late: a stream that jumps at nine each morning does not surprise at nine. */
  habit(time: number): number {
    const at = quarterOf(time);
    const most = Math.max(
      this.second(at),
      this.second((at + 1) % QUARTERS),
      this.second((at + QUARTERS - 1) % QUARTERS),
    );
    return Math.max(most - ORDINARY, 0);
  }

  /** `error`: distance from the expected value; `surprise`: digits of rarity of the row. */
  learn(time: number, value: number, error: number, surprise: number): void {
    const quarter = quarterOf(time);
    if (quarter !== this.quarter) {
      if (this.day.rows > 0) this.closeQuarter();
      this.quarter = quarter;
      this.day.sum = this.day.rows = this.error = this.surprise = 0;
    }
    const hour = hourOf(time);
    if (hour !== this.hour) {
      if (this.week.rows > 0) this.closeHour();
      this.hour = hour;
      this.week.sum = this.week.rows = 0;
    }
    this.day.sum += value;
    this.day.rows++;
    this.week.sum += value;
    this.week.rows++;
    this.error += Math.abs(error);
    if (surprise > this.surprise) this.surprise = surprise;
  }

  private closeQuarter(): void {
    const at = this.quarter;
    const visits = this.visited(at);
    this.follow(at, this.day.sum / this.day.rows, visits + 1);
    if (visits >= KNOWN) this.follow(ERROR + at, this.error / this.day.rows, visits - 1);
    this.visits[at] = Math.min(visits + 1, MOST_VISITS);
    const first = (this.surprises[at] ?? 0) * FADING;
    const second = this.second(at) * FADING;
    this.surprises[at] = Math.max(first, this.surprise);
    this.surprises[QUARTERS + at] = Math.max(second, Math.min(first, this.surprise));
  }

  private closeHour(): void {
    const visits = this.visited(QUARTERS + this.hour);
    this.follow(HOUR_MEAN + this.hour, this.week.sum / this.week.rows, visits + 1);
    this.visits[QUARTERS + this.hour] = Math.min(visits + 1, MOST_VISITS);
  }

  private follow(at: number, value: number, visits: number): void {
    const old = this.means[at] ?? 0;
    this.means[at] = old + (value - old) * Math.max(RATE, 1 / visits);
  }

  private second(quarter: number): number {
    return this.surprises[QUARTERS + quarter] ?? 0;
  }

  private visited(at: number): number {
    return this.visits[at] ?? 0;
  }

  snapshot(): SeasonSnapshot {
    const { quarter, hour, day, week, error, surprise } = this;
    return {
      means: [...this.means],
      surprises: [...this.surprises],
      visits: [...this.visits],
      open: { quarter, hour, day: { ...day }, week: { ...week }, error, surprise },
    };
  }

  static restore(from: SeasonSnapshot): Season {
    const season = new Season();
    season.means.set(from.means);
    season.surprises.set(from.surprises);
    season.visits.set(from.visits);
    Object.assign(season, from.open, { day: { ...from.open.day }, week: { ...from.open.week } });
    return season;
  }
}

function quarterOf(time: number): number {
  return Math.floor((time - DAY * Math.floor(time / DAY)) / QUARTER) % QUARTERS;
}

function hourOf(time: number): number {
  return Math.floor((time - WEEK * Math.floor(time / WEEK)) / HOUR) % HOURS;
}
