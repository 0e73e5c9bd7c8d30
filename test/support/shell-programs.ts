/** Generated shell programs whose meaning is known: the programs they start, in the order in which a walk meets them. */
import fc from 'fast-check';

/** A program text, and the argument lists that it starts. */
export interface ShellProgram {
  text: string;
  starts: readonly (readonly string[])[];
}

interface WrittenWord {
  text: string;
  value: string;
}

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'.split('');
const SIGNS = [...LETTERS, ...'ABCXYZ0123456789_-./:,@%+='.split('')];
const ODD = [
  ...SIGNS,
  ' ',
  '$',
  '`',
  '"',
  '\\',
  '*',
  '?',
  '[',
  ';',
  '|',
  '&',
  '(',
  ')',
  '<',
  '>',
  '#',
  '!',
  '{',
  '}',
  '~',
];

const plain = fc
  .string({ unit: fc.constantFrom(...SIGNS), minLength: 1, maxLength: 6 })
  .map((text) => ({ text, value: text }));
const odd = fc.string({ unit: fc.constantFrom(...ODD), maxLength: 6 });
const single = odd.map((value): WrittenWord => ({ text: `'${value}'`, value }));
const double = odd.map((value): WrittenWord => ({ text: `"${value.replace(/[$`"\\]/g, '\\$&')}"`, value }));
const escaped = fc
  .string({ unit: fc.constantFrom(...ODD), minLength: 1, maxLength: 4 })
  .map((value): WrittenWord => ({ text: value.replace(/[^]/g, '\\$&'), value }));
const ansi = fc
  .string({ unit: fc.constantFrom(...ODD, '\n', '\t', 'é'), maxLength: 5 })
  .map((value): WrittenWord => ({ text: `$'${Array.from(value, ansiSign).join('')}'`, value }));

const ansiSign = (sign: string): string => {
  const code = sign.codePointAt(0) ?? 0;
  if (code > 0x7f) return `\\u${code.toString(16).padStart(4, '0')}`;
  return code % 2 === 0 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\${code.toString(8).padStart(3, '0')}`;
};

/** An argument in any form of quoting; never empty as a whole unless quoted. */
const word: fc.Arbitrary<WrittenWord> = fc
  .array(fc.oneof({ arbitrary: plain, weight: 3 }, single, double, escaped, ansi), { minLength: 1, maxLength: 3 })
  .map((pieces) => ({ text: pieces.map((one) => one.text).join(''), value: pieces.map((one) => one.value).join('') }))
  // A leading `~` or `NAME=` would be more than text, and so would `-` options to the wrappers around it.
  .filter(({ text }) => !/^[~#=-]|^\w+\+?=/.test(text) && !/[^\\]?\{.*[,.].*\}/.test(text));

const name = fc.string({ unit: fc.constantFrom(...LETTERS), minLength: 3, maxLength: 7 }).map((text) => `x${text}`);

const simple: fc.Arbitrary<ShellProgram> = fc.tuple(name, fc.array(word, { maxLength: 3 })).map(([program, words]) => ({
  text: [program, ...words.map((one) => one.text)].join(' '),
  starts: [[program, ...words.map((one) => one.value)]],
}));

const redirected = fc
  .tuple(simple, fc.constantFrom('>out', '2>&1', '</dev/null', '>>log 2>/dev/null', '&>all', '3<>f'))
  .map(([one, redirection]): ShellProgram => ({ text: `${one.text} ${redirection}`, starts: one.starts }));

const both = (left: ShellProgram, right: ShellProgram, between: string): ShellProgram => ({
  text: `${left.text}${between}${right.text}`,
  starts: [...left.starts, ...right.starts],
});

const around = (one: ShellProgram, before: string, after: string): ShellProgram => ({
  text: `${before}${one.text}${after}`,
  starts: one.starts,
});

const quoted = (text: string): string => `'${text.replace(/'/g, "'\\''")}'`;

const WRAPPERS = [
  'sudo ',
  'sudo -u bob ',
  'env A=1 ',
  'nohup ',
  'timeout 5 ',
  'nice -n 3 ',
  'exec ',
  'command ',
  'stdbuf -o0 ',
  'time ',
];

/** Programs of a nesting up to `depth`. Here-documents are kept apart from constructs that must stay on one line. */
const { program } = fc.letrec<{ program: ShellProgram; item: ShellProgram }>((tie) => ({
  item: fc.oneof({ maxDepth: 4, depthSize: 'small' }, simple, redirected, ...compounds(tie('program'))),
  program: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    tie('item'),
    fc
      .tuple(
        tie('item'),
        tie('item'),
        fc.constantFrom(' | ', ' |& ', ' && ', ' || ', '; ', '\n', ' & ', ' |\n ', ' &&\n'),
      )
      .map(([left, right, between]) => both(left, right, between)),
  ),
}));

function compounds(inner: fc.Arbitrary<ShellProgram>): fc.Arbitrary<ShellProgram>[] {
  return [
    inner.map((one) => around(one, '( ', ' )')),
    inner.map((one) => around(one, '{ ', '\n}')),
    inner.map((one) => around(one, '{ ! ', '\n}')),
    fc.tuple(inner, inner).map(([test, body]) => ({
      text: `if ${test.text}\nthen ${body.text}\nfi`,
      starts: [...test.starts, ...body.starts],
    })),
    fc.tuple(inner, inner).map(([test, body]) => ({
      text: `while ${test.text}\ndo ${body.text}\ndone`,
      starts: [...test.starts, ...body.starts],
    })),
    inner.map((one) => around(one, 'for i in a; do ', '\ndone')),
    fc.tuple(inner, inner).map(([first, second]) => ({
      text: `case w in a|b) ${first.text}\n;; *) ${second.text}\nesac`,
      starts: [...first.starts, ...second.starts],
    })),
    fc
      .tuple(name, inner)
      .map(([called, body]) => ({ text: `f${called}() { ${body.text}\n}; f${called}`, starts: body.starts })),
    fc.tuple(simple, inner).map(([outer, one]) => ({
      text: `${outer.text} "$( ${one.text}\n)"`,
      starts: [...one.starts, ...outer.starts.map((words) => [...words, '\uFFFD'])],
    })),
    fc.tuple(simple, inner).map(([outer, one]) => ({
      text: `${outer.text} <<< "$( ${one.text}\n)"`,
      starts: [...one.starts, ...outer.starts],
    })),
    fc.tuple(fc.constantFrom(...WRAPPERS), simple).map(([wrapper, one]) => around(one, wrapper, '')),
    inner.map((one) => ({ text: `bash -c ${quoted(one.text)}`, starts: one.starts })),
    inner.map((one) => ({ text: `eval ${quoted(one.text)}`, starts: one.starts })),
    fc
      .tuple(simple, odd)
      .map(([one, body]) => ({ text: `{ ${one.text} <<'EOF'\n${body}\nEOF\n}`, starts: one.starts })),
    inner.map((one) => {
      // No delimiter may stand alone on a line of the body.
      const end = `EOS${one.text.length}`;
      return { text: `{ bash <<'${end}'\n${one.text}\n${end}\n}`, starts: [['bash'], ...one.starts] };
    }),
  ];
}

export const shellPrograms: fc.Arbitrary<ShellProgram> = program;

/** The same programs for measuring: a fixed choice, sizes as in practice. */
export function sampleShellPrograms(count: number, seed = 1): string[] {
  return fc.sample(program, { numRuns: count, seed }).map((one) => one.text);
}
