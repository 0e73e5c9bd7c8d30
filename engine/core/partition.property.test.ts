import fc from 'fast-check';
import type { AgentEvent } from '../../contracts/event';
import type { Finding } from '../../contracts/finding';
import { agentEvent, exec, T0 } from '../../test/support/agent-events';
import { LATENESS_MS, alertsOf, engineOf, evil, readThenFetch, run, thirdOnHost } from '../../test/support/engine';

const CUT = [{ field: 'action.command', state: 'truncated' as const }];
const make = () => engineOf([evil, readThenFetch, thirdOnHost]);
const alerts = (events: readonly AgentEvent[], how?: Parameters<typeof run>[2]) =>
  alertsOf(run(events, make, how).findings);

/** One act of a session, told by several records. */
type Act = (scope: string, callId: string, at: number) => AgentEvent[];

const named = fc.constantFrom('a', 'b', 'c');
const hidden = (given: Parameters<typeof exec>[1]) => exec(undefined, given);

const acts: Record<string, fc.Arbitrary<Act>> = {
  run: fc
    .tuple(named, fc.constantFrom(0, 1, undefined), fc.boolean())
    .map(([name, exitCode, twice]): Act => (scope, callId, at) => [
      exec(`evil:${name}`, { scope, callId, at, phase: 'proposed' }),
      ...(twice ? [exec(`evil:${name}`, { scope, callId, at: at + 400, phase: 'started' })] : []),
      hidden({ scope, callId, at: at + 800, ...(exitCode !== undefined && { outcome: { exitCode } }) }),
    ]),
  denied: named.map((name): Act => (scope, callId, at) => [
    exec(`evil:${name}`, { scope, callId, at, phase: 'proposed' }),
    hidden({ scope, callId, at: at + 10, phase: 'denied', permission: { decision: 'reject', by: 'user' } }),
  ]),
  forged: named.map((name): Act => (scope, callId, at) => [
    exec('ls', { scope, callId, at }),
    exec(`evil:${name}`, { scope, callId, at: at + 5 }),
  ]),
  cut: named.map((name): Act => (scope, callId, at) => [
    exec(`sleep 1; evil:${name}`, { scope, callId, at, visibility: CUT }),
    exec(`sleep 1; evil:${name}x`, { scope, callId, at: at + 3_000 }),
  ]),
  script: named.map((name): Act => (scope, callId, at) => [
    agentEvent({
      scope,
      callId: `${callId}w`,
      at,
      action: { type: 'file.write', tool: 'Write', path: `/tmp/${name}.sh`, content: `evil:from${name}` },
    }),
    exec(`sh /tmp/${name}.sh`, { scope, callId, at: at + 900 }),
  ]),
  bypass: fc.constant<Act>((scope, _, at) => [
    agentEvent({ scope, at, action: { type: 'session.start', permissionMode: 'bypassPermissions' } }),
  ]),
  sequence: fc.integer({ min: 0, max: 5 }).map((seconds): Act => (scope, callId, at) => [
    agentEvent({ scope, callId, at, action: { type: 'file.read', tool: 'Read', path: '/secret' } }),
    agentEvent({
      scope,
      callId: `${callId}f`,
      at: at + seconds * 1_000 + 1,
      action: { type: 'net.fetch', tool: 'Fetch', url: `https://x.test/${callId}` },
    }),
  ]),
};

/** Acts of up to three sessions over some minutes, in order of time. */
const story = fc
  .array(
    fc.tuple(fc.oneof(...Object.values(acts)), fc.integer({ min: 0, max: 2 }), fc.integer({ min: 1, max: 9_000 })),
    { minLength: 1, maxLength: 14 },
  )
  .map((parts) => {
    let at = 0;
    const events = parts.flatMap(([act, session, pause], index) => {
      at += pause;
      return act(`session:claude-code:s${session}`, `call${index}`, at);
    });
    return inOrder(events, () => 0);
  });

/** Received `delay` after its event time: an event comes after all that are older than it by more than the largest delay. */
function inOrder(events: readonly AgentEvent[], delay: (index: number) => number): AgentEvent[] {
  const received = events.map((event, index) => ({ ...event, receivedAt: event.at + delay(index) }));
  return received.sort((a, b) => a.receivedAt - b.receivedAt);
}

const delays = fc.array(fc.integer({ min: 0, max: LATENESS_MS - 1 }), { minLength: 1, maxLength: 40 });
const shuffled = (events: readonly AgentEvent[], by: readonly number[]) =>
  inOrder(events, (index) => by[index % by.length] ?? 0);

const runs = { numRuns: Number(process.env['RUNS'] ?? 150) };

describe('same events, same alerts', () => {
  test('shuffled within the lateness', () => {
    fc.assert(
      fc.property(story, delays, (events, by) => {
        expect(alerts(shuffled(events, by))).toEqual(alerts(events));
      }),
      runs,
    );
  });

  test('delivered twice, in one piece or event by event', () => {
    fc.assert(
      fc.property(story, fc.boolean(), (events, whole) => {
        const twice = whole ? [...events, ...events] : events.flatMap((event) => [event, event]);
        expect(alerts(twice)).toEqual(alerts(events));
      }),
      runs,
    );
  });

  test('in 1 and in 12 partitions, shuffled', () => {
    fc.assert(
      fc.property(story, delays, (events, by) => {
        expect(alerts(shuffled(events, by), { partitions: 12 })).toEqual(alerts(events));
      }),
      runs,
    );
  });

  test('with a snapshot and a restart anywhere, down to the findings', () => {
    fc.assert(
      fc.property(story, delays, fc.nat(30), (events, by, restartAt) => {
        const some = shuffled(events, by);
        const restarted = run(some, make, { restartAt: restartAt % some.length });
        const sorted = (findings: Finding[]) => [...findings].sort((a, b) => (a.id < b.id ? -1 : 1));
        expect(sorted(restarted.findings)).toEqual(sorted(run(some, make).findings));
      }),
      runs,
    );
  });

  test('whatever the fields hold, nothing is thrown', () => {
    const anything = fc.record({
      callId: fc.option(fc.string(), { nil: undefined }),
      command: fc.option(fc.string({ unit: 'binary' }), { nil: undefined }),
      at: fc.integer({ min: -86_400_000, max: 300_000 }),
      phase: fc.constantFrom<AgentEvent['phase']>('proposed', 'started', 'completed', 'denied', 'failed'),
      exitCode: fc.option(fc.double(), { nil: undefined }),
    });
    fc.assert(
      fc.property(fc.array(anything, { maxLength: 20 }), (all) => {
        const events = all.map(({ callId, command, at, phase, exitCode }) =>
          exec(command, {
            at,
            phase,
            receivedAt: T0,
            ...(callId !== undefined && { callId }),
            ...(exitCode !== undefined && { outcome: { exitCode } }),
          }),
        );
        const engine = make();
        engine.event(events);
        const again = make();
        again.restore(engine.snapshot());
        expect(again.sizes()).toEqual(engine.sizes());
      }),
      runs,
    );
  });
});
