import fc from 'fast-check';
import type { Alert } from '../contracts/alert';
import { CONFIDENCES, EVIDENCE_FACTS, SEVERITIES } from '../contracts/finding';
import type { Finding } from '../contracts/finding';
import { MOST_EVIDENCE, eventIdsOf, foldFindings } from './fold';
import type { Folded } from './fold';
import { evidenceOf, findingOf } from './sample-findings';

/** Folds in the given groups, as batches would: findings seen before are left out, new events counted. */
function inBatches(batches: readonly (readonly Finding[])[]): Folded {
  const seen = new Set<string>();
  const events = new Set<string>();
  let folded: Folded | undefined;
  for (const batch of batches) {
    const fresh = batch.filter(
      ({ id }, index) => !seen.has(id) && batch.findIndex((other) => other.id === id) === index,
    );
    const [first, ...rest] = fresh;
    if (first === undefined) continue;
    const before = events.size;
    for (const finding of fresh) {
      seen.add(finding.id);
      for (const id of eventIdsOf(finding)) events.add(id);
    }
    folded = foldFindings(folded, [first, ...rest], events.size - before, 5_000);
  }
  return folded!;
}

const alertOf = (...findings: Finding[]): Alert => inBatches([findings]).alert;

const evidence = fc
  .tuple(fc.nat(39), fc.constantFrom('seen', 'seen otherwise'))
  .map(([n, excerpt]) => evidenceOf({ eventId: `e${n}`, at: 1_000 + n * 7, excerpt }));
const finding = fc
  .record({
    baseSeverity: fc.constantFrom(...SEVERITIES),
    confidence: fc.constantFrom(...CONFIDENCES),
    facts: fc.subarray([...EVIDENCE_FACTS]),
    evidence: fc.array(evidence, { minLength: 1, maxLength: 5 }),
    entities: fc.record(
      { session: fc.constantFrom('s1', 's2'), host: fc.constantFrom('h1', 'h2'), path: fc.constantFrom('/a', '/b') },
      { requiredKeys: [] },
    ),
    why: fc.constantFrom('one', 'two', 'three'),
    at: fc.integer({ min: 900, max: 2_000 }),
    techniques: fc.subarray(['T1', 'T2', 'T3']),
  })
  .map((parts) => findingOf(parts));
/** Each with an id of its own, as the engine gives them. */
const findings = fc
  .array(finding, { minLength: 1, maxLength: 30 })
  .map((all) => all.map((each, index) => ({ ...each, id: `f${(index * 7) % 31}` })));

test('order, grouping and repetition do not matter', () => {
  const shuffled = findings.chain((all) =>
    fc.tuple(
      fc.constant(all),
      fc.shuffledSubarray(all, { minLength: all.length }),
      fc.array(fc.nat(all.length - 1)),
      fc.integer({ min: 1, max: 7 }),
    ),
  );
  fc.assert(
    fc.property(shuffled, ([all, other, repeats, size]) => {
      const stream = [...other, ...repeats.map((index) => all[index]!)];
      const batches = Array.from({ length: Math.ceil(stream.length / size) }, (_, n) =>
        stream.slice(n * size, n * size + size),
      );
      expect(inBatches(batches)).toEqual(inBatches([all]));
    }),
    { numRuns: 300 },
  );
});

test('severity is that of all facts together', () => {
  const denied = findingOf({ id: 'f1', facts: ['proposed', 'denied'] });
  expect(alertOf(denied).severity).toBe('medium');
  expect(alertOf(denied, findingOf({ id: 'f2', facts: ['attempted', 'succeeded'] })).severity).toBe('high');
  const raised = alertOf(denied, findingOf({ id: 'f2', facts: ['succeeded', 'bypass-mode'] }));
  expect([raised.severity, raised.confidence, raised.risk]).toEqual(['critical', 'high', 40]);
});

test('the words are those of the gravest finding, then of the lowest id', () => {
  const low = findingOf({ id: 'a', baseSeverity: 'low', why: 'low' });
  const grave = findingOf({ id: 'c', why: 'grave', title: 'Grave' });
  const graveToo = findingOf({ id: 'b', why: 'grave too', title: 'Grave too' });
  expect(alertOf(low, grave)).toMatchObject({ why: 'grave', title: 'Grave' });
  expect(alertOf(low, grave, graveToo)).toMatchObject({ why: 'grave too', title: 'Grave too' });
});

test('an entity comes from the gravest finding that knows it', () => {
  const low = findingOf({ id: 'a', baseSeverity: 'low', entities: { path: '/low', host: 'low' } });
  const high = findingOf({ id: 'b', entities: { host: 'high', session: 's9' } });
  expect(alertOf(low, high)).toMatchObject({ entities: { path: '/low', host: 'high', session: 's9' }, session: 's9' });
  expect(alertOf(low)).not.toHaveProperty('session');
});

test('evidence is the first pieces and the last, the count tells all', () => {
  const many = Array.from({ length: 50 }, (_, n) =>
    findingOf({ id: `f${n}`, at: 1_000 + n, evidence: [evidenceOf({ eventId: `e${n}`, at: 1_000 + n })] }),
  );
  const alert = alertOf(...many.toReversed());
  const kept = alert.evidence.map(({ eventId }) => eventId);
  expect(kept).toEqual([...Array.from({ length: MOST_EVIDENCE - 1 }, (_, n) => `e${n}`), 'e49']);
  expect(alert).toMatchObject({ count: 50, firstSeen: 1_000, lastSeen: 1_049, createdAt: 5_000 });
});

test('what a person has done with the alert stays', () => {
  const first = inBatches([[findingOf({ id: 'f1' })]]);
  const taken: Folded = { ...first, alert: { ...first.alert, state: 'acknowledged' } };
  const { alert } = foldFindings(taken, [findingOf({ id: 'f2' })], 0, 9_000);
  expect(alert).toMatchObject({ state: 'acknowledged', createdAt: 5_000, updatedAt: 9_000, count: 1 });
});
