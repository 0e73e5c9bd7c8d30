/** One episode is one alarm: after an onset the score is kept low, unless something far more unusual comes. */

/** Digits of rarity that begin an episode; also where the shipped threshold lies. */
export const ONSET = 3;
/** Hours that an episode lasts, and the rows that this may mean. */
const HOURS = 12;
const LEAST_ROWS = 12;
const MOST_ROWS = 120;
/** A row that is still unusual renews the last half of it. */
const RENEWED = 0.5;
/** A row this many times as unusual as the onset begins a new one; other rows keep this share of their digits, and no more than so many. */
const WORSE = 1.5;
const QUIET = 0.3;
const MOST_QUIET = 2;

export interface EpisodeSnapshot {
  age: number;
  onset: number;
  since: number | null;
}

export class Episode {
  /** Rows since the onset, less what was renewed. */
  private age = MOST_ROWS;
  private onset = 0;
  /** Time of the onset in seconds; null when none is running or it had no time. */
  private since: number | null = null;

  /** Digits of rarity after quieting. `interval`: usual seconds between rows; `time`: undefined when unknown. */
  quieten(digits: number, interval: number, time: number | undefined): number {
    const rows = Math.min(Math.max((HOURS * 3_600) / interval, LEAST_ROWS), MOST_ROWS);
    const running = this.age < rows;
    if (!running) this.since = null;
    const shown = running && digits < this.onset * WORSE ? Math.min(digits * QUIET, MOST_QUIET) : digits;
    if (shown > ONSET) {
      this.onset = shown;
      this.age = 0;
      this.since ??= time ?? null;
    } else {
      this.age++;
      if (digits > ONSET) this.age = Math.min(this.age, rows * RENEWED);
    }
    return shown;
  }

  /** When the running episode began, in seconds; undefined when none is running. */
  get began(): number | undefined {
    return this.since ?? undefined;
  }

  snapshot(): EpisodeSnapshot {
    return { age: this.age, onset: this.onset, since: this.since };
  }

  static restore(from: EpisodeSnapshot): Episode {
    return Object.assign(new Episode(), from);
  }
}
