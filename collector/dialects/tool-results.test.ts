import fc from 'fast-check';
import type { AttributeValue } from '../../contracts/telemetry';
import { readResult } from './tool-results';

it.each<[string, AttributeValue, object]>([
  ['plain text', 'done', { output: 'done' }],
  ['an app’s object', '{"exit_code":3,"stdout":"a","stderr":"b"}', { exitCode: 3, output: 'a\nb' }],
  ['what opencode returns', '{"output":"x","metadata":{"exit":127}}', { exitCode: 127, output: 'x' }],
  ['a bare code beside output', { code: 2, stdout: '', stderr: 'no' }, { exitCode: 2, output: 'no' }],
  ['a code that is no exit', { code: 404, message: 'gone' }, { output: '{"code":404,"message":"gone"}' }],
  [
    'MCP content',
    {
      content: [
        { type: 'text', text: 'a' },
        { type: 'text', text: 'b' },
      ],
      isError: true,
    },
    { status: 'error', output: 'a\nb' },
  ],
  ['a wrapper of JSON', { type: 'json', value: { exit_code: 0, stdout: 'y' } }, { exitCode: 0, output: 'y' }],
  ['a text that holds JSON', { type: 'text', text: '{"exitCode":1,"stderr":"z"}' }, { exitCode: 1, output: 'z' }],
  ['a refusal', { type: 'execution-denied', reason: 'no' }, { status: 'denied', output: 'no' }],
  ['an error of the app’s own', '{"error":"no such file"}', { status: 'error', output: '{"error":"no such file"}' }],
  ['a page', '{"status":200,"body":"<html>"}', { output: '<html>' }],
  ['an object whose names matter', '{"token":"abc"}', { output: '{"token":"abc"}' }],
  ['text that begins like a list', '[default]\nkey = 1', { output: '[default]\nkey = 1' }],
])('reads %s', (_, value, outcome) => {
  expect(readResult(value)).toEqual({ outcome, visibility: [] });
});

it('keeps what there is of cut JSON, the exit code too', () => {
  const cut = '{"exit_code":0,"stdout":"1\\n2\\n3';
  expect(readResult(cut)).toEqual({
    outcome: { exitCode: 0, output: cut },
    visibility: [{ field: 'outcome.output', state: 'truncated' }],
  });
});

it('says what would show a result that is not there', () => {
  const hidden = { outcome: {}, visibility: [{ field: 'outcome.output', state: 'hidden', setting: 'x=1' }] };
  expect(readResult(undefined, 'x=1')).toEqual(hidden);
  expect(readResult('[REDACTED]', 'x=1')).toEqual(hidden);
});

it('reads any JSON without throwing, and always says what it read', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
      const { outcome, visibility } = readResult(JSON.stringify(value));
      expect(outcome.output !== undefined || visibility.length > 0).toBe(true);
    }),
  );
});
