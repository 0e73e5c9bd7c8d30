/** Where the words of a shell command are, found by another parser than ours: what mutates must not share the faults of what is tested. */
import type { NodeType, Parser, Position } from './mvdan';
import { syntax } from './mvdan';

export interface PlainWord {
  /** Offsets in the text, in UTF-16 units. */
  from: number;
  to: number;
  text: string;
  /** It is the word that names what is run. */
  program: boolean;
}

export interface ShellText {
  /** Words without quotes, expansions or patterns, in order. */
  words: PlainWord[];
  /** Parts of the outermost list, divided by `;`, a new line or `&&`, each with its offsets. */
  statements: { from: number; to: number }[];
  /** One program with arguments: a prefix can stand before it. */
  simple: boolean;
}

const PROGRAM = /^[\w./+-]+$/;
/** An equals sign is harmless in an argument; `~/` in front stays outside of quotes. */
const ARGUMENT = /^(?:~\/)?[\w@%+=:,./-]+$/;

/** Undefined for what is no shell text to that parser. */
export function shellText(command: string): ShellText | undefined {
  // Its offsets are bytes.
  if (/[^\x00-\x7f]/.test(command)) return undefined;
  const file = parse(syntax.NewParser(), command);
  if (file === undefined) return undefined;
  const words: PlainWord[] = [];
  let calls = 0;
  syntax.Walk(file, (node) => {
    if (node === null) return true;
    const type = syntax.NodeType(node);
    if (type === 'CallExpr') {
      calls += 1;
      words.push(...wordsOf(node, command));
    }
    return true;
  });
  const statements = file.Stmts.flatMap((stmt) => partsOf(stmt, command));
  const only = file.Stmts.length === 1 ? file.Stmts[0] : undefined;
  const simple =
    calls === 1 &&
    only?.Cmd !== undefined &&
    only.Cmd !== null &&
    syntax.NodeType(only.Cmd) === 'CallExpr' &&
    !only.Background &&
    (only.Cmd.Assigns ?? []).length === 0;
  return { words: words.sort((a, b) => a.from - b.from), statements, simple };
}

/** Whether that parser takes it for a shell's. */
export const isShell = (command: string): boolean => parse(syntax.NewParser(), command) !== undefined;

function partsOf(stmt: NodeType, command: string): { from: number; to: number }[] {
  const { Cmd: list } = stmt;
  if (list && syntax.NodeType(list) === 'BinaryCmd' && list.X && list.Y) {
    const between = command.slice(offset(list.X.End()), offset(list.Y.Pos()));
    if (between.trim() === '&&') return [...partsOf(list.X, command), ...partsOf(list.Y, command)];
  }
  return [{ from: offset(stmt.Pos()), to: offset(stmt.End()) }];
}

function parse(parser: Parser, command: string): NodeType | undefined {
  try {
    return parser.Parse(command, 'command.sh');
  } catch {
    return undefined;
  }
}

function wordsOf(call: NodeType, command: string): PlainWord[] {
  return (call.Args ?? []).flatMap((word, index) => {
    const [from, to] = [offset(word.Pos()), offset(word.End())];
    const text = command.slice(from, to);
    const only =
      word.Parts?.length === 1 && word.Parts[0] instanceof Object && syntax.NodeType(word.Parts[0]) === 'Lit';
    const form = index === 0 ? PROGRAM : ARGUMENT;
    return only && form.test(text) ? [{ from, to, text, program: index === 0 }] : [];
  });
}

const offset = (position: Position): number => position.Offset();

/** The text with each of these words written otherwise. */
export function rewrite(command: string, words: readonly PlainWord[], write: (word: PlainWord) => string): string {
  let text = '';
  let at = 0;
  for (const word of words) {
    text += command.slice(at, word.from) + write(word);
    at = word.to;
  }
  return text + command.slice(at);
}
