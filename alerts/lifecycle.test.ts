import { alertOf, incidentOf } from '../store/sample-rows';
import { changeAlert, changeIncident, closeWith, MOST_HISTORY, reopenAlert, reopenIncident } from './lifecycle';

const ana = { by: 'ana', at: 1_000 };
const later = { by: 'ana', at: 2_000 };

test('a change of state, assignee and comment is kept with its history', () => {
  const request = { state: 'in-progress' as const, assignee: 'ben', comment: 'I look at it.' };
  const changed = changeAlert(alertOf({}), request, ana);
  expect(changed).toMatchObject({ state: 'in-progress', assignee: 'ben', updatedAt: 1_000 });
  expect(changed.history).toEqual([
    { at: 1_000, by: 'ana', what: 'state', from: 'new', to: 'in-progress' },
    { at: 1_000, by: 'ana', what: 'comment', text: 'I look at it.' },
    { at: 1_000, by: 'ana', what: 'assignee', from: '', to: 'ben' },
  ]);
  const unassigned = changeAlert(changed, { assignee: '' }, later);
  expect('assignee' in unassigned).toBe(false);
});

test.each([
  { state: 'acknowledged' },
  { state: 'false-positive', reason: 'a lesson' },
  { state: 'risk-accepted', reason: 'a lab', until: 9_000 },
  { assignee: 'ben' },
  { comment: 'seen' },
] as const)('the same change again changes nothing: %j', (request) => {
  const once = changeAlert(alertOf({}), request, ana);
  expect(once).not.toEqual(alertOf({}));
  expect(changeAlert(once, request, later)).toBe(once);
});

test('a new reason of the same state is a change', () => {
  const first = changeAlert(alertOf({}), { state: 'false-positive', reason: 'a lesson' }, ana);
  const second = changeAlert(first, { state: 'false-positive', reason: 'a test' }, later);
  expect(second.history?.map(({ text }) => text)).toEqual(['a lesson', 'a test']);
});

test.each([
  [{ state: 'gone' }, 'state: one of new'],
  [{ state: 'false-positive' }, 'reason: required'],
  [{ state: 'false-positive', reason: ' ' }, 'reason: required'],
  [{ state: 'risk-accepted', until: 5_000 }, 'reason: required'],
  [{ state: 'risk-accepted', reason: 'a lab' }, 'until: required'],
  [{ state: 'risk-accepted', reason: 'a lab', until: 999 }, 'until: a time from now'],
  [{ state: 'risk-accepted', reason: 'a lab', until: 1e14 }, 'until: a time from now'],
  [{ state: 'risk-accepted', reason: 'a lab', until: 5_000.5 }, 'until: a time from now'],
  [{ state: 'resolved', until: 5_000 }, 'until: belongs'],
  [{ reason: 'why' }, 'reason: belongs'],
  [{ until: 5_000 }, 'until: belongs'],
  [{ comment: 'x'.repeat(2_001) }, 'comment: a text of at most 2,000'],
  [{ assignee: 7 }, 'assignee: a text of at most 200'],
])('%j is refused', (request, why) => {
  expect(() => changeAlert(alertOf({}), request as never, ana)).toThrow(why);
});

test('evidence from after the end reopens, evidence from before does not', () => {
  const resolved = changeAlert(alertOf({}), { state: 'resolved' }, ana);
  expect(reopenAlert(resolved, 1_000, 3_000)).toBe(resolved);
  const reopened = reopenAlert(resolved, 1_001, 3_000);
  expect(reopened.state).toBe('new');
  expect(reopened.history?.at(-1)).toEqual({ at: 3_000, by: 'gander', what: 'reopened', from: 'resolved', to: 'new' });
  const again = changeAlert(reopened, { state: 'resolved' }, { by: 'ana', at: 4_000 });
  expect(again.state).toBe('resolved');
  for (const state of ['acknowledged', 'in-progress'] as const)
    expect(reopenAlert(changeAlert(alertOf({}), { state }, ana), 5_000, 6_000).state).toBe(state);
  const false1 = changeAlert(alertOf({}), { state: 'false-positive', reason: 'a lesson' }, ana);
  expect(reopenAlert(false1, 1_001, 3_000).state).toBe('new');
});

test('an accepted risk stays accepted until it ends', () => {
  const accepted = changeAlert(alertOf({}), { state: 'risk-accepted', reason: 'a lab', until: 9_000 }, ana);
  expect(accepted.acceptedUntil).toBe(9_000);
  expect(reopenAlert(accepted, 9_000, 9_100)).toBe(accepted);
  const ended = reopenAlert(accepted, 9_001, 9_100);
  expect([ended.state, 'acceptedUntil' in ended]).toEqual(['new', false]);
  const resolved = changeAlert(accepted, { state: 'resolved' }, later);
  expect('acceptedUntil' in resolved).toBe(false);
});

test('a history is bounded', () => {
  let alert = alertOf({});
  for (let n = 0; n < 150; n++) alert = changeAlert(alert, { comment: `number ${n}` }, ana);
  expect(alert.history).toHaveLength(MOST_HISTORY);
  expect(alert.history?.at(-1)?.text).toBe('number 149');
});

test('an incident is acknowledged, given to someone, closed, and opened again by what comes after', () => {
  const taken = changeIncident(incidentOf({}), { state: 'acknowledged', assignee: 'ben' }, ana);
  expect(changeIncident(taken, { state: 'acknowledged', assignee: 'ben' }, later)).toBe(taken);
  const closed = changeIncident(taken, { state: 'closed', reason: 'the key is revoked' }, later);
  expect(closed.history.at(-1)).toMatchObject({ what: 'state', to: 'closed', text: 'the key is revoked' });
  expect(reopenIncident(closed, 2_000, 3_000)).toBe(closed);
  expect(reopenIncident(closed, 2_001, 3_000)).toMatchObject({ state: 'open', assignee: 'ben' });
  expect(() => changeIncident(taken, { state: 'new' as never }, ana)).toThrow('state: one of open');
  expect(() => changeIncident(taken, { reason: 'why' }, ana)).toThrow('reason: belongs');
});

test('closing an incident resolves what nobody has judged', () => {
  const judged = changeAlert(alertOf({}), { state: 'false-positive', reason: 'a lesson' }, ana);
  expect(closeWith(judged, later)).toBe(judged);
  expect(closeWith(alertOf({ state: 'acknowledged' }), later).state).toBe('resolved');
});
