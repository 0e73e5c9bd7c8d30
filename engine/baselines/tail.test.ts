import { mean, quantile, medianAbsoluteDeviation } from 'simple-statistics';
import { normal, uniform } from '../../test/support/numbers';
import { ColdStart } from './cold-start';
import { Tail, digitsWithin } from './tail';
import { View } from './view';

const sizes = (seed: number, size: (random: () => number) => number): number[] => {
  const random = uniform(seed);
  return Array.from({ length: 20_000 }, () => size(random));
};

describe('the running tail against the whole window', () => {
  test.each([
    ['normal', (random: () => number) => Math.abs(normal(random)) * 1.25],
    ['exponential', (random: () => number) => -Math.log(1 - random())],
    ['heavy', (random: () => number) => (1 - random()) ** -0.3],
  ])('%s sizes: quantile and mean excess', (_, size) => {
    const all = sizes(11, size);
    const tail = new Tail();
    for (const one of all) tail.learn(one);
    const exact = quantile(all, 0.98);
    expect(tail.usual).toBeGreaterThan(exact * 0.75);
    expect(tail.usual).toBeLessThan(exact * 1.35);
    const excess = mean(all.filter((one) => one > tail.usual).map((one) => one - tail.usual));
    const perDigit = 1 / (tail.digits(tail.usual + 1) - tail.digits(tail.usual + 1e-9)) / Math.LN10;
    expect(perDigit).toBeGreaterThan(excess * 0.6);
    expect(perDigit).toBeLessThan(excess * 1.6);
  });

  test('rarer sizes have more digits, and both sides of the quantile meet', () => {
    const tail = new Tail();
    expect(digitsWithin(1)).toBeCloseTo(tail.digits(tail.usual + 1e-12), 6);
    expect(digitsWithin(0.5)).toBeLessThan(digitsWithin(0.9));
    expect(tail.digits(10)).toBeLessThan(tail.digits(11));
    expect(tail.digits(1)).toBe(0);
  });
});

test('the spread of a view follows the mean distance, and one huge distance moves it little', () => {
  const distances = sizes(12, (random) => normal(random));
  const view = new View();
  for (const distance of distances) {
    view.measure(distance, 1e-9);
    view.learn(distance, 1e-9);
  }
  const exact = mean(distances.map(Math.abs));
  const { spread } = view.snapshot();
  expect(Math.abs(spread - exact)).toBeLessThan(exact * 0.1);
  view.measure(1e9, 1e-9);
  view.learn(1e9, 1e-9);
  expect(view.snapshot().spread).toBeLessThan(spread * 1.05);
});

test('the cold start keeps the values in order and measures in middle spreads', () => {
  const cold = new ColdStart();
  const values = [5, 3, 9, 4, 6, 5, 4, 7, 5, 6];
  for (const value of values) cold.learn(value);
  expect(cold.snapshot()).toEqual([...values].sort((a, b) => a - b));
  const spread = 1.4826 * medianAbsoluteDeviation(values);
  expect(cold.score(5 + 4 * spread, 1e-9).digits).toBeCloseTo(1.7, 9);
  expect(cold.score(5, 1e-9)).toEqual({ digits: 0.7, median: 5 });
});
