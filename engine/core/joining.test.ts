import type { AgentEvent } from '../../contracts/event';
import { agentEvent, exec, T0 } from '../../test/support/agent-events';
import { alertsOf, counted, engineOf, evil, run } from '../../test/support/engine';

const go = (events: AgentEvent[]) => {
  const { findings, counts } = run(events, () => engineOf([evil]));
  return { findings, counts, alerts: Object.values(alertsOf(findings)) };
};

const CUT = [{ field: 'action.command', state: 'truncated' as const }];
const HIDDEN = [{ field: 'action.command', state: 'hidden' as const, setting: 'OTEL_LOG_TOOL_DETAILS=1' }];

describe('one act in many records', () => {
  const proposed = exec('evil:a', {
    callId: 'c1',
    phase: 'proposed',
    permission: { decision: 'accept', by: 'config' },
  });
  const span = exec('evil:a', { callId: 'c1', at: 900, phase: 'started', agent: { family: 'claude-code', id: 'sub' } });
  const result = exec(undefined, {
    callId: 'c1',
    at: 1_000,
    visibility: HIDDEN,
    outcome: { status: 'ok', exitCode: 0 },
  });

  test('is one alert, at the severity of its outcome', () => {
    expect(go([proposed, span, result]).alerts).toEqual(['critical']);
    expect(go([result, span, proposed]).alerts).toEqual(['critical']);
  });

  test('is stepped once for its content and once for each outcome', () => {
    const { counts } = go([exec('ls', { callId: 'c' }), exec('ls', { callId: 'c' }), exec('ls', { callId: 'c' })]);
    expect(counted(counts, 'gander_detector_steps_total', 'evil')).toBe(1);
    const more = go([exec('ls', { callId: 'c' }), exec(undefined, { callId: 'c', outcome: { exitCode: 1 } })]);
    expect(counted(more.counts, 'gander_detector_steps_total', 'evil')).toBe(2);
  });

  test('shows the joined view: content of one record, outcome of another, id of the one that completed it', () => {
    const { findings } = go([proposed, result]);
    expect(findings.at(-1)).toMatchObject({
      facts: ['proposed', 'attempted', 'succeeded'],
      evidence: [{ eventId: result.id, excerpt: 'evil:a', phase: 'completed', tool: 'Bash', callId: 'c1' }],
    });
  });

  test('a copy that writes the same arguments otherwise is the same', () => {
    const call = (text: string) =>
      agentEvent({ callId: 'm', action: { type: 'mcp.call', server: 'x', tool: 'run', arguments: text } });
    const { counts } = go([call('{"a":1,"b":"evil:m"}'), call('{ "b": "evil:m", "a": 1 }')]);
    expect(counted(counts, 'gander_engine_joined_total', 'same')).toBe(1);
  });

  test('without an id, the same command within a minute is the same act, later it is another', () => {
    const { counts, alerts } = go([exec('evil:a'), exec('evil:a', { at: 5_000 }), exec('evil:a', { at: 90_000 })]);
    expect(counted(counts, 'gander_detector_steps_total', 'evil')).toBe(2);
    expect(alerts).toHaveLength(1);
  });

  test('a failure that another record tells, without the tool, is judged by what the act is', () => {
    const failed = agentEvent({
      callId: 'c1',
      at: 500,
      phase: 'failed',
      action: { type: 'tool.call', tool: '' },
      outcome: { status: 'error' },
    });
    const call = agentEvent({
      callId: 'c1',
      action: { type: 'mcp.call', server: 'x', tool: 'run', arguments: 'evil:a' },
    });
    for (const [act, severity] of [
      [exec('evil:a', { callId: 'c1' }), 'high'],
      [call, 'medium'],
    ] as const) {
      expect(go([act, failed]).alerts).toEqual([severity]);
      expect(go([failed, act]).alerts).toEqual([severity]);
    }
  });

  test('the same record delivered twice is taken once', () => {
    const { counts, alerts } = go([proposed, proposed, result, result]);
    expect(counted(counts, 'gander_engine_events_total', 'duplicate')).toBe(2);
    expect(alerts).toEqual(['critical']);
  });
});

describe('awkward and forged input does not hide the act', () => {
  const whole = exec('sleep 1; evil:a', { callId: 'c', at: 2_000 });
  const cases: [string, AgentEvent[], string[]][] = [
    ['a call id used again with other content', [exec('ls', { callId: 'c' }), whole], ['high']],
    ['a harmless forged record first', [exec('ls', { callId: 'c', outcome: { exitCode: 0 } }), whole], ['high']],
    [
      'nine harmless forged records first',
      [...Array.from({ length: 9 }, (_, index) => exec(`ls ${index}`, { callId: 'c' })), whole],
      ['high'],
    ],
    ['a cut copy before the whole', [exec('sleep 1; ev', { callId: 'c', visibility: CUT }), whole], ['high']],
    [
      'a cut copy that tells enough, before the whole',
      [exec('sleep 1; evil:a', { callId: 'c', visibility: CUT }), whole],
      ['high'],
    ],
    [
      'a cut copy whose other half would be another thing',
      [exec('sleep 1; evil:ab', { callId: 'c', visibility: CUT }), exec('sleep 1; evil:abc', { callId: 'c', at: 100 })],
      ['high'],
    ],
    [
      'a cut copy after the whole',
      [whole, exec('sleep 1; evil:a', { callId: 'c', at: 2_100, visibility: CUT })],
      ['high'],
    ],
    ['a cut copy alone', [exec('sleep 1; evil:a && a lo…[99 chars]', { callId: 'c', visibility: CUT })], ['high']],
    [
      'an outcome before the content',
      [exec(undefined, { callId: 'c', outcome: { exitCode: 0 } }), whole],
      ['critical'],
    ],
    [
      'an outcome an hour later',
      [whole, exec(undefined, { callId: 'c', at: 3_600_000, outcome: { exitCode: 0 } })],
      ['critical'],
    ],
    [
      'a record dated 2100',
      [exec('evil:a', { callId: 'c', at: 300_000, claimedAt: Date.UTC(2100, 0), receivedAt: T0 })],
      ['high'],
    ],
    ['a call denied', [exec('evil:a', { callId: 'c', phase: 'denied' })], ['medium']],
    [
      'denied, then done under another id',
      [exec('evil:a', { callId: 'c', phase: 'denied' }), exec('evil:a', { callId: 'd' })],
      ['high'],
    ],
    [
      'a forged refusal',
      [whole, exec(undefined, { callId: 'c', phase: 'denied', outcome: { status: 'denied' } })],
      ['high'],
    ],
    [
      'the sub-agent known to one record only',
      [exec('evil:a', { callId: 'c', agent: { family: 'claude-code', id: 'x' } }), exec('evil:a', { callId: 'c' })],
      ['high'],
    ],
    [
      'a failing end, which does not say that nothing happened',
      [exec('evil:a', { callId: 'c', outcome: { exitCode: 1 }, phase: 'failed' })],
      ['high'],
    ],
    [
      'a last command that is not there, after the act',
      [exec('evil:a; nosuch', { callId: 'c', outcome: { exitCode: 127 }, phase: 'failed' })],
      ['high'],
    ],
    [
      'its only program was never started',
      [exec('evil:a', { callId: 'c', outcome: { exitCode: 127 }, phase: 'failed' })],
      ['medium'],
    ],
  ];

  test.each(cases)('%s', (_, events, expected) => {
    expect(go(events).alerts).toEqual(expected);
  });

  test('content that is hidden everywhere is not stepped as content', () => {
    const { counts, alerts } = go([
      exec(undefined, { callId: 'c', visibility: HIDDEN }),
      exec(undefined, { visibility: HIDDEN }),
    ]);
    expect(alerts).toEqual([]);
    expect(counted(counts, 'gander_engine_joined_total', 'hidden')).toBe(1);
  });

  test('a flood of calls evicts the oldest, and steps first what waited', () => {
    const waiting = exec('evil:a', { callId: 'w', visibility: CUT });
    const flood = Array.from({ length: 300 }, (_, index) => exec(`ls ${index}`, { callId: `f${index}`, at: 1 }));
    const engine = engineOf([evil]);
    const { findings } = engine.event([waiting, ...flood]);
    expect(findings).toHaveLength(1);
  });
});
