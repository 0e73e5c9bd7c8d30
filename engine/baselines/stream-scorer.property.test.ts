import fc from 'fast-check';
import { StreamScorer } from './stream-scorer';
import type { StreamSnapshot } from './stream-snapshot';

interface Row {
  time: number | undefined;
  value: number;
}

/** Any doubles at all, at times that rise, repeat, jump or are missing. */
const anyRow: fc.Arbitrary<Row> = fc.record({
  time: fc.oneof(
    fc.integer({ min: 0, max: 2_000_000_000 }),
    fc.double(),
    fc.constantFrom(-9e291, 1.7e308, NaN, undefined),
  ),
  value: fc.oneof(fc.double(), fc.integer({ min: -3, max: 3 })),
});

/** A plausible stream: whole numbers that repeat, wander and jump, at rising times. */
const stream: fc.Arbitrary<Row[]> = fc
  .tuple(
    fc.array(
      fc.oneof(
        { weight: 20, arbitrary: fc.integer({ min: 0, max: 20 }) },
        { weight: 1, arbitrary: fc.integer({ min: -3_000, max: 3_000 }) },
      ),
      { minLength: 20, maxLength: 300 },
    ),
    fc.constantFrom(10, 60, 300, 3_600),
  )
  .map(([values, step]) => values.map((value, row) => ({ time: 1_750_000_000 + row * step, value })));

function scores(rows: readonly Row[], scorer = new StreamScorer()): { anomaly: number; raw: number; alarm: boolean }[] {
  return rows.map(({ time, value }) => ({ ...scorer.take(time, value) }));
}

test('never throws; scores are in bounds and finite, whatever comes', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 200 }), (rows) => {
      const scorer = new StreamScorer();
      for (const { time, value } of rows) {
        const { anomaly, raw, alarm } = scorer.take(time, value);
        expect(anomaly >= 0 && anomaly <= 1).toBe(true);
        expect(raw >= 0 && Number.isFinite(raw)).toBe(true);
        expect(alarm).toBe(anomaly >= 0.5);
        expect(scorer.why()).not.toMatch(/NaN|Infinity|undefined/);
      }
    }),
    { numRuns: 300 },
  );
});

test('causal: what comes later changes no score', () => {
  fc.assert(
    fc.property(stream, fc.array(anyRow, { maxLength: 50 }), fc.nat(), (rows, future, cut) => {
      const prefix = rows.slice(0, cut % rows.length);
      expect(scores([...prefix, ...future]).slice(0, prefix.length)).toEqual(scores(rows).slice(0, prefix.length));
    }),
  );
});

test('scale and shift do not change the alarms', () => {
  const scale = fc.constantFrom(1e-6, 0.001, 0.37, 3, 1_000, 7e8);
  const shift = fc.constantFrom(-1_000, -1, 0, 17, 5_000);
  fc.assert(
    fc.property(stream, scale, shift, (rows, by, to) => {
      const moved = rows.map(({ time, value }) => ({ time, value: by * (value + to) }));
      expect(scores(moved).map(({ alarm }) => alarm)).toEqual(scores(rows).map(({ alarm }) => alarm));
    }),
  );
});

test('restarted from a snapshot, after any rows, it goes on with the same scores', () => {
  fc.assert(
    fc.property(fc.array(anyRow, { maxLength: 60 }), stream, fc.nat(), (before, rows, cut) => {
      const whole = [...before, ...rows];
      const at = cut % whole.length;
      const first = new StreamScorer();
      const head = scores(whole.slice(0, at), first);
      const kept = JSON.parse(JSON.stringify(first.snapshot())) as StreamSnapshot;
      expect([...head, ...scores(whole.slice(at), StreamScorer.restore(kept))]).toEqual(scores(whole));
    }),
  );
});

test('a snapshot is not touched by the scorer that goes on from it', () => {
  const first = new StreamScorer();
  scores(
    Array.from({ length: 100 }, (_, row) => ({ time: row * 600, value: row % 5 })),
    first,
  );
  const kept = first.snapshot();
  const text = JSON.stringify(kept);
  scores([{ time: 60_000, value: 9 }], StreamScorer.restore(kept));
  scores([{ time: 60_000, value: 9 }], first);
  expect(JSON.stringify(kept)).toBe(text);
});
