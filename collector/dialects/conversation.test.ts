import type { AgentEvent } from '../../contracts/event';
import { line } from '../../test/support/recorded';
import { newsOf } from './conversation';
import type { Telling } from './conversation';
import { readMessages } from './messages';

const frame = { record: 'chat', atMs: 20, agent: { family: 'x' } };
const ask = (id: string, command: string) => ({
  role: 'assistant',
  tool_calls: [{ id, type: 'function', function: { name: 'bash', arguments: JSON.stringify({ command }) } }],
});
const answer = (id: string, content: unknown) => ({ role: 'tool', tool_call_id: id, content });
const user = (content: string) => ({ role: 'user', content });

function tell(input: object[], output: object[], how: Partial<Telling> = {}) {
  const talk = {
    input: readMessages(JSON.stringify(input), 'user'),
    output: readMessages(JSON.stringify(output), 'assistant'),
  };
  return newsOf(frame, talk, { answers: 'all', ids: true, askedAtMs: 10, ...how });
}
const lines = (...about: Parameters<typeof tell>) =>
  tell(...about).map((draft) =>
    line({ ...draft, source: { record: `${draft.atMs} ${draft.callId ?? '-'}` } } as unknown as AgentEvent),
  );

const history = [
  user('go'),
  ask('c1', 'ls'),
  answer('c1', 'a'),
  ask('c2', 'cat x'),
  answer('c2', '{"exit_code":1,"stderr":"no"}'),
];

it('tells the answers to the last calls and the calls asked for now, nothing older', () => {
  expect(lines(history, [ask('c3', 'pwd')])).toEqual([
    '10 c2 completed: exec command=cat x (exit 1)',
    '20 c3 proposed: exec command=pwd',
  ]);
});

it('tells a prompt when it is new', () => {
  expect(lines([user('go')], [])).toEqual(['10 - completed: prompt text=go origin=unknown']);
  expect(lines([...history, user('and then?')], [])).toEqual([
    '10 c2 completed: exec command=cat x (exit 1)',
    '10 - completed: prompt text=and then? origin=unknown',
  ]);
  expect(lines([user('go')], [], { withoutPrompt: true })).toEqual([]);
});

it('finds the call of an answer among several asked for at once', () => {
  const both = [user('go'), ask('c1', 'ls'), ask('c2', 'pwd'), answer('c2', 'here'), answer('c1', 'a')];
  expect(lines(both, [])).toEqual(['10 c2 completed: exec command=pwd', '10 c1 completed: exec command=ls']);
});

it('tells an answer whose call it does not see by its id alone', () => {
  expect(lines([answer('c9', 'late')], [])).toEqual(['10 c9 completed: tool.call']);
  expect(lines([answer('c9', 'late')], [], { ids: false })).toEqual([]);
});

it('tells a refusal, also where answers are told by spans', () => {
  const refused = [user('go'), ask('c1', 'rm -rf ~'), answer('c1', { type: 'execution-denied', reason: 'no' })];
  const denied = '10 c1 denied: exec command=rm -rf ~ (denied)';
  expect(lines(refused, [])).toEqual([denied]);
  expect(lines(refused, [], { answers: 'refused' })).toEqual([denied]);
  expect(lines(history, [], { answers: 'refused' })).toEqual([]);
});

it('leaves ids out where tool spans have none', () => {
  expect(lines(history, [ask('c3', 'pwd')], { ids: false })).toEqual([
    '10 - completed: exec command=cat x (exit 1)',
    '20 - proposed: exec command=pwd',
  ]);
});
