import fc from 'fast-check';
import { CONFIDENCES, EVIDENCE_FACTS, SEVERITIES } from './finding';
import type { Confidence, EvidenceFact, Severity } from './finding';
import { confidenceOf, riskOf, severityOf, severityOfAll } from './severity';

const cases: [string, Severity, Confidence, EvidenceFact[], Severity][] = [
  ['the base without context', 'high', 'high', ['attempted', 'succeeded'], 'high'],
  ['one step up', 'high', 'high', ['bypass-mode'], 'critical'],
  ['one step up in total', 'medium', 'high', ['bypass-mode', 'outside-text', 'production-target'], 'high'],
  ['daily work stays low where nobody is asked', 'low', 'high', ['bypass-mode'], 'low'],
  ['daily work stays low when it is copied from a page', 'low', 'high', ['outside-text', 'bypass-mode'], 'low'],
  ['other reasons lift it', 'low', 'high', ['bypass-mode', 'production-target'], 'medium'],
  ['no step above critical', 'critical', 'high', ['value-link'], 'critical'],
  ['a denied call did not happen', 'high', 'high', ['proposed', 'denied'], 'medium'],
  ['one step down in total', 'critical', 'high', ['denied', 'loopback-only', 'sandboxed'], 'high'],
  ['failed before effect', 'high', 'medium', ['attempted', 'failed'], 'medium'],
  ['denied, then done another way', 'high', 'high', ['denied', 'failed', 'attempted', 'succeeded'], 'high'],
  ['denied, then tried with an unknown end', 'high', 'high', ['denied', 'attempted'], 'high'],
  ['up and down together', 'high', 'high', ['bypass-mode', 'failed'], 'high'],
  ['never down with a honeytoken', 'critical', 'high', ['honeytoken', 'denied'], 'critical'],
  ['never down with tampering', 'high', 'high', ['tampering', 'sandboxed'], 'high'],
  ['low confidence caps at medium', 'critical', 'low', ['succeeded'], 'medium'],
  ['unless a hard bound is broken', 'high', 'low', ['hard-bound'], 'high'],
  ['low stays above info', 'low', 'high', ['denied'], 'low'],
  ['a tag stays a tag', 'info', 'high', ['bypass-mode'], 'info'],
];

test.each(cases)('%s', (_, base, confidence, facts, expected) => {
  expect(severityOf(base, confidence, facts)).toBe(expected);
});

const severity = fc.constantFrom(...SEVERITIES);
const confidence = fc.constantFrom(...CONFIDENCES);
const facts = fc.subarray([...EVIDENCE_FACTS]);

test('order and repetition of facts and grounds do not matter', () => {
  const grounds = fc.array(fc.record({ baseSeverity: severity, confidence }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(grounds, facts, (all, held) => {
      const again = severityOfAll([...all, ...all].reverse(), [...held, ...held].reverse());
      expect(severityOfAll(all, held)).toBe(again);
    }),
  );
});

test('context moves at most one step', () => {
  fc.assert(
    fc.property(severity, facts, (base, held) => {
      const moved = SEVERITIES.indexOf(severityOf(base, 'high', held)) - SEVERITIES.indexOf(base);
      expect(Math.abs(moved)).toBeLessThanOrEqual(1);
    }),
  );
});

test('partial content is never certain', () => {
  expect(confidenceOf('high', ['partial-content'])).toBe('medium');
  expect(confidenceOf('low', ['partial-content'])).toBe('low');
  expect(confidenceOf('high', [])).toBe('high');
});

test('risk by severity and confidence', () => {
  expect(riskOf('critical', 'high')).toBe(40);
  expect(riskOf('high', 'medium')).toBe(9);
  expect(riskOf('info', 'high')).toBe(0);
});
