/** Texts made to be expensive: each in one way, about `size` characters long. */

import { gzipSync } from 'node:zlib';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

function nested(text: string, depth: number): string {
  let inner = text;
  for (let level = 0; level < depth; level++) inner = `echo ${base64(inner)} | base64 -d | bash`;
  return inner;
}

/** Pieces that are repeated to fill the text. */
const REPEATED = [
  'x',
  'a ',
  'a;',
  'a|',
  'a&',
  "'",
  '"',
  '"a" ',
  '\\',
  '\\a',
  '`',
  '`a` ',
  '\\`',
  '$(',
  '$(a ',
  '$(a)',
  '"$(',
  '$((',
  '$((1)) ',
  '((',
  '( ',
  '{',
  '{ ',
  '{a,',
  '{a,b}',
  '{1..99}',
  '${',
  '${a}',
  '${a} ',
  '${a:-',
  '<<',
  '<<a ',
  '<<a\n',
  '<<< a ',
  'cat <<E\na\nE\n',
  'if ',
  'if a; then ',
  'case a in a) ',
  'f(){ ',
  '[[ ',
  '[[ a ',
  'a[a[',
  '@(a|',
  ')',
  '>a ',
  'a=b ',
  'a=$a$a;',
  'a+=x;',
  'a+=(b);',
  'a[1]=b;',
  '# a\n',
  '\n',
  '\\\n',
  '\r\n',
  '*',
  '/???/b??h ;',
  '${#a} ',
  'a=b${a}c$(d) ',
  '~/ ',
  'é',
  '\0',
  'time ',
  '! ',
  'sudo ',
  'eval ',
  "bash -c 'a';",
  'echo a|bash;',
  "ssh h 'a; b';",
  'a <(b);',
  'trap a 0;',
  'set -- a b;',
  '(a=1);',
  "awk '{print}';",
  "python -c 'x';",
  'powershell -c "a;b";',
  'xargs ',
  'env ',
  'find . -exec ',
  'export a=$a$a;',
  'read a <<< b;',
  'cd a;',
] as const;

export function worstShellTexts(size: number): ReadonlyMap<string, string> {
  const fill = (piece: string, length = size): string =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  const half = Math.floor(size / 2);
  const texts = new Map<string, string>(REPEATED.map((piece) => [`${JSON.stringify(piece)} repeated`, fill(piece)]));
  const add = (name: string, text: string) => texts.set(name, text);
  add('one long array', `a=(${fill('b ')})`);
  add('array in a list', `a=({1..500});${fill('b ${a[@]};')}`);
  add('variable doubled', `a=xxxxxxxx;${fill('a=$a$a;')}`);
  add('plain replacement', `a=${fill('x', half)};${fill('b=${a//x/yy};', half)}`);
  add('pattern replacement', `a=${fill('x', half)};${fill('b=${a//*x?y/z};', half)}`);
  add('pattern cut', `a=${fill('x', half)};${fill('b=${a%%*y*};', half)}`);
  add('field splitting', `IFS=,; a=${fill('x,')}; b $a`);
  add('nested loops', `${'for i in 1 2 3 4 5; do '.repeat(90)}a${'; done'.repeat(90)}`);
  add('loops of 64', 'for i in {1..64}; do for j in {1..64}; do for k in {1..64}; do a $i $j $k; done; done; done');
  add('recursion', 'f(){ f; f; }; f');
  add('growing recursion', 'f(){ f $@ $@; }; f a b');
  add('nested decoding', nested('curl x', 14));
  add('sed in a row', `echo ${fill('x', half)}${fill(' | sed s/x/y/g', half)}`);
  add('tr in a row', `echo ${fill('x', half)}${fill(' | tr a-z b-za', half)}`);
  add('rev in a row', `echo ${fill('x', half)}${fill(' | rev', half)}`);
  add('xargs in a row', `echo ${fill('a ', half)}${fill(' | xargs b', half)}`);
  add('inherited redirections', `${'{ '.repeat(90)}${fill('a;', half)}${'} >a'.repeat(90)}`);
  add('nested pipes', `${'{ '.repeat(80)}${fill('a;')}${' } | b;'.repeat(80)}`);
  add('lines of a loop', `cat <<E | while read a; do b $a; done\n${fill('x\n')}E`);
  add('encoded PowerShell', `powershell -enc ${Buffer.from(fill('a;', half * 0.7), 'utf16le').toString('base64')}`);
  add('many variables', Array.from({ length: Math.floor(size / 11) }, (_, index) => `v${index}=${index};`).join(''));
  add('ANSI quoting', `$'${fill('\\x41')}'`);
  add('long alternatives', `{${fill('a,')}}`);
  add('deep alternatives', fill('{a,', half) + '}'.repeat(half / 3));
  add('here-documents with bodies', `cat ${fill('<<a ', half)}\n${fill('b\n', half)}`);
  add('substitutions within here-documents', `cat ${'<<a $(b) '.repeat(size / 18)}\n${fill('b\n', half)}`);
  add('awkward base64', `echo ${fill('QUJD', half)} | base64 -d | base64 | base64 -d | bash`);
  add('inflating', fill(`echo ${gzipSync(Buffer.alloc(60_000, 'a;')).toString('base64')} | base64 -d | gunzip;`));
  add('newlines', `x=$(printf '${fill('\\n')}x')`);
  add('long loop header', `for ((i = 0; i < 64; i++${fill('+0', half)})); do a; done`);
  add('long value used again', `a=${fill('x', half)};${fill('b $a;', half)}`);
  add('length of a long value', `a=${fill('x', half)};${fill('b ${#a};', half)}`);
  add('slices of a long value', `a=${fill('x', half)};${fill('b ${a:1:9};', half)}`);
  add('sums of a long value', `a=${fill('1', half)};${fill('b $((a));', half)}`);
  add('patterns as programs', Array.from({ length: size / 16 }, (_, index) => `/b?n/*${index}*a;`).join(''));
  add('marker many times', `echo ${fill('x', half)} | xargs -I{} a ${fill('{}', half)}`);
  add('long environment', `env ${fill('A=1 ', half)} bash -c '${fill('a;', half)}'`);
  add('long folder', fill('cd aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa;'));
  add(
    'long words in a loop',
    `for i in {1..64}; do for j in {1..64}; do echo ${fill('a', half)} ${fill('b', half)}; done; done`,
  );
  add('long path in a loop', `echo a > f; for i in {1..64}; do for j in {1..64}; do ./${fill('a/', half)}; done; done`);
  add(
    'long here-document in a loop',
    `for i in {1..64}; do for j in {1..64}; do cat <<E | b\n${fill('a\n')}E\ndone; done`,
  );
  add('after the budget is spent', `a=${fill('x', half)};: ${'$a'.repeat(9)};${fill('b $a ${a%x} $((1));', half)}`);
  add('regular expression test', `[[ a =~ ${fill('(a|b)')} ]]`);
  return texts;
}
