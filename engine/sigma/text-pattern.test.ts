import fc from 'fast-check';
import { base64, base64offset, utf16le, utf8 } from './encodings';
import { compilePattern } from './text-pattern';

const whole = { placement: 'whole', cased: false, windash: false } as const;
const fits = (pattern: string, text: string, options = {}) =>
  compilePattern(pattern, { ...whole, ...options })(text.toLowerCase());

test.each([
  ['curl', 'curl', true],
  ['curl', 'curl x', false],
  ['*/curl', '/usr/bin/curl', true],
  ['CURL*', 'curl -s', true],
  ['*a*b*', 'xxaxxbxx', true],
  ['a?c', 'abc', true],
  ['a?c', 'ac', false],
  ['100\\*', '100*', true],
  ['100\\*', '1000', false],
  ['C:\\\\Windows\\\\*', 'c:\\windows\\x', true],
  ['C:\\Windows\\*', 'c:\\windows*', true],
  ['', '', true],
  ['*', 'anything', true],
])('%s on %s', (pattern, text, expected) => expect(fits(pattern, text)).toBe(expected));

test('a dash at the beginning of a word stands for its kin, one within a word for itself', () => {
  const anywhere = { placement: 'anywhere', windash: true };
  expect(fits('tool -enc', 'x tool /enc y', anywhere)).toBe(true);
  expect(fits('tool -enc', 'x tool \u2013enc y', anywhere)).toBe(true);
  expect(fits('a-b', 'a/b', anywhere)).toBe(false);
});

test('a pattern made of stars is as fast as any other', () => {
  expect(fits(`${'*a'.repeat(200)}*b`, 'a'.repeat(60_000))).toBe(false);
});

test('a literal text fits itself and, with stars around it, every text that holds it', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), fc.string(), (before, text, after) => {
      const escaped = text.replace(/[\\*?]/g, '\\$&');
      expect(compilePattern(escaped, { ...whole, cased: true })(text)).toBe(true);
      expect(compilePattern(escaped, { ...whole, cased: true, placement: 'anywhere' })(before + text + after)).toBe(
        true,
      );
    }),
  );
});

test('the parts for three shifts stand in what is encoded, wherever the value is', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 3 }), fc.string(), fc.string(), (value, before, after) => {
      const encoded = base64(utf8(before + value + after));
      expect(base64offset(utf8(value)).some((part) => encoded.includes(part))).toBe(true);
    }),
  );
});

test('wide text has a zero byte after each letter', () => expect(utf16le('cmd')).toBe('c\0m\0d\0'));
