import fc from 'fast-check';
import type { AgentEvent } from '../../contracts/event';
import { eventsOfHook, hookFixture, ignoredOf } from '../../test/support/hooks';
import { RECORDED_AT } from '../../test/support/recorded';
import { hookReaders } from './catalogue';

const told = (agent: string): AgentEvent[] => hookFixture(agent).flatMap((body) => eventsOfHook(agent, body));

/** The records of the act that this command, path or prompt is. */
function act(agent: string, part: string) {
  const found = told(agent).filter(({ action }) => JSON.stringify(action).includes(part));
  return found.map(({ phase, action, outcome, callId }) => ({ phase, action, outcome, callId }));
}

test.each([...hookReaders.keys()])('%s: every hook of the fixture is read or left out for a known reason', (agent) => {
  const reasons = new Set(hookFixture(agent).map((body) => ignoredOf(agent, body)));
  expect([...reasons].filter((reason) => reason === 'failed' || reason === 'unknown event')).toEqual([]);
  const events = told(agent);
  expect(events.length).toBeGreaterThan(15);
  expect(new Set(events.map(({ source }) => `${source.dialect} ${source.signal}`))).toEqual(new Set([`${agent} hook`]));
  expect(events.every(({ scope }) => scope.startsWith(`session:${agent}:`))).toBe(true);
});

test.each([...hookReaders.keys()])('%s: a session begins in its folder, with what it was asked', (agent) => {
  const types = told(agent).map(({ action }) => action.type);
  expect(types).toContain('session.start');
  if (agent !== 'cline') expect(types).toContain('prompt');
  const start = told(agent).find(({ action }) => action.type === 'session.start');
  expect(start?.action).toMatchObject({ cwd: '/home/dev/shop' });
});

test.each([
  ['claude-code', 3],
  ['qwen-code', 3],
  ['gemini-cli', 3],
  ['copilot', 3],
  ['cline', 3],
])('%s: a command that fails is told before and after, with exit code %i', (agent, exitCode) => {
  const [before, after] = act(agent, 'exit 3');
  expect(before).toMatchObject({ phase: 'proposed', action: { type: 'exec', command: 'ls no-such-dir; exit 3' } });
  expect(after).toMatchObject({ action: { type: 'exec' }, outcome: { exitCode } });
  expect(after?.callId).toBe(before?.callId);
  expect(after?.outcome?.output).toMatch(/No such file|Exit Code: 3/);
});

test('claude-code: who and what, and a success that is one', () => {
  const [before, after] = act('claude-code', '"ls -la"');
  expect(before).toMatchObject({ phase: 'proposed', action: { type: 'exec', cwd: '/home/dev/shop' } });
  expect(after).toMatchObject({ phase: 'completed', outcome: { status: 'ok', exitCode: 0, durationMs: 38 } });
  expect(after?.action).not.toHaveProperty('cwd');
  const read = act('claude-code', '.aws/credentials').find(({ phase }) => phase === 'completed');
  expect(read?.outcome?.output).toContain('aws_secret_access_key');
  const mcp = act('claude-code', '"lookup"').map(({ action }) => action);
  expect(mcp[0]).toEqual({
    type: 'mcp.call',
    server: 'notes',
    tool: 'lookup',
    arguments: '{"key":"release","limit":2}',
  });
  const modes = told('claude-code').flatMap(({ permission }) => permission?.mode ?? []);
  expect(new Set(modes)).toEqual(new Set(['default']));
});

test('claude-code: what was denied did not happen, and asking is not acting', () => {
  const base = { session_id: 's', tool_name: 'Bash', tool_input: { command: 'rm -rf ~' }, permission_mode: 'default' };
  const denial = {
    ...base,
    hook_event_name: 'PermissionDenied',
    tool_use_id: 'toolu_1',
    reason: 'outside the project',
  };
  expect(eventsOfHook('claude-code', JSON.stringify(denial))[0]).toMatchObject({
    phase: 'denied',
    callId: 'toolu_1',
    outcome: { status: 'denied', error: 'outside the project' },
    permission: { decision: 'reject', mode: 'default' },
  });
  expect(ignoredOf('claude-code', JSON.stringify({ ...base, hook_event_name: 'PermissionRequest' }))).toBe('duplicate');
});

test('claude-code: a command in the background has no exit code yet', () => {
  const response = { stdout: '', stderr: '', interrupted: false, backgroundTaskId: 'b1' };
  const hook = { session_id: 's', hook_event_name: 'PostToolUse', tool_name: 'Bash', tool_response: response };
  const [event] = eventsOfHook('claude-code', JSON.stringify({ ...hook, tool_input: { command: 'sleep 99' } }));
  expect(event?.outcome).toEqual({ status: 'ok', output: '' });
});

test('codex: a sub-agent is a conversation of its own, linked to its parent', () => {
  const hook = { session_id: 'parent', agent_id: 'child', hook_event_name: 'PreToolUse', tool_name: 'Bash' };
  const [event] = eventsOfHook('codex', JSON.stringify({ ...hook, tool_use_id: 'c', tool_input: { command: 'ls' } }));
  expect(event).toMatchObject({ scope: 'session:codex:child', session: 'child', callId: 'c' });
});

test("codex: a patch is the files that it changes, and its exit code is the tool's word", () => {
  const command = '*** Begin Patch\n*** Update File: src/calc.js\n@@\n-a - b\n+a + b\n*** End Patch\n';
  const hook = { session_id: 's', hook_event_name: 'PostToolUse', tool_name: 'apply_patch', tool_input: { command } };
  const [patch] = eventsOfHook('codex', JSON.stringify({ ...hook, tool_response: 'Exit code: 0\nOutput:\nSuccess.' }));
  expect(patch).toMatchObject({
    action: { type: 'file.write', path: 'src/calc.js', edit: true },
    outcome: { exitCode: 0 },
  });
  const shell = {
    ...hook,
    tool_name: 'Bash',
    tool_input: { command: 'echo' },
    tool_response: 'Exit code: 0\nOutput:\n',
  };
  expect(eventsOfHook('codex', JSON.stringify(shell))[0]?.outcome).not.toHaveProperty('exitCode');
});

test('the same hook is the same event whenever it comes; another is another', () => {
  const [one = '', other = ''] = hookFixture('claude-code').filter((body) => body.includes('PreToolUse'));
  const [first] = eventsOfHook('claude-code', one, RECORDED_AT);
  const [again] = eventsOfHook('claude-code', ` ${one}\n`, RECORDED_AT + 60_000);
  expect(again?.id).toBe(first?.id);
  expect(again?.at).toBe(RECORDED_AT + 60_000);
  expect(eventsOfHook('claude-code', other)[0]?.id).not.toBe(first?.id);
});

test('agents that give a time are believed within the bounds', () => {
  const times = told('copilot').map(({ at }) => at);
  expect(Math.min(...times)).toBeLessThan(RECORDED_AT);
  const hook = { hook_event_name: 'SessionEnd', session_id: 's', timestamp: '1999-01-01T00:00:00Z' };
  expect(eventsOfHook('gemini-cli', JSON.stringify(hook))[0]).toMatchObject({ claimedAt: Date.UTC(1999, 0) });
});

test('no payload makes a reader throw', () => {
  const names = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure', 'PermissionDenied', 'SubagentStart', 'AfterTool'];
  const keys = [
    'tool_name',
    'tool_input',
    'tool_response',
    'error',
    'prompt',
    'tool_call',
    'tool_result',
    'toolResult',
  ];
  const payload = fc
    .tuple(fc.constantFrom(...names), fc.dictionary(fc.constantFrom(...keys, 'toolName', 'mcp_server'), fc.jsonValue()))
    .map(([name, rest]) => JSON.stringify({ hook_event_name: name, session_id: 's', ...rest }));
  fc.assert(
    fc.property(fc.constantFrom(...hookReaders.keys()), payload, (agent, body) => {
      expect(ignoredOf(agent, body)).not.toBe('failed');
    }),
  );
});
