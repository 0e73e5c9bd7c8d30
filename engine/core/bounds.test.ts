import { NO_DETECTIONS } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import { agentEvent, exec, tickAt, T0 } from '../../test/support/agent-events';
import { LIMITS, alertsOf, counted, detector, engineOf, evil, run } from '../../test/support/engine';

const CUT = [{ field: 'action.command', state: 'truncated' as const }];
const once = (events: AgentEvent[]) => run(events, () => engineOf([evil])).findings;

describe('state is bounded', () => {
  const counter = detector(
    { id: 'counter', needs: ['exec'], window: { seconds: 60, maxKeys: 50 } },
    () => ({ seen: 0 }),
    (state, event) => {
      state.seen += 1;
      return state.seen === 3 ? [{ why: 'third', dedupeKey: `third at ${event.at - T0}` }] : NO_DETECTIONS;
    },
  );
  const of = (session: number, at: number) => exec(`ls ${at}`, { at, scope: `session:x:${session}`, callId: `${at}` });

  test('a hundred thousand sessions leave no more than the caps', () => {
    const engine = engineOf([counter], { limits: { ...LIMITS, maxSessions: 200 } });
    const evicted = { sessions: 0, 'detector-state': 0 };
    for (let session = 0; session < 100_000; session += 1) {
      const { counts } = engine.event([of(session, session)]);
      for (const map of ['sessions', 'detector-state'] as const)
        evicted[map] += counted(counts, 'gander_engine_evicted_total', map);
    }
    expect(engine.sizes()).toEqual({ sessions: 200, facts: 0, 'detector-state': 50 });
    expect(evicted).toEqual({ sessions: 99_800, 'detector-state': 99_950 });
  });

  test('one session may hold so much and no more, whatever it sends', () => {
    const engine = engineOf([evil], { limits: { ...LIMITS, maxSize: 3_000_000 } });
    for (let index = 0; index < 2_000; index += 1) {
      const scope = `session:x:${index % 7}`;
      const write = { type: 'file.write', tool: 'W', path: `/f${index}`, content: 'x'.repeat(20_000) } as const;
      engine.event([
        exec('x'.repeat(20_000), { at: index, scope, callId: `c${index}`, outcome: { output: 'y'.repeat(50_000) } }),
        agentEvent({ at: index, scope, callId: `w${index}`, action: write }),
      ]);
    }
    expect(engine.snapshot().byteLength).toBeLessThan(9_000_000);
    expect(engine.sizes()['sessions']).toBeLessThanOrEqual(7);
  });

  test('a detector keeps a key for its window, in event time', () => {
    const { findings } = run(
      [of(1, 0), of(1, 50_000), of(1, 100_000), of(1, 200_000), of(1, 201_000), of(1, 202_000)],
      () => engineOf([counter]),
    );
    expect(findings.map(({ at }) => at - T0)).toEqual([100_000, 202_000]);
  });

  test('a state that is still as it began is not kept, and one that is so again is let go', () => {
    const lister = detector(
      { id: 'lister', needs: ['exec'] },
      (): { names: string[]; count: number } => ({ names: [], count: 5 }),
      (state, event) => {
        const command = event.action.type === 'exec' ? (event.action.command ?? '') : '';
        if (command.startsWith('add')) state.names.push(command);
        if (command.startsWith('clear')) state.names = [];
        return NO_DETECTIONS;
      },
    );
    const engine = engineOf([lister]);
    const kept = (command: string) => {
      engine.event([exec(command, { callId: command })]);
      return engine.sizes()['detector-state'];
    };
    expect(['ls', 'add', 'ls -l', 'clear'].map(kept)).toEqual([0, 1, 1, 0]);
  });

  test('ticks forget silent sessions and states', () => {
    const engine = engineOf([counter], { limits: { ...LIMITS, sessionMs: 3_600_000 } });
    engine.event([of(1, 0), of(2, 1)]);
    engine.control(tickAt(120_000));
    expect(engine.sizes()).toEqual({ sessions: 2, facts: 0, 'detector-state': 0 });
    engine.control(tickAt(3_700_000));
    expect(engine.sizes()['sessions']).toBe(0);
  });

  test('a session that rests keeps what is open and what was found, and forgets the rest', () => {
    const engine = engineOf([evil]);
    const ended = (index: number) => exec(`ls ${index}`, { callId: `c${index}`, at: index, outcome: { exitCode: 0 } });
    engine.event([exec('evil:a', { callId: 'found' }), exec('sleep 600', { callId: 'open', phase: 'started' })]);
    engine.event(Array.from({ length: 40 }, (_, index) => ended(index)));
    const busy = engine.snapshot().byteLength;
    engine.control(tickAt(600_000));
    expect(engine.snapshot().byteLength).toBeLessThan(busy / 5);
    const outcome = exec(undefined, { callId: 'found', at: 700_000, outcome: { exitCode: 0 } });
    expect(engine.event([outcome]).findings[0]?.facts).toContain('succeeded');
  });

  test('the outcome of a call in which something was found is known after many other calls', () => {
    const calls = Array.from({ length: 500 }, (_, index) => exec(`ls ${index}`, { callId: `c${index}`, at: index }));
    const outcome = exec(undefined, { callId: 'found', at: 1_000, outcome: { exitCode: 0 } });
    const findings = once([exec('evil:a', { callId: 'found' }), ...calls, outcome]);
    expect(Object.values(alertsOf(findings))).toEqual(['critical']);
  });

  test('what waits in a session that is dropped is stepped first', () => {
    const engine = engineOf([evil], { limits: { ...LIMITS, maxSessions: 1 } });
    expect(engine.event([exec('evil:a', { scope: 'session:x:1', callId: 'c', visibility: CUT })]).findings).toEqual([]);
    expect(engine.event([exec('ls', { scope: 'session:x:2' })]).findings).toHaveLength(1);
  });
});
