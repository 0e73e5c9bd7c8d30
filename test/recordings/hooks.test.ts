/** Hooks and OTLP of one call are one action: the same alerts from either, and from both in any order. */
import type { AgentEvent } from '../../contracts/event';
import { counted } from '../support/engine';
import { alertsIn, judge } from '../support/findings';
import { eventsOfHook, hookFixture, recordedHooks } from '../support/hooks';
import { LIMITS, RECORDED_AT, SENDER } from '../support/recorded';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import { normalise } from '../../collector/dialects/normalise';
import { REDACTOR, readRun } from './recorded-run';
import { recordings } from '../support/recorded';

const text = (key: string, value: string) => ({ key, value: { stringValue: value } });

/** What Claude Code's log says of the call that a hook tells, in the hook's own words. */
function asLog(body: string): AgentEvent[] {
  const hook = JSON.parse(body) as Record<string, string>;
  const input = hook['tool_input'] as unknown as Record<string, string>;
  const attributes = [
    text('event.name', 'tool_result'),
    text('session.id', hook['session_id'] ?? ''),
    text('tool_use_id', hook['tool_use_id'] ?? ''),
    text('tool_name', hook['tool_name'] ?? ''),
    text('success', String(hook['hook_event_name'] === 'PostToolUse')),
    text('tool_input', JSON.stringify(input)),
  ];
  const logRecords = [{ timeUnixNano: `${RECORDED_AT}000000`, attributes }];
  const scopeLogs = [{ scope: { name: 'com.anthropic.claude_code.events' }, logRecords }];
  const request = Buffer.from(JSON.stringify({ resourceLogs: [{ scopeLogs }] }));
  return normalise(decodeRequest('logs', 'json', request, LIMITS), SENDER, RECORDED_AT, 'devbox').events;
}

test('one call told by hook and log is one action, in either order', () => {
  const bodies = hookFixture('claude-code').filter((body) => /dev\/tcp\/127|\.aws\/credentials|id_rsa/.test(body));
  const hooks = bodies.flatMap((body) => eventsOfHook('claude-code', body));
  const logs = bodies.filter((body) => body.includes('"PostToolUse')).flatMap(asLog);
  const calls = new Set(hooks.map(({ callId }) => callId)).size;
  const alone = judge(logs);
  expect(calls).toBeGreaterThan(2);
  for (const events of [
    [...hooks, ...logs],
    [...logs, ...hooks],
    [...hooks, ...hooks, ...logs],
  ]) {
    const both = judge(events);
    expect(counted(both.counts, 'gander_engine_joined_total', 'new')).toBe(calls);
    expect([...alertsIn(both.findings).keys()].sort()).toEqual([...alertsIn(alone.findings).keys()].sort());
  }
});

const RUNS: readonly [string, string][] = [
  ['claude-code', 'claude-code-2.1.329/suspicious-hooks'],
  ['codex', 'codex-0.169.0/suspicious-hooks'],
  ['gemini-cli', 'gemini-0.61.0/suspicious-hooks'],
  ['qwen-code', 'qwen-0.24.4/suspicious-hooks'],
  ['copilot', 'copilot-1.0.102/suspicious-hooks'],
];

const withRecordings = recordings === undefined ? test.skip : test;

withRecordings.each(RUNS)('%s: hooks alone, OTLP alone and both together give the same alerts', (agent, run) => {
  const { events: otlp } = readRun(`${recordings ?? ''}/${run}`);
  const hooks = (recordedHooks(run) ?? []).flatMap((body) =>
    eventsOfHook(agent, body, otlp.at(-1)?.at).map((event) => REDACTOR.redact(event)),
  );
  const ids = (events: readonly AgentEvent[]) => [...alertsIn(judge(events).findings).keys()].sort();
  const expected = ids(otlp);
  expect(expected.length).toBeGreaterThan(4);
  // Hooks also tell what was refused, of which telemetry hides the path: that is recorded, and not shown.
  const more = judge(hooks).findings.filter(({ alertId }) => !expected.includes(alertId));
  expect(more.filter(({ baseSeverity }) => baseSeverity !== 'low')).toEqual([]);
  const known = (found: readonly string[]) => found.filter((id) => !more.some(({ alertId }) => alertId === id));
  expect(known(ids(hooks))).toEqual(expected);
  expect(known(ids([...hooks, ...otlp]))).toEqual(expected);
  expect(known(ids([...otlp, ...hooks]))).toEqual(expected);
});

withRecordings.each(RUNS.slice(0, 2).concat(RUNS.slice(3, 4)))('%s: calls have the ids that OTLP has', (agent, run) => {
  const sent = new Set(readRun(`${recordings ?? ''}/${run}`).events.map(({ callId }) => callId));
  const hooks = (recordedHooks(run) ?? []).flatMap((body) => eventsOfHook(agent, body));
  const ended = hooks.flatMap(({ callId, phase }) => (callId !== undefined && phase !== 'proposed' ? [callId] : []));
  expect(ended.length).toBeGreaterThan(10);
  expect(ended.filter((id) => !sent.has(id))).toEqual([]);
});

test('the folder that a session starts in is where its commands read', () => {
  const start = { session_id: 's', hook_event_name: 'SessionStart', cwd: '/home/dev' };
  const call = { session_id: 's', hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_use_id: 'c' };
  const read = { ...call, tool_input: { command: 'cat .aws/credentials' }, tool_response: 'x' };
  const events = [start, read].flatMap((hook, index) =>
    eventsOfHook('codex', JSON.stringify(hook), RECORDED_AT + index * 1_000),
  );
  const whys = [...alertsIn(judge(events).findings).values()];
  expect(whys).toEqual([expect.stringContaining('/.aws/credentials')]);
  expect(whys[0]).toMatch(/ (?:~|\/home\/dev)\/\.aws/);
});
