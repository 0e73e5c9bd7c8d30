/** Scores one stream of numbers as it comes: how unusual each value is, and whether it begins an episode. No clock, no future, fixed memory. */
import { COLD_ROWS, ColdStart, constantDigits } from './cold-start';
import { Episode, ONSET } from './episode';
import { Forecast } from './forecast';
import { Interval } from './interval';
import { reasonOf } from './reason';
import type { Evidence } from './reason';
import { Standstill } from './standstill';
import { Views } from './views';
import type { StreamSnapshot } from './stream-snapshot';
import { digitsWithin } from './tail';

/** A row is an alarm from this anomaly score on: one threshold for every stream. */
export const ALARM = 0.5;
/** Beyond this size values are taken as this size, so that differences stay finite. */
const LARGEST = 1e150;
/** Seconds beyond which a time is none (some 30,000 years). */
const FARTHEST = 1e12;
/** Least spread as a share of the range seen, and as a share of the value (what doubles can tell apart). */
const OF_RANGE = 5e-4;
const OF_VALUE = 1e-12;
const NO_STEP = 1e-9;
const TINY = 1e-300;
/** During the cold start a row needs half as much again. */
const CAUTION = 2 / 3;

/** The scores of one row; the object is the scorer's own and is overwritten by the next row. */
export interface Score {
  /** 0 to 1: high where an episode begins, low while it lasts. */
  anomaly: number;
  /** Digits of rarity, −log10 of the tail probability: how unusual the row is, not silenced. At most about 1e6. */
  raw: number;
  alarm: boolean;
}

export class StreamScorer {
  private rows = 0;
  private least = 0;
  private most = 0;
  private cold: ColdStart | null = new ColdStart();
  private views = new Views();
  private forecast = new Forecast();
  private standstill = new Standstill();
  private interval = new Interval();
  private episode = new Episode();
  private readonly score: Score = { anomaly: 0, raw: 0, alarm: false };
  private readonly evidence: Evidence = {
    kind: 'none',
    value: 0,
    expected: 0,
    below: 0,
    above: 0,
    least: 0,
    most: 0,
    basis: 'level',
    row: 0,
    rows: 0,
  };
  private time: number | undefined;

  /**
   * Takes the next value. `time`: seconds since the epoch, or undefined. A value that is NaN or infinite is a gap: scored 0, nothing
   * learnt. Times may repeat, stand still or jump.
   */
  take(time: number | undefined, given: number): Readonly<Score> {
    this.time = time !== undefined && Math.abs(time) <= FARTHEST ? time : undefined;
    if (!Number.isFinite(given)) return this.say(0, 0, 'gap');
    const value = Math.max(-LARGEST, Math.min(given, LARGEST));
    if (this.rows === 0) this.begin(value);
    if (this.time !== undefined) this.interval.take(this.time);
    const range = this.most - this.least;
    this.forecast.predict(this.time, value);
    const floor = Math.max(range * OF_RANGE, this.standstill.grain, Math.abs(value) * OF_VALUE, TINY);
    const neverChanged = this.standstill.neverChanged;
    const still = Math.max(range * NO_STEP, Math.abs(value) * OF_VALUE);
    const stood = this.standstill.take(this.views.step(value), still);
    let digits = this.views.measure(value, this.forecast, floor);
    let kind: Evidence['kind'] = digits > 0 ? this.views.strongest : 'none';
    if (digits === 0) digits = digitsWithin(this.views.share);
    if (stood > digits && this.cold === null) {
      digits = stood;
      kind = 'standstill';
    }
    if (this.cold !== null) {
      kind = 'cold';
      digits = this.scoreCold(this.cold, value, floor);
    }
    if (neverChanged) digits = Math.min(digits, constantDigits(this.rows));
    const allowed = digits === 0 ? 0 : Math.max(digits - this.interval.allowance(this.rows), 0);
    const surprise = this.time === undefined ? allowed : Math.max(allowed - this.forecast.habit(this.time), 0);
    this.recall(kind, value);
    this.learn(value, range, floor, allowed);
    return this.say(surprise, this.episode.quieten(surprise, this.interval.seconds, this.time), kind);
  }

  /** Why the row taken last scores as it does, in words; `name`: what the stream measures. */
  why(name = 'value'): string {
    const { began } = this.episode;
    const minutes = began === undefined || this.time === undefined ? 0 : (this.time - began) / 60;
    return reasonOf(this.evidence, name, minutes);
  }

  private begin(value: number): void {
    this.least = this.most = value;
    this.views.begin(value);
  }

  private scoreCold(cold: ColdStart, value: number, floor: number): number {
    const { digits, median } = cold.score(value, floor);
    this.evidence.expected = median;
    return digits * CAUTION;
  }

  private learn(value: number, range: number, floor: number, surprise: number): void {
    this.views.learn(value, this.forecast, floor);
    this.forecast.learn(this.time, value, range === 0 ? 1 : range, surprise);
    if (value < this.least) this.least = value;
    if (value > this.most) this.most = value;
    this.rows++;
    this.cold?.learn(value);
    if (this.rows >= COLD_ROWS) this.cold = null;
  }

  private recall(kind: Evidence['kind'], value: number): void {
    const { evidence } = this;
    evidence.kind = kind;
    evidence.value = value;
    evidence.row = this.rows;
    evidence.least = this.least;
    evidence.most = this.most;
    if (kind === 'cold' || kind === 'none') return;
    if (kind === 'standstill') {
      evidence.rows = this.standstill.runs.now;
      evidence.expected = this.standstill.runs.longest;
      return;
    }
    this.views.recall(evidence, this.forecast);
  }

  private say(raw: number, shown: number, kind: Evidence['kind']): Score {
    const { score } = this;
    score.raw = raw;
    score.anomaly = shown / (shown + ONSET);
    score.alarm = score.anomaly >= ALARM;
    this.evidence.kind = kind;
    return score;
  }

  /** The state as plain data. */
  snapshot(): StreamSnapshot {
    return {
      rows: this.rows,
      least: this.least,
      most: this.most,
      cold: this.cold?.snapshot() ?? null,
      views: this.views.snapshot(),
      forecast: this.forecast.snapshot(),
      standstill: this.standstill.snapshot(),
      interval: this.interval.snapshot(),
      episode: this.episode.snapshot(),
    };
  }

  /** Goes on where a snapshot was taken. */
  static restore(from: StreamSnapshot): StreamScorer {
    const scorer = new StreamScorer();
    scorer.rows = from.rows;
    scorer.least = from.least;
    scorer.most = from.most;
    scorer.cold = from.cold === null ? null : ColdStart.restore(from.cold);
    scorer.views = Views.restore(from.views);
    scorer.forecast = Forecast.restore(from.forecast);
    scorer.standstill = Standstill.restore(from.standstill);
    scorer.interval = Interval.restore(from.interval);
    scorer.episode = Episode.restore(from.episode);
    return scorer;
  }
}
