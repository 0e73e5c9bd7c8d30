/**
 * The floors that are promised. Each attack is told in a part of the ways of each kind, the next attack in the next part, so that all ways
 * meet all sorts of attacks in a time that a test may take; `npm run mutations` tells every one in every way.
 */
import { BENIGN } from './benign';
import { MUTATIONS, alarms, attacks, recallOf } from './measure';
import type { Recall } from './measure';
import { KINDS } from './mutation';
import type { Kind } from './mutation';

/** One of how many ways each attack is told in. */
const PART: Readonly<Record<Kind, number>> = {
  quoted: 2,
  wrapped: 6,
  fed: 2,
  variables: 4,
  encoded: 6,
  split: 1,
  'written first': 3,
  'calls between': 3,
};
const WHOLE: readonly Kind[] = ['quoted', 'wrapped'];

const all = attacks();
const of = (kind: Kind) => MUTATIONS.filter((mutation) => mutation.kind === kind);
const share = <T>(list: readonly T[], parts: number, which: number): T[] =>
  list.filter((_, index) => index % parts === which % parts);

function sum(recalls: readonly Recall[]) {
  const add = (pick: (recall: Recall) => number) => recalls.reduce((total, recall) => total + pick(recall), 0);
  return { applied: add((one) => one.applied), caught: add((one) => one.caught), named: add((one) => one.named) };
}

test('there are attacks of many detectors, and 500 ordinary commands that are quiet as they are', () => {
  expect(new Set(all.map(({ detector }) => detector.manifest.id)).size).toBeGreaterThan(20);
  expect(all.length).toBeGreaterThan(400);
  expect(BENIGN.length).toBeGreaterThanOrEqual(500);
  expect(alarms(BENIGN).alerted).toEqual([]);
});

describe.each(KINDS)('%s', (kind) => {
  const recalls = of(kind).map((mutation, index) => recallOf(mutation, share(all, PART[kind], index)));

  if (WHOLE.includes(kind))
    test('everything is found as before', () => {
      const missed = recalls.flatMap(({ mutation, missed: list }) =>
        list.map(({ detector, title, got }) => `${mutation.name}: ${detector}: ${title}: ${got}`),
      );
      expect(missed).toEqual([]);
    });
  else
    test('nine of ten are found as before', () => {
      const low = recalls.filter(({ applied, caught }) => applied > 50 && caught < 0.9 * applied);
      expect(low.map(({ mutation, applied, caught }) => `${mutation.name}: ${caught} of ${applied}`)).toEqual([]);
      const { applied, caught } = sum(recalls);
      expect(applied).toBeGreaterThan(20);
      expect(caught / applied).toBeGreaterThanOrEqual(0.9);
    });

  test('what is found is the act itself, not how it was reached', () => {
    const { caught, named } = sum(recalls);
    expect(named / caught).toBeGreaterThanOrEqual(0.95);
  });

  test('ordinary work is alarmed about no more than half a point oftener', () => {
    const heard = of(kind).map((mutation, index) => alarms(share(BENIGN, 10, index), mutation));
    const alerted = heard.flatMap((one) => one.alerted);
    const applied = heard.reduce((total, one) => total + one.applied, 0);
    expect({ alerted, few: alerted.length <= applied * 0.005 }).toEqual({ alerted, few: true });
  });
});
