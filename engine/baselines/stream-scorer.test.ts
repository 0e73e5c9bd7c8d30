import { normal, uniform } from '../../test/support/numbers';
import { StreamScorer } from './stream-scorer';

const START = Date.UTC(2026, 0, 5) / 1_000;
const FIVE_MINUTES = 300;
const DAY = 288;

/** Rows at which a series raises an alarm. */
function alarms(value: (row: number) => number, rows: number, step = FIVE_MINUTES): number[] {
  const scorer = new StreamScorer();
  const found: number[] = [];
  for (let row = 0; row < rows; row++) if (scorer.take(START + row * step, value(row)).alarm) found.push(row);
  return found;
}

/** The reason at the first alarm from a row on. */
function reason(value: (row: number) => number, from: number, step = FIVE_MINUTES, name?: string): string {
  const scorer = new StreamScorer();
  for (let row = 0; row < from + 300; row++)
    if (scorer.take(START + row * step, value(row)).alarm && row >= from) return scorer.why(name);
  return 'no alarm';
}

const near = (found: number[], row: number, within: number): boolean =>
  found.some((at) => at >= row && at <= row + within);

describe('what is found', () => {
  test('a GPU that stood at 0 % for ten minutes and goes to 100 %', () => {
    const use = (row: number): number => (row < 60 ? 0 : 97 + (row % 3));
    expect(near(alarms(use, 90, 10), 60, 3)).toBe(true);
    expect(reason(use, 60, 10, 'GPU use')).toMatch(/^GPU use rose by 97 to 97|^GPU use 97 against 0/);
  });

  test('a GPU with small blips that goes to 100 %: the blips are usual', () => {
    const random = uniform(4);
    const blips = Array.from({ length: 3_000 }, () => (random() < 0.02 ? Math.round(random() * 5) : 0));
    const found = alarms((row) => (row < 2_500 ? blips[row]! : 98), 2_600, 10);
    expect(near(found, 2_500, 1)).toBe(true);
    expect(found.filter((row) => row > 500 && row < 2_500).length).toBeLessThanOrEqual(3);
  });

  test('a spike, and a dip, in noise', () => {
    const random = uniform(1);
    const noise = Array.from({ length: 1_200 }, () => 50 + 3 * normal(random));
    expect(alarms((row) => noise[row]! + (row === 1_000 ? 40 : 0), 1_200)).toContain(1_000);
    expect(alarms((row) => noise[row]! - (row === 1_000 ? 40 : 0), 1_200)).toContain(1_000);
  });

  test('a daily peak that does not come, after ten days on which it did', () => {
    const random = uniform(2);
    const noise = Array.from({ length: 12 * DAY }, () => 2 * normal(random));
    const missing = 11 * DAY;
    const load = (row: number): number => (row % DAY > 108 && row % DAY < 216 && row < missing ? 80 : 20) + noise[row]!;
    expect(near(alarms(load, 12 * DAY), missing + 109, 24)).toBe(true);
    expect(reason(load, missing + 100)).toMatch(/at this time of day/);
  });

  test('the daily peak itself surprises nobody after some days', () => {
    const random = uniform(3);
    const noise = Array.from({ length: 14 * DAY }, () => 2 * normal(random));
    const found = alarms((row) => (row % DAY > 108 && row % DAY < 216 ? 80 : 20) + noise[row]!, 14 * DAY);
    expect(found.filter((row) => row > 5 * DAY && [109, 216].includes(row % DAY)).length).toBeLessThanOrEqual(4);
  });

  test('a line that goes flat though it always moved', () => {
    const random = uniform(5);
    const noise = Array.from({ length: 1_000 }, () => 50 + 3 * normal(random));
    const stuck = (row: number): number => (row < 900 ? noise[row]! : noise[899]!);
    expect(near(alarms(stuck, 1_000), 900, 10)).toBe(true);
    expect(reason(stuck, 900)).toMatch(/has not moved from \S+ for \d+ rows; the longest before was 1/);
  });

  test('a spike in the first tens of rows', () => {
    const random = uniform(6);
    const noise = Array.from({ length: 30 }, () => 10 + normal(random));
    const early = (row: number): number => (row === 20 ? 1_000 : noise[row]!);
    expect(reason((row) => early(row % 30), 20)).toMatch(/against a median of \S+ over the first 20 rows/);
  });
});

describe('what is left alone', () => {
  test('a level shift is one alarm, and the new level becomes usual', () => {
    const random = uniform(7);
    const noise = Array.from({ length: 3_000 }, () => normal(random));
    const found = alarms((row) => (row < 1_500 ? 20 : 50) + noise[row]!, 3_000).filter((row) => row >= 1_500);
    expect(found[0]).toBe(1_500);
    expect(found.filter((row) => row < 2_000)).toHaveLength(1);
  });

  test.each([0, 0.1, 1 / 3, -7.7e12, 5e-320])('a constant %p', (constant) => {
    expect(alarms(() => constant, 3_000)).toEqual([]);
  });

  test('the usual range is told within what was ever seen', () => {
    expect(reason((row) => (row < 390 ? (row * 7_919) % 4 : 97), 390, 60, 'GPU use')).toBe(
      'GPU use 97 against 0 to 3 lately',
    );
  });

  test('a row within the usual says so, a gap too', () => {
    const scorer = new StreamScorer();
    for (let row = 0; row < 100; row++) scorer.take(START + row, row % 7);
    expect(scorer.why()).toBe('value 1 is within the usual');
    expect(scorer.take(START + 100, NaN)).toEqual({ anomaly: 0, raw: 0, alarm: false });
    expect(scorer.why('tokens')).toBe('no tokens');
  });
});

test('the raw score stays up while the anomaly score is kept low', () => {
  const random = uniform(8);
  const scorer = new StreamScorer();
  for (let row = 0; row < 1_000; row++) scorer.take(START + row * FIVE_MINUTES, normal(random));
  const onset = { ...scorer.take(START + 1_000 * FIVE_MINUTES, 60) };
  const next = { ...scorer.take(START + 1_001 * FIVE_MINUTES, 60) };
  expect(onset.alarm).toBe(true);
  expect(next.raw).toBeGreaterThan(3);
  expect(next.alarm).toBe(false);
  expect(next.anomaly).toBeLessThan(onset.anomaly);
  expect(scorer.why()).toMatch(/, for 5 minutes$/);
});

test('an anomaly does not blind: the same again a day later is found again', () => {
  const random = uniform(9);
  const noise = Array.from({ length: 2_000 }, () => normal(random));
  const found = alarms((row) => noise[row]! + (row === 1_000 || row === 1_400 ? 1e6 : 0), 2_000);
  expect(found).toEqual(expect.arrayContaining([1_000, 1_400]));
});

test('a stream needs no more room after 200,000 rows than after 2,000', () => {
  const random = uniform(10);
  const scorer = new StreamScorer();
  const size = (rows: number): number => {
    for (let row = 0; row < rows; row++) scorer.take(START + row * 60, normal(random));
    const { cold, forecast, views } = scorer.snapshot();
    const { means, surprises, visits } = forecast.season;
    return (cold?.length ?? 0) + means.length + surprises.length + visits.length + views.views.length;
  };
  expect(size(198_000)).toBe(size(2_000));
});
