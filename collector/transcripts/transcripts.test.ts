import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import type { AgentEvent } from '../../contracts/event';
import { LIMITS, RECORDED_AT } from '../../test/support/recorded';
import { openTranscript } from './read-transcript';

const folder = join(__dirname, 'fixtures');
const open = (name?: string) =>
  openTranscript({
    limits: LIMITS,
    startAt: RECORDED_AT,
    machineHost: 'devbox',
    ...(name === undefined ? {} : { folder: name }),
  });

function linesOf(file: string): string[] {
  const text = readFileSync(join(folder, file), 'utf8');
  if (!file.endsWith('.messages.json')) return text.split('\n').filter((line) => line !== '');
  const { messages, ...rest } = JSON.parse(text) as { messages: object[] };
  return [rest, ...messages].map((one) => JSON.stringify(one));
}

function told(lines: readonly string[], name?: string): { agent: string | undefined; events: AgentEvent[] } {
  const transcript = open(name);
  const events = lines.flatMap((line) => transcript.line(Buffer.from(line))?.events ?? []);
  return { agent: transcript.agent(), events };
}

const FILES = readdirSync(folder);
const shell = (events: readonly AgentEvent[]) => events.filter(({ action }) => action.type === 'exec');

test.each(FILES)('%s: read as what it is, in its session', (file) => {
  const { agent, events } = told(linesOf(file));
  expect(agent).toBe(file.replace(/\..*$/, ''));
  expect(new Set(events.map(({ scope }) => scope)).size).toBe(1);
  expect(events[0]?.scope).toMatch(new RegExp(`^session:${agent}:`));
  expect(new Set(events.map(({ source }) => source.signal))).toEqual(new Set(['transcript']));
  expect(events.every(({ at, receivedAt }) => at <= receivedAt && at > Date.UTC(2026, 10, 21))).toBe(true);
  expect(new Set(events.map(({ id }) => id)).size).toBe(events.length);
});

test.each(FILES)('%s: a call is told once, with its answer', (file) => {
  const acts = shell(told(linesOf(file)).events);
  expect(acts.length).toBeGreaterThan(3);
  const miner = acts.find(({ action }) => action.type === 'exec' && action.command?.includes('xmrig'));
  if (!file.startsWith('cline')) expect(miner?.outcome?.exitCode).toBe(127);
  const key = acts.find(({ action }) => action.type === 'exec' && action.command?.includes('id_rsa'));
  expect(key?.outcome).toMatchObject({ status: 'ok', output: expect.stringContaining('PRIVATE KEY') });
  expect(key?.callId).toBeDefined();
});

test('claude-code: what the permission layer refused was denied', () => {
  const denied = told(linesOf('claude-code.jsonl')).events.filter(({ phase }) => phase === 'denied');
  expect(denied).toHaveLength(1);
  expect(denied[0]).toMatchObject({
    action: { type: 'exec', command: expect.stringContaining('.bashrc') },
    permission: { decision: 'reject', by: 'config' },
  });
});

test('claude-code: folder and model come with the line, a sub-agent is told apart', () => {
  const { events } = told(linesOf('claude-code.jsonl'));
  expect(events[0]?.action).toMatchObject({ type: 'session.start', cwd: '/home/dev/shop' });
  expect(shell(events)[0]?.action).toMatchObject({ cwd: '/home/dev/shop' });
  expect(events.find(({ action }) => action.type === 'model.call')?.callId).toBeDefined();
  const line = { type: 'user', sessionId: 's', isSidechain: true, agentId: 'a1', cwd: '/x' };
  const message = { role: 'user', content: 'count the files' };
  const sub = told([JSON.stringify({ ...line, message, timestamp: '2026-11-21T08:00:00Z' })]).events;
  expect(sub).toEqual([
    expect.objectContaining({
      agent: { family: 'claude-code', id: 'a1' },
      action: { type: 'prompt', text: 'count the files', origin: 'machine' },
    }),
  ]);
});

test('codex: modes are told when they change, a policy refusal is one, a sub-agent has a link', () => {
  const { events } = told(linesOf('codex.jsonl'));
  const starts = events.flatMap(({ action }) => (action.type === 'session.start' ? [action] : []));
  expect(starts).toEqual([
    expect.objectContaining({ cwd: '/home/dev/shop' }),
    expect.objectContaining({ permissionMode: 'never', sandbox: 'danger-full-access' }),
  ]);
  const meta = { type: 'session_meta', payload: { id: 'child', parent_thread_id: 'parent', cwd: '/x' } };
  const call = { type: 'function_call', name: 'exec_command', arguments: '{"cmd":"rm -rf ."}', call_id: 'c' };
  const output = {
    type: 'function_call_output',
    call_id: 'c',
    output: 'exec_command failed: Rejected("not permitted")',
  };
  const transcript = open();
  const all = [meta, { type: 'response_item', payload: call }, { type: 'response_item', payload: output }].map((line) =>
    transcript.line(Buffer.from(JSON.stringify(line))),
  );
  expect(all[0]?.links[0]).toMatchObject({ child: 'session:codex:child', parent: 'session:codex:parent' });
  expect(all[2]?.events[0]).toMatchObject({ phase: 'denied', action: { type: 'exec', command: 'rm -rf .' } });
});

test('gemini-cli: a sub-agent belongs to the session that its folder names', () => {
  const head = { sessionId: 'sub', projectHash: 'h', kind: 'subagent', startTime: '2026-11-21T08:00:00Z' };
  const say = { id: '1', type: 'gemini', content: 'done', timestamp: '2026-11-21T08:00:01Z' };
  const { events } = told([JSON.stringify(head), JSON.stringify(say)], 'main-session');
  expect(events).toEqual([
    expect.objectContaining({ scope: 'session:gemini-cli:main-session', agent: { family: 'gemini-cli', id: 'sub' } }),
  ]);
});

test('a call without an answer is told at the end of the file, as proposed', () => {
  const lines = linesOf('codex.jsonl').filter((line) => !line.includes('function_call_output'));
  const transcript = open();
  for (const line of lines) transcript.line(Buffer.from(line));
  const left = shell(transcript.end().events);
  expect(left.length).toBeGreaterThan(3);
  expect(new Set(left.map(({ phase }) => phase))).toEqual(new Set(['proposed']));
  expect(transcript.end().events).toEqual([]);
});

test('broken lines are left out, the others are read', () => {
  const lines = linesOf('codex.jsonl');
  const whole = told(lines).events.length;
  const broken = lines.flatMap((line) => [line, '{"type":"response_item","payl', '7', '']);
  expect(told(broken).events).toHaveLength(whole);
  expect(told(['{"hello":1}', '[]']).agent).toBeUndefined();
});

test('no line makes a reader throw', () => {
  const heads = FILES.map((file) => linesOf(file)[0] ?? '');
  const keys = ['type', 'payload', 'message', 'data', 'toolCalls', 'content', 'toolUseResult', 'timestamp', 'role'];
  const types = fc.constantFrom(
    'user',
    'assistant',
    'tool_result',
    'response_item',
    'gemini',
    'tool.execution_complete',
  );
  const line = fc.tuple(types, fc.dictionary(fc.constantFrom(...keys), fc.jsonValue()));
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.array(line), (head, rest) => {
      const lines = rest.map(([type, fields]) => JSON.stringify({ ...fields, type }));
      expect(() => told([head, ...lines])).not.toThrow();
    }),
  );
});
