import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ERRORS, GanderError, errorCode, isRetryable } from './errors';

test('docs/errors.md lists exactly these codes, and whether trying again may help', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'errors.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([a-z_]+)` *\| (yes|no) *\|/gm)].map(([, code, again]) => [
    code,
    again === 'yes',
  ]);
  expect(listed).toEqual(Object.entries(ERRORS).map(([code, { retryable }]) => [code, retryable]));
});

test('an error is known by its code, whatever class it has', () => {
  expect(errorCode(new GanderError('overloaded', 'full'))).toBe('overloaded');
  expect(errorCode({ code: 'overloaded' })).toBe('overloaded');
  expect([errorCode(new Error('x')), errorCode({ code: 'toString' }), errorCode(undefined)]).toEqual([
    undefined,
    undefined,
    undefined,
  ]);
});

test('what is not ours is taken as passing', () => {
  expect(isRetryable(new Error('x'))).toBe(true);
  expect([
    isRetryable(new GanderError('request_invalid', 'x')),
    isRetryable(new GanderError('overloaded', 'x')),
  ]).toEqual([false, true]);
});
