/** Detectors that are kept by a secret or by a session tree see across sessions, the same in any number of partitions. */
import fc from 'fast-check';
import type { AgentEvent } from '../../contracts/event';
import { agentEvent, exec } from '../../test/support/agent-events';
import { LATENESS_MS, alertsOf, counted, detector, engineOf, run } from '../../test/support/engine';

const inSessions = detector(
  { id: 'in-sessions', needs: ['exec'], order: 'event-time', keyBy: 'secret' },
  (): { scopes: string[] } => ({ scopes: [] }),
  (state, event) => {
    if (state.scopes.includes(event.scope)) return [];
    state.scopes.push(event.scope);
    return state.scopes.length < 2 ? [] : [{ why: 'again', dedupeKey: state.scopes.join() }];
  },
);

const inTree = detector(
  { id: 'in-tree', needs: ['exec'], order: 'event-time', keyBy: 'tree' },
  (): { read?: boolean } => ({}),
  (state, event) => {
    const { action } = event;
    if (action.type !== 'exec') return [];
    if (action.command === 'read') state.read = true;
    return action.command === 'send' && state.read === true ? [{ why: 'sent', dedupeKey: 'sent' }] : [];
  },
);

const make = () => engineOf([inSessions, inTree]);
const alerts = (events: readonly AgentEvent[], how?: Parameters<typeof run>[2]) =>
  alertsOf(run(events, make, how).findings);
const scope = (session: number) => `session:claude-code:s${session}`;
const holding = (marks: readonly string[]) =>
  marks.map((fingerprint) => ({ kind: 'npm-token', fingerprint, field: 'outcome.output' }));

test('a secret in two sessions, in whichever record of the act it stands', () => {
  const act = (session: number, at: number) => [
    exec('env', { scope: scope(session), callId: `c${at}`, at, phase: 'proposed' }),
    exec(undefined, {
      scope: scope(session),
      callId: `c${at}`,
      at: at + 100,
      outcome: { output: 'x' },
      secrets: holding(['a']),
    }),
  ];
  expect(Object.keys(alerts([...act(1, 0), ...act(2, 1_000)]))).toHaveLength(1);
  expect(Object.keys(alerts([...act(1, 0), ...act(1, 1_000)]))).toHaveLength(0);
});

test('a sub-agent with a conversation of its own belongs to the session that spawned it', () => {
  const spawn = agentEvent({ scope: scope(1), at: 0, action: { type: 'agent.spawn', childSession: 's2' } });
  const read = exec('read', { scope: scope(1), at: 500, callId: 'r' });
  const send = exec('send', { scope: scope(2), at: 1_000, callId: 's' });
  expect(Object.keys(alerts([spawn, read, send], { partitions: 12 }))).toHaveLength(1);
  expect(alerts([read, send])).toEqual({});
});

test('an act is told under eight secrets at most, and what is over is counted', () => {
  const marks = Array.from({ length: 20 }, (_, index) => `m${index}`);
  const { counts } = run([exec('env', { callId: 'a', secrets: holding(marks) })], make);
  expect(counted(counts, 'gander_engine_evicted_total', 'facts')).toBe(12);
});

const act = fc.record({
  session: fc.integer({ min: 0, max: 3 }),
  command: fc.constantFrom('read', 'send', 'ls'),
  secrets: fc.subarray(['a', 'b', 'c']),
  pause: fc.integer({ min: 1, max: 9_000 }),
});
const delays = fc.array(fc.integer({ min: 0, max: LATENESS_MS - 1 }), { minLength: 1, maxLength: 30 });

test('shuffled, twice, in 12 partitions, restarted: the same alerts', () => {
  fc.assert(
    fc.property(fc.array(act, { minLength: 1, maxLength: 15 }), delays, fc.nat(40), (acts, by, restartAt) => {
      let at = 1_000;
      const spawn = agentEvent({ scope: scope(0), at: 0, action: { type: 'agent.spawn', childSession: 's1' } });
      const events = acts.flatMap(({ session, command, secrets, pause }, index) => [
        exec(command, { scope: scope(session), callId: `c${index}`, at: (at += pause), phase: 'proposed' }),
        exec(undefined, {
          scope: scope(session),
          callId: `c${index}`,
          at: at + 300,
          outcome: { output: 'x' },
          ...(secrets.length > 0 && { secrets: holding(secrets) }),
        }),
      ]);
      const received = (delay: (index: number) => number) =>
        events
          .map((event, index) => ({ ...event, receivedAt: event.at + delay(index) }))
          .sort((a, b) => a.receivedAt - b.receivedAt);
      const shuffled = received((index) => by[index % by.length] ?? 0).flatMap((event) => [event, event]);
      const how = { partitions: 12, restartAt: restartAt % shuffled.length };
      expect(alerts([spawn, ...shuffled], how)).toEqual(alerts([spawn, ...received(() => 0)]));
    }),
    { numRuns: Number(process.env['RUNS'] ?? 80) },
  );
});
