/** What sessions did, summed up: once an act, whatever tells it, in whatever order. */
import fc from 'fast-check';
import type { ActivityAction, AgentEvent } from '../../contracts/event';
import { NO_DETECTIONS } from '../../contracts/detector';
import { T0, agentEvent, exec } from '../../test/support/agent-events';
import { detector, engineOf, run } from '../../test/support/engine';

interface Told {
  key: string;
  event: AgentEvent;
  activity: ActivityAction;
}

/** The summaries that reach the baselines, by the engines' own way. */
function summaries(events: readonly AgentEvent[], partitions = 1): Told[] {
  const told: Told[] = [];
  const listener = detector(
    { id: 'listener', needs: ['activity'], order: 'event-time', keyBy: 'entity' },
    () => ({}),
    (_state, event, { key }) => {
      if (event.action.type === 'activity') told.push({ key, event, activity: event.action });
      return NO_DETECTIONS;
    },
  );
  const acts = detector(
    { id: 'acts', needs: ['exec', 'file.read', 'mcp.call', 'hidden'], order: 'event-time' },
    () => ({}),
    () => NO_DETECTIONS,
  );
  run(events, () => engineOf([listener, acts]), { partitions, restMs: 400_000 });
  return told;
}

const ofFleet = (all: readonly Told[]) =>
  all.filter(({ key }) => key === 'entity:fleet').map(({ activity }) => activity);
const model = (at: number, given: Partial<AgentEvent> = {}) =>
  agentEvent({
    at,
    action: { type: 'model.call', model: 'large-2', inputTokens: 1_000, outputTokens: 100 },
    ...given,
  });

test('an act is counted once, by its end, and its records change nothing', () => {
  const call = { callId: 'c1' };
  const events = [
    exec('npm test', { ...call, at: 1_000, phase: 'approved' }),
    exec('npm test', {
      ...call,
      at: 5_000,
      outcome: { status: 'error', exitCode: 1, durationMs: 4_000 },
      phase: 'failed',
    }),
    exec('git status', { callId: 'c2', at: 6_000, outcome: { status: 'ok', exitCode: 0, durationMs: 100 } }),
    exec('rm -r x', { callId: 'c3', at: 7_000, phase: 'denied' }),
  ];
  expect(ofFleet(summaries([...events, ...events]))).toEqual([
    expect.objectContaining({ calls: 3, errors: 1, denials: 1, busyMs: 4_100 }),
  ]);
});

test('a call of a model that a log, a span and a metric tell is one', () => {
  const metric = { name: 'tokens', temporality: 'delta', series: 's' } as const;
  const [activity] = ofFleet(
    summaries([
      model(1_000, { source: { dialect: 'x', signal: 'log', record: 'api_request' } }),
      model(1_100, { source: { dialect: 'x', signal: 'span', record: 'llm' } }),
      model(2_000, {
        source: { dialect: 'x', signal: 'metric', record: 'tokens' },
        action: { type: 'model.call', inputTokens: 1_000, metric },
      }),
    ]),
  );
  expect(activity).toMatchObject({ modelCalls: 1, inputTokens: 1_000, outputTokens: 100, used: ['model large-2'] });
});

test('it is told to each entity that the records name', () => {
  const told = summaries([exec('ls', { at: 1_000, repository: 'acme/app', account: 'a1' })]);
  expect(told.map(({ key }) => key).sort()).toEqual([
    'entity:account a1',
    'entity:agent claude-code',
    'entity:fleet',
    'entity:host build-7',
    'entity:repository acme/app',
  ]);
});

test('minutes follow each other, and a silent session is told by ticks alone', () => {
  const minutes = Array.from({ length: 20 }, (_, minute) => exec(`run ${minute}`, { at: minute * 60_000 }));
  const told = summaries(minutes).filter(({ key }) => key === 'entity:fleet');
  expect(told.reduce((sum, { activity }) => sum + activity.calls, 0)).toBe(20);
  expect(Math.max(...told.map(({ activity }) => activity.calls))).toBe(5);
  expect(told.every(({ event }) => event.at > T0 && event.receivedAt <= event.at)).toBe(true);
});

test('the same sums in any order and over partitions', () => {
  const events = Array.from({ length: 40 }, (_, index) =>
    index % 3 === 0 ? model(index * 9_000) : exec(`run ${index}`, { at: index * 9_000, callId: `c${index}` }),
  );
  const usual = JSON.stringify(
    summaries(events)
      .map(({ key, event }) => [key, event.id, event.action])
      .sort(),
  );
  fc.assert(
    fc.property(fc.array(fc.nat(8_000), { minLength: 40, maxLength: 40 }), (delays) => {
      const shuffled = events
        .map((event, index) => ({ event, turn: event.receivedAt + (delays[index] ?? 0) }))
        .sort((a, b) => a.turn - b.turn)
        .map(({ event }) => event);
      const told = summaries(shuffled, 3).map(({ key, event }) => [key, event.id, event.action]);
      expect(JSON.stringify(told.sort())).toBe(usual);
    }),
    { numRuns: 20 },
  );
});
