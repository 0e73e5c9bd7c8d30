/**
 * Held against bash itself: what words expand to. bash runs nothing but its own `printf` and `echo` on generated words, with an empty
 * environment, file name expansion off, and a time limit.
 */
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { analyseCommand } from '../index';

const CASE_END = '\x01';

/** Arguments that bash makes of the words, case by case; undefined where it reports an error. */
function bashExpands(cases: readonly Case[]): (string[] | undefined)[] {
  const script = cases
    .map(
      ({ assignments, words }) =>
        `(${assignments}\nprintf '%s\\0' . ${words}\n) 2>/dev/null || printf '\\002'; printf '\\001'`,
    )
    .join('\n');
  const output = execFileSync('bash', ['--norc', '--noprofile', '-f', '-s'], {
    input: `PATH=\n${script}`,
    env: { HOME: '/home/u', LC_ALL: 'C.UTF-8', PATH: process.env['PATH'] },
    cwd: '/',
    encoding: 'utf8',
    timeout: 20_000,
    maxBuffer: 64 << 20,
  });
  return output
    .split(CASE_END)
    .slice(0, cases.length)
    .map((one) => (one.endsWith('\x02') ? undefined : one.split('\0').slice(0, -1)));
}

/** The same as the analysis sees it; undefined where part of it is unknown. */
function weExpand({ assignments, words }: Case): string[] | undefined {
  const { invocations } = analyseCommand(`${assignments}\nprintf '%s\\0' . ${words}`, { home: '/home/u', cwd: '/' });
  const args = invocations.at(-1)?.args.slice(1) ?? [];
  return args.every((arg) => arg.known) ? args.map((arg) => arg.text) : undefined;
}

interface Case {
  assignments: string;
  words: string;
}

const value = fc.string({ unit: fc.constantFrom(...'abcABC012 :/.,_-'.split('')), maxLength: 10 });
const pattern = fc
  .array(fc.constantFrom('a', 'b', 'c', '0', '*', '?', '[ab]', '[!a]', '[0-9]', '/', ':', '"*"', '\\?', ' '), {
    minLength: 1,
    maxLength: 3,
  })
  .map((pieces) => pieces.join(''));
const number = fc.integer({ min: -12, max: 12 });
const NAMES = ['v', 'w', 'x'] as const;
const variable = fc.constantFrom(...NAMES);

const operation: fc.Arbitrary<string> = fc.oneof(
  variable.map((name) => `\${${name}}`),
  variable.map((name) => `$${name}`),
  variable.map((name) => `\${#${name}}`),
  fc
    .tuple(variable, fc.constantFrom(':-', ':+', '-', '+'), value)
    .map(([name, sign, text]) => `\${${name}${sign}${text}}`),
  fc
    .tuple(variable, fc.constantFrom('#', '##', '%', '%%'), pattern)
    .map(([name, sign, text]) => `\${${name}${sign}${text}}`),
  fc
    .tuple(variable, fc.constantFrom('/', '//', '/#', '/%'), pattern, fc.constantFrom('', 'z', 'zz', '$w'))
    .map(([name, sign, text, other]) => `\${${name}${sign}${text.replace(/\//g, '\\/')}/${other}}`),
  fc
    .tuple(variable, number, fc.option(number))
    .map(([name, at, length]) => `\${${name}: ${at}${length === null ? '' : `:${length}`}}`),
  fc.tuple(variable, fc.constantFrom('^', '^^', ',', ',,')).map(([name, sign]) => `\${${name}${sign}}`),
  fc.constantFrom(
    '${a[0]}',
    '${a[1]}',
    '${a[-1]}',
    '${#a[@]}',
    '${a[@]}',
    '${a[*]}',
    '${a[@]:1}',
    '${a[@]:1:1}',
    '${!a[@]}',
    '${a[@]/a/z}',
    '${!r}',
  ),
  fc.constantFrom('$1', '$@', '$*', '$#', '${2:-d}', '${@:2}', '${@:1:1}'),
);

const arithmetic = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 3 },
    fc.constantFrom('1', '2', '7', '0x1f', '010', 'n', 'm', '2#101', '36#z', '$n', '${m}'),
    fc
      .tuple(
        tie('expression'),
        fc.constantFrom('+', '-', '*', '<<', '&', '|', '^', '==', '<', '>=', '&&', '||', ','),
        tie('expression'),
      )
      .map(([left, sign, right]) => `(${left} ${sign} ${right})`),
    fc.tuple(tie('expression'), tie('expression')).map(([left, right]) => `${left} / (1 + ${right} * ${right})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .map((three) => `(${three.join(' ? ').replace(/ \? ([^?]*)$/, ' : $1')})`),
    tie('expression').map((one) => `- ${one}`),
    tie('expression').map((one) => `!${one}`),
    tie('expression').map((one) => `(n = ${one})`),
    fc.constantFrom('n++', '++m', 'n--', 'n += 2'),
  ),
})).expression;

const output = fc.oneof(
  value.map((text) => `$(echo '${text}')`),
  value.map((text) => `$(printf '%s' '${text}')`),
  fc
    .tuple(value, number)
    .map(([text, count]) => `$(printf '[%6s|%-4s|%03d|%x|%c]\\n' '${text}' ab ${count} ${Math.abs(count)} '${text}x')`),
  fc.constantFrom(
    "$(echo -e 'a\\tb\\x41\\0101')",
    "$(printf '\\x41\\102 %b' 'c\\td')",
    "$(printf '%s-' a b c)",
    '$(echo -n a; echo b)',
    '$(echo a | { echo c; echo d; })',
    '`echo a \\`echo b\\``',
  ),
);

const braces = fc.constantFrom(
  '{a,b}',
  'x{1..3}y',
  '{a,b}{c,d}',
  '{a{b,c},d}',
  '{01..03}',
  '{3..1}',
  '{a..e..2}',
  '{a}',
  '{,a}',
  '{a,b',
  'a,b}',
  '{a,"b c"}',
  "{'a,b',c}",
  '{${v},x}',
  '{{a,b},c}',
  '{-2..2}',
  '{a,}{b,}',
);
const quoting = fc.oneof(
  value.map((text) => `'${text}'`),
  value.map((text) => `"${text}"`),
  fc.constantFrom(
    "$'a\\x41\\102\\n'",
    '""',
    "''",
    'a\\ b',
    '~',
    '~/x',
    'a~',
    '"~"',
    "$'\\u00e9'",
    'a"b"\'c\'',
    '\\\\',
    '"\\$v"',
    '"\\a"',
  ),
);

const piece = fc.oneof(
  { arbitrary: operation, weight: 5 },
  { arbitrary: operation.map((text) => `"${text}"`), weight: 4 },
  arithmetic.map((text) => `$((${text}))`),
  output,
  output.map((text) => `"${text}"`),
  braces,
  quoting,
  fc.constantFrom('a', 'b/c', '-x', '=', '%'),
);
const word = fc
  .array(piece, { minLength: 1, maxLength: 3 })
  .map((pieces) => pieces.join(''))
  // Known difference: bash expands braces as text first, so that `$v{1..2}` reads the variable `v1`.
  .filter((text) => !/\$\w+(?:["']["'])?\{/.test(text));

const cases: fc.Arbitrary<Case> = fc
  .record({
    values: fc.tuple(value, value, value),
    unset: fc.boolean(),
    ifs: fc.option(fc.constantFrom("IFS=':'", "IFS=', '", "IFS=''", "IFS=$' \\t\\n'")),
    elements: fc.array(value, { maxLength: 3 }),
    positional: fc.array(value, { maxLength: 3 }),
    words: fc.array(word, { minLength: 1, maxLength: 3 }),
  })
  .map(({ values, unset, ifs, elements, positional, words }) => ({
    assignments: [
      ...NAMES.map((name, at) => `${name}='${values[at]}'`),
      unset ? "x=''" : 'x+=ab',
      `a=(${elements.map((one) => `'${one}'`).join(' ')})`,
      'n=3; m=5; r=w',
      `set -- ${positional.map((one) => `'${one}'`).join(' ')}`,
      ifs ?? ':',
    ].join('\n'),
    words: words.join(' '),
  }))
  // Known difference: with other separators than blanks, bash keeps empty elements of unquoted lists in places.
  .filter(({ assignments, words }) => !/IFS='[:,]/.test(assignments) || !/\$[@*]|\[[@*]\]|\$\{@/.test(words));

describe('against bash', () => {
  it('expands words as bash does, wherever it claims to know', () => {
    const samples = fc.sample(cases, { numRuns: 1_500, seed: 99 });
    const expected = bashExpands(samples);
    const known = samples.flatMap((one, index) => {
      const [ours, theirs] = [weExpand(one), expected[index]];
      return ours && theirs ? [{ ...one, ours, theirs }] : [];
    });
    expect(known.filter(({ ours, theirs }) => JSON.stringify(ours) !== JSON.stringify(theirs)).slice(0, 8)).toEqual([]);
    expect(known.length).toBeGreaterThan(0.8 * samples.length);
  });
});
