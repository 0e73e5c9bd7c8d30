/** Held against bash itself (`bash -n`, which reads and runs nothing) on written, generated and real texts. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { sampleShellPrograms } from '../../../test/support/shell-programs';
import { parseShell } from './commands';

/** For each text, whether bash accepts it. One bash process for all of them. */
function bashAccepts(texts: readonly string[]): boolean[] {
  const folder = mkdtempSync(join(tmpdir(), 'shell-oracle-'));
  try {
    texts.forEach((text, index) => writeFileSync(join(folder, String(index)), text));
    // A mistake in `[[ ]]` is printed but leaves the exit code 0; a cut here-document is a warning only.
    const check = 'case $e in *error*|*unexpected*|*expected*) echo 1;; *) echo $c;; esac';
    const loop = `for ((i = 0; i < ${texts.length}; i++)); do e=$(bash -n "$i" 2>&1); c=$?; ${check}; done`;
    const codes = execFileSync('bash', ['-c', loop], { cwd: folder, encoding: 'utf8', maxBuffer: 64 << 20 });
    return codes
      .trim()
      .split('\n')
      .map((code) => code === '0');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** bash only warns about a here-document that the text's end cuts off. */
const weAccept = (text: string): boolean =>
  parseShell(text).problems.every((problem) => problem.kind === 'unterminated-heredoc');

function disagreements(texts: readonly string[]): { rejected: string[]; accepted: string[] } {
  const verdicts = bashAccepts(texts);
  return {
    rejected: texts.filter((text, index) => verdicts[index] === true && !weAccept(text)),
    accepted: texts.filter((text, index) => verdicts[index] === false && weAccept(text)),
  };
}

const VALID = [
  '',
  '# only a comment',
  'a;',
  'a &',
  'a & b & ',
  '! a',
  '! ! a',
  'time a | b',
  'time -p a',
  'a |& b',
  '(a)',
  '((1 + (2)))',
  '((a) ; (b))',
  '( (a) )',
  '{ a; }',
  '{ (a) }',
  '{ a; } > f 2>&1 | b',
  'if a; then b; elif c; then d; else e; fi',
  'if(a)then(b)fi',
  'while a; do b; done < f',
  'until a\ndo\nb\ndone',
  'for i in 1 2; do a; done',
  'for i; do a; done',
  'for i\ndo a; done',
  'for i in; do a; done',
  'for ((i = 0; i < 3; i++)); do a; done',
  'for ((;;)) { a; }',
  'for i in a b; { c; }',
  'select i in a; do b; done',
  'case a in esac',
  'case a in (b) c;; d|e) ;; *) f; esac',
  'case a in b) c;& d) e;;& f) ;; esac',
  'case "$x" in [a-z]*) y;; esac',
  'f() { a; }',
  'f () ( a )',
  'function f { a; }',
  'function f() { a; } > g',
  'f() if a; then b; fi',
  'f()\n{\na\n}',
  'coproc a',
  'coproc n { a; }',
  '[[ a == b* && ( -f c || ! d -nt e ) ]]',
  '[[ $a =~ ^(x|y)[[:space:]]+$ ]]',
  '[[ $a =~ a\\ b ]] && c',
  '[[ a < b ]]',
  'a=1 b=2 c',
  'a=(1 2\n3 # comment\n4)',
  'a+=(x) b[1]=y c[i+1]+=z',
  'declare -a x=(1 2)',
  'export A=b C',
  'a >f >>g <h 2>&1 3<>i >|j &>k &>>l 4>&-',
  'exec {fd}>f 5<>/dev/tcp/h/1',
  '>f',
  'cat <<E\nbody\nE',
  'cat <<E <<-F\na\nE\n\tb\n\tF\nc',
  "cat <<'E'\n$(unclosed\nE",
  'cat <<E | b && c\n$(d "e)")\nE',
  'cat <<E\na\\\nE\nE',
  'cat <<""\nx\n\ny',
  "x=$(cat <<E\nit's\nE\n)",
  'cat <<< "$x" <<< b',
  'a <(b) >(c) < <(d)',
  'echo $(a $(b "$(c)")) `d \\`e\\``',
  'echo "${a:-"b c"}" ${d%%*.} ${e//x/y} ${#f} ${!g} ${h[@]:1:2} ${i^^} ${j@Q}',
  'echo ${a:-$(b)} "${c:-}" ${d:=(}',
  'echo $((1 + $(a) * ${b})) $[1+2] $((a[1]))',
  "echo $'a\\'b' $\"c\" \\\n d",
  'echo a#b # c',
  'echo {a,b}{1..3} {a,b',
  'echo } { if then',
  'echo "a\n\'b" \'c"d\'',
  'a\\\nb c\\\n',
  'if a; then\n  # comment\n  b\nfi # end',
  'a &&\n\n# comment\nb',
  'a |\nb',
  'f() { a; }; f; g() { b; } 2>/dev/null; g',
  '{ a; }; (b); [[ c ]]; ((d)); e',
  'a "`b "c"`"',
  'trap \'a "b"\' EXIT',
  'echo "$(case a in b) c;; esac)"',
  'echo $(case a in (b) c;; esac)',
  'x="$(printf \'%s\' "${y:-"z"}")"',
  'echo ${x+"a}b"} ${y#\\}}',
  "echo ${a:-'}'}",
  'echo "${a#\'}\'}"',
  'let a=1+2',
  'a[0]=b; a[$((1+1))]=c; a["x y"]=d',
  'echo [a] a[b]c *[!x]?',
  'echo é "日本" \u00a0x',
  '<f a; <<<b c; 2>&1 d',
  'echo !x a!b; ! (a)',
  '. f; source <(a)',
  'a;b\n\n\nc',
  'while read -r x; do a; done <<E\nb\nE',
  '(a <<E\nb\nE\n)',
  'if a <<E\nb\nE\nthen c; fi',
  'eval "$(a)"',
  '[ a = b ] && [ -n "$c" ]',
  '[ "$a" \\< b ]',
];

const INVALID = [
  "'",
  '"a',
  'a |',
  'a &&',
  '| a',
  '&& a',
  '; a',
  'a ;; b',
  'a )',
  '(a',
  '( )',
  '{ a',
  '{ }',
  'if a; then b',
  'if a; fi',
  'if; then a; fi',
  'fi',
  'then a',
  'done',
  'while a; do b',
  'while a; done',
  'for i in a; b; done',
  'for; do a; done',
  'case a b) c;; esac',
  'case a in b) c',
  'esac',
  'f() a',
  'f() { }',
  'function { a; }',
  'a > ',
  'a < ; b',
  'a $(b',
  'a `b',
  'a ${b',
  'a $((1',
  '[[ a',
  'a & & b',
  'a (b)',
  'a=(1 2',
  '}',
  'a && ; b',
  '$(a',
  '"$(a"',
  'coproc',
];

describe('against bash -n', () => {
  it('accepts what bash accepts and refuses what it refuses, in every construct', () => {
    expect(disagreements([...VALID, ...INVALID])).toEqual({ rejected: [], accepted: [] });
    expect(VALID.filter((text) => !weAccept(text))).toEqual([]);
    expect(INVALID.filter(weAccept)).toEqual([]);
  });

  it('accepts generated programs', () => {
    const texts = sampleShellPrograms(400, 7);
    expect(disagreements(texts)).toEqual({ rejected: [], accepted: [] });
  });

  it('agrees on programs with a piece cut out or put in', () => {
    const pieces = fc.constantFrom(
      ...' \n;&|()<>{}[]$`"\'\\#!='.split(''),
      'do',
      'fi',
      '<<E\n',
      '$(',
      '${',
      '((',
      '[[ ',
    );
    const cuts = fc.tuple(
      fc.constantFrom(...VALID, ...sampleShellPrograms(100, 8)),
      fc.nat(),
      fc.nat(3),
      fc.option(pieces),
    );
    const texts = fc.sample(cuts, { numRuns: 600, seed: 9 }).map(([text, at, length, piece]) => {
      const place = at % (text.length + 1);
      return text.slice(0, place) + (piece ?? '') + text.slice(place + length);
    });
    // Known differences: `${ a; }` is a substitution of newer shells, and bash 5.2 lets broken headers of `for ((` pass.
    const comparable = texts.filter((text) => !/\$\{[\s|]|for \(\(/.test(text));
    const { rejected, accepted } = disagreements(comparable);
    expect(rejected).toEqual([]);
    // Accepted although bash refuses: a subscript that never closes (`a[`), the order of words within `[[ ]]`.
    expect(accepted.filter((text) => !text.includes('['))).toEqual([]);
  });

  const corpora = join(__dirname, '../../../../shared/corpora');
  const real = existsSync(corpora) ? it : it.skip;
  real('accepts the real commands of ../shared/corpora (skipped where that folder is not)', () => {
    const texts = corpusCommands(corpora);
    const chosen = texts.filter((_, index) => index % 12 === 0);
    expect(chosen.length).toBeGreaterThan(500);
    expect(disagreements(chosen)).toEqual({ rejected: [], accepted: [] });
  });
});

interface CorpusLine {
  surface: string;
  content: string | { input?: { command?: unknown } }[];
}

function corpusCommands(folder: string): string[] {
  const texts = new Set<string>();
  for (const file of ['attacks.jsonl', 'ambiguous.jsonl', 'benign_commands.jsonl.gz', 'benign_sessions.jsonl.gz']) {
    const bytes = readFileSync(join(folder, file));
    const lines = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8').split('\n');
    for (const line of lines.filter((one) => one !== '')) {
      const { surface, content } = JSON.parse(line) as CorpusLine;
      if (typeof content === 'string') {
        if (surface === 'command' || surface === 'script') texts.add(content);
      } else for (const { input } of content) if (typeof input?.command === 'string') texts.add(input.command);
    }
  }
  return [...texts].filter((text) => !text.includes('\0'));
}
