import { fixture, line, tell } from '../../test/support/recorded';

it('reads runs: serialised messages, arguments printed by Python', () => {
  const { events, ignored } = tell(fixture('langsmith/runs'));
  expect(events.map(line)).toEqual([
    'ChatOpenAI completed: model.call provider=openai model=gpt-x inputTokens=40 outputTokens=8 (ok)',
    'ChatOpenAI completed: prompt text=Count the rows. origin=unknown',
    'ChatOpenAI proposed: exec command=wc -l rows.csv',
    'run_shell completed: exec command=wc -l rows.csv (ok)',
  ]);
  expect(events[3]?.outcome?.output).toBe('12 rows.csv');
  expect(ignored).toEqual([{ dialect: 'langsmith', reason: 'internal', count: 1 }]);
});

it('does not take the project for a session', () => {
  const { events } = tell(fixture('langsmith/runs'));
  expect(new Set(events.map(({ session }) => session))).toEqual(new Set(['thread-7']));
});
