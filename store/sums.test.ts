import fc from 'fast-check';
import { joinRanges, sumSource } from './sums';
import { sourceOf } from './sample-rows';

const range = fc
  .tuple(fc.nat(2), fc.nat(300), fc.integer({ min: 1, max: 20 }))
  .map(([partition, from, length]) => ({ partition, from, to: from + length }));
const covers = (ranges: readonly { partition: number; from: number; to: number }[]) =>
  new Set(
    ranges.flatMap(({ partition, from, to }) =>
      Array.from({ length: to - from }, (_, index) => `${partition}:${from + index}`),
    ),
  );

test('joined ranges cover the same offsets, apart and in order', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
      const joined = joinRanges(ranges, 1_000);
      expect(covers(joined)).toEqual(covers(ranges));
      for (const [index, next] of joined.slice(1).entries()) {
        const before = joined[index]!;
        expect(before.partition < next.partition || before.to < next.from).toBe(true);
      }
    }),
  );
});

test('over the cap the nearest are joined, and still everything is covered', () => {
  fc.assert(
    fc.property(fc.array(range, { maxLength: 40 }), (ranges) => {
      const joined = joinRanges(ranges, 5);
      expect(joined.length).toBeLessThanOrEqual(5);
      const covered = covers(joined);
      expect([...covers(ranges)].filter((offset) => !covered.has(offset))).toEqual([]);
    }),
  );
  const apart = [0, 10, 12, 40].map((from) => ({ partition: 0, from, to: from + 1 }));
  expect(joinRanges(apart, 3).map(({ from, to }) => [from, to])).toEqual([
    [0, 1],
    [10, 13],
    [40, 41],
  ]);
});

test('a source keeps at most 200 hidden fields', () => {
  const hidden = Array.from({ length: 300 }, (_, index) => ({ field: `f${index}`, state: 'hidden', firstSeen: index }));
  expect(sumSource(sourceOf({ hidden }), sourceOf({ hidden })).hidden).toHaveLength(200);
});
