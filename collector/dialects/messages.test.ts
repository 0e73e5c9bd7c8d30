import fc from 'fast-check';
import { readFlattened } from './flattened-messages';
import { readMessages } from './messages';

const call = { id: 'c1', name: 'bash', arguments: { command: 'ls' } };

describe.each([
  ['GenAI parts', { role: 'assistant', parts: [{ type: 'tool_call', ...call }] }, call],
  [
    'Anthropic blocks',
    { role: 'assistant', content: [{ type: 'tool_use', id: 'c1', name: 'bash', input: call.arguments }] },
    call,
  ],
  [
    'Vercel blocks',
    { role: 'assistant', content: [{ type: 'tool-call', toolCallId: 'c1', toolName: 'bash', input: call.arguments }] },
    call,
  ],
  [
    'Bedrock blocks',
    { role: 'assistant', content: [{ toolUse: { toolUseId: 'c1', name: 'bash', input: call.arguments } }] },
    call,
  ],
  [
    'OpenAI chat',
    {
      role: 'assistant',
      tool_calls: [{ id: 'c1', type: 'function', function: { name: 'bash', arguments: '{"command":"ls"}' } }],
    },
    { ...call, arguments: '{"command":"ls"}' },
  ],
  [
    'Responses item',
    { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'bash', arguments: '{}' },
    { ...call, arguments: '{}' },
  ],
  [
    'local shell',
    { type: 'local_shell_call', call_id: 'c1', action: { command: ['ls'] } },
    { id: 'c1', name: 'local_shell_call', arguments: { command: ['ls'] } },
  ],
])('a call as %s', (_, message, expected) => {
  it('is read', () => {
    const [read] = readMessages([message], 'user');
    expect(read).toMatchObject({ role: 'assistant', calls: [expected], answers: [] });
  });
});

it.each([
  ['GenAI parts', { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: 'ok' }] }],
  ['Anthropic blocks', { role: 'user', content: [{ type: 'tool_result', tool_use_id: 'c1', content: 'ok' }] }],
  ['Vercel blocks', { role: 'tool', content: [{ type: 'tool-result', toolCallId: 'c1', output: 'ok' }] }],
  ['OpenAI chat', { role: 'tool', tool_call_id: 'c1', content: 'ok' }],
  ['Responses item', { type: 'function_call_output', call_id: 'c1', output: 'ok' }],
  ['Agents SDK item', { type: 'function_call_result', callId: 'c1', output: 'ok' }],
])('reads an answer as %s', (_, message) => {
  expect(readMessages([message], 'user')[0]?.answers).toEqual([{ id: 'c1', result: 'ok' }]);
});

it('does not take reasoning for what was said', () => {
  const [message] = readMessages(
    [
      {
        role: 'assistant',
        content: [
          { type: 'thinking', text: 'hm' },
          { type: 'text', text: 'Hi.' },
        ],
      },
    ],
    'user',
  );
  expect(message?.text).toBe('Hi.');
});

it('orders flattened messages by their index', () => {
  const attributes = {
    'm.10.message.role': 'user',
    'm.10.message.content': 'last',
    'm.2.message.role': 'assistant',
    'm.2.message.tool_calls.1.tool_call.function.name': 'b',
    'm.2.message.tool_calls.0.tool_call.function.name': 'a',
    'm.x.message.role': 'user',
  };
  expect(
    readFlattened(attributes, 'm.', 'user').map(({ text, calls }) => text ?? calls.map(({ name }) => name)),
  ).toEqual([['a', 'b'], 'last']);
});

it('reads any JSON without throwing', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), (text) => {
      for (const { calls, answers } of readMessages(text, 'user'))
        expect([calls, answers].every(Array.isArray)).toBe(true);
    }),
  );
});
