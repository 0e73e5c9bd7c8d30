/** Held against mvdan/sh, another shell parser: the same simple commands made of the same words. */
import { sampleShellPrograms } from '../../../test/support/shell-programs';
import { visit } from '../../../test/support/shell-tree';
import { parseShell } from './commands';

interface Node {
  Pos(): { Offset(): number };
  End(): { Offset(): number };
}

interface Call extends Node {
  Args: Node[];
}

interface Mvdan {
  syntax: {
    NewParser(): { Parse(text: string, name: string): Node };
    NodeType(node: Node): string;
    Walk(node: Node, visit: (node: Node | null) => boolean): void;
  };
}

// eslint-disable-next-line @typescript-eslint/no-require-imports -- the package has no types
const { syntax } = require('mvdan-sh') as Mvdan;

/** Words of every simple command, as written, sorted. Offsets of mvdan/sh count bytes. */
function theirs(text: string): string[] {
  const bytes = Buffer.from(text);
  const found: string[] = [];
  syntax.Walk(syntax.NewParser().Parse(text, ''), (node) => {
    if (node && syntax.NodeType(node) === 'CallExpr') {
      const words = (node as Call).Args.map((word) => bytes.toString('utf8', word.Pos().Offset(), word.End().Offset()));
      if (words.length > 0) found.push(words.join('\u241f'));
    }
    return true;
  });
  return found.sort();
}

function ours(text: string): string[] {
  const found: string[] = [];
  visit(parseShell(text), {
    command: (command) => {
      if (command.type === 'simple' && command.words.length > 0)
        found.push(command.words.map((word) => word.raw).join('\u241f'));
    },
  });
  return found.sort();
}

const WRITTEN = [
  'a "b $(c d)" `e f` $((1 + $(g))) | h && i <(j k) > l',
  'cat <<E | b\n$(c "d" e)\nE\nf',
  'if a; then b; elif c; then d; fi; while e; do f; done; for x in $(g); do h "$x"; done',
  'case $(a) in b) c "d e";; *) f; esac',
  'f() { a "$1"; b; }; f x; (c; { d; }) & e',
  'x=$(a b) y=1 c d=2 "${z:-$(e f)}"',
  '[[ -n $(a) && b == "$(c)" ]] && d',
  "a \\\n  b \\\n  c; d 'e\nf' $'g\\'h'",
  'coproc a b; time c d; ! e f',
  'a 2>&1 >"$(b c)" <<< "$(d e)"',
  'a é "日本 $(b)" ü',
  'until a; do b; done < <(c d)',
  'echo ${a[$(b c)]} "${d//$(e)/$(f g)}" ${#h} ${i:1:2}',
];

describe('against mvdan/sh', () => {
  it.each(WRITTEN)('finds the same commands in %j', (text) => {
    expect(ours(text)).toEqual(theirs(text));
  });

  it('finds the same commands in generated programs', () => {
    // After a pipe `time` is a program to bash, and a reserved word to mvdan/sh.
    const texts = sampleShellPrograms(250, 11).filter((text) => text.length < 2_000 && !/\|&?\s+time /.test(text));
    for (const text of texts) expect({ text, commands: ours(text) }).toEqual({ text, commands: theirs(text) });
  });
});
