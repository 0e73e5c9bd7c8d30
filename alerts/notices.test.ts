import type { Severity } from '../contracts/finding';
import { foldFindings } from './fold';
import type { Folded } from './fold';
import { noticesOf, outboxRowOf, withNotices } from './notices';
import { findingOf } from './sample-findings';

const listeners = [
  { name: 'all', minSeverity: 'low' as const },
  { name: 'pages', minSeverity: 'high' as const },
];

function at(severity: Severity, notified: Folded['fold']['notified'] = {}): Folded {
  const { alert, fold } = foldFindings(undefined, [findingOf({})], 1, 5_000);
  return { alert: { ...alert, severity }, fold: { ...fold, notified } };
}

/** What is said as the severity goes through these values, one batch each. */
function said(...severities: Severity[]): string[] {
  let notified = {};
  return severities.map((severity) => {
    const folded = at(severity, notified);
    const notices = noticesOf(folded, listeners);
    notified = withNotices(folded.fold, severity, notices).notified;
    return notices.map(({ listener, type }) => `${listener} ${type}`).join(', ');
  });
}

test('each is told once from its severity on, and of each rise above what it was told', () => {
  expect(said('info', 'low', 'low', 'high', 'high', 'medium', 'high', 'critical')).toEqual([
    '',
    'all alert.created',
    '',
    'all alert.escalated, pages alert.created',
    '',
    '',
    '',
    'all alert.escalated, pages alert.escalated',
  ]);
});

test('a listener that was added later hears of the alert as a new one', () => {
  expect(noticesOf(at('critical', { all: 'high' }), listeners)).toEqual([
    { listener: 'all', type: 'alert.escalated' },
    { listener: 'pages', type: 'alert.created' },
  ]);
});

test('the id of a message tells alert, event, severity and sink apart, and nothing else', () => {
  const origin = { receivedAt: 1, traceparent: undefined };
  const id = (listener: string, type: 'alert.created' | 'alert.escalated', severity: Severity, updatedAt = 1) => {
    const { alert } = at(severity);
    return outboxRowOf({ listener, type }, { ...alert, updatedAt }, origin).id;
  };
  const ids = [
    id('ops', 'alert.created', 'high'),
    id('soc', 'alert.created', 'high'),
    id('ops', 'alert.escalated', 'high'),
    id('ops', 'alert.escalated', 'critical'),
  ];
  expect(new Set(ids).size).toBe(4);
  expect(ids[0]).toMatch(/^[0-9a-f]{32}$/);
  expect(id('ops', 'alert.created', 'low', 99)).toBe(ids[0]);
});
