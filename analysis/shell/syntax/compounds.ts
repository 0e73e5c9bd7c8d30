/** Compound commands: groups, branches, loops, functions, tests. */
import type { Command, CompoundCommand, Script, Word } from '../../../contracts/shell';
import { readCommand } from './commands';
import { findArithmeticEnd, readExpression } from './dollar';
import { MAX_DEPTH } from '../limits';
import { skipLines } from './heredocs';
import { keywordAt } from './keywords';
import { readSimple } from './simple';
import type { Source } from './source';
import * as stops from './stops';
import { plainText, readRegex, readWord } from './words';

type Kind = CompoundCommand['kind'];

const make = (kind: Kind, start: number): CompoundCommand => ({
  type: 'compound',
  kind,
  words: [],
  bodies: [],
  redirections: [],
  start,
  end: start,
});

/** A body that must hold a command. */
function body(source: Source, stop: number): Script {
  const script = source.shared.readScript(source, stop);
  if (script.items.length === 0) source.problem('missing-command');
  return script;
}

function expect(source: Source, word: string): boolean {
  if (keywordAt(source) === word) {
    source.position += word.length;
    return true;
  }
  source.problem('unexpected-token');
  return false;
}

/** Reads the compound command that the word at the position opens; `keyword` is that word. */
export function readCompound(source: Source, keyword: string): CompoundCommand {
  const start = source.position;
  source.position += keyword.length;
  switch (keyword) {
    case '{':
      return readGroup(source, start);
    case '[[':
      return readTest(source, start);
    case 'if':
      return readIf(source, start);
    case 'while':
    case 'until':
      return readWhile(source, start, keyword);
    case 'for':
    case 'select':
      return readFor(source, start, keyword);
    case 'case':
      return readCase(source, start);
    case 'function':
      return readFunctionKeyword(source, start);
    default:
      return readCoproc(source, start);
  }
}

function readGroup(source: Source, start: number): CompoundCommand {
  const command = make('group', start);
  command.bodies.push(body(source, stops.STOP_BRACE));
  expect(source, '}');
  return command;
}

/** `( … )` or `(( … ))`, the position at the first parenthesis. */
export function readParenthesis(source: Source): CompoundCommand {
  const start = source.position;
  const arithmetic = source.peek(1) === '(' ? readArithmetic(source) : undefined;
  if (arithmetic) return { ...make('arithmetic', start), words: [arithmetic] };
  const command = make('subshell', start);
  source.position++;
  command.bodies.push(body(source, stops.STOP_PARENTHESIS));
  if (source.peek() === ')') source.position++;
  else source.problem('unexpected-token');
  return command;
}

/** `(( … ))` as one word, the position at its first parenthesis; undefined when it is none. */
function readArithmetic(source: Source): Word | undefined {
  const start = source.position;
  const end = findArithmeticEnd(source, start + 2);
  if (end === undefined) return undefined;
  const inner: Word['parts'] = [];
  source.within(start + 2, end, end + 2, () => readExpression(source, inner));
  const text = source.text.slice(start + 2, end);
  return {
    parts: [{ type: 'arithmetic', text, parts: inner, quoted: true }],
    raw: source.text.slice(start, source.position),
    start: source.base + start,
    end: source.base + source.position,
  };
}

function readIf(source: Source, start: number): CompoundCommand {
  const command = make('if', start);
  for (;;) {
    command.bodies.push(body(source, stops.STOP_THEN));
    if (!expect(source, 'then')) return command;
    command.bodies.push(body(source, stops.STOP_BRANCH));
    const keyword = keywordAt(source);
    if (keyword === 'elif') {
      source.position += 4;
      continue;
    }
    if (keyword === 'else') {
      source.position += 4;
      command.bodies.push(body(source, stops.STOP_BRANCH));
    }
    expect(source, 'fi');
    return command;
  }
}

function readWhile(source: Source, start: number, kind: 'while' | 'until'): CompoundCommand {
  const command = make(kind, start);
  command.bodies.push(body(source, stops.STOP_DO));
  readDo(source, command);
  return command;
}

/** `do … done`. */
function readDo(source: Source, command: CompoundCommand): void {
  if (!expect(source, 'do')) return;
  command.bodies.push(body(source, stops.STOP_DONE));
  expect(source, 'done');
}

function readFor(source: Source, start: number, kind: 'for' | 'select'): CompoundCommand {
  const command = make(kind, start);
  source.skipBlanks();
  const header = source.peek() === '(' && source.peek(1) === '(' ? readArithmetic(source) : undefined;
  if (header) command.words.push(header);
  else readLoopHeader(source, command);
  source.skipBlanks();
  if (source.peek() === ';') source.position++;
  skipLines(source);
  if (keywordAt(source) === '{') {
    source.position++;
    command.bodies.push(body(source, stops.STOP_BRACE));
    expect(source, '}');
  } else readDo(source, command);
  return command;
}

/** `name in words` or `name` alone. */
function readLoopHeader(source: Source, command: CompoundCommand): void {
  const name = readWord(source);
  if (!name) source.problem('unexpected-token');
  command.name = name?.raw ?? '';
  skipLines(source);
  if (!(source.text.startsWith('in', source.position) && source.delimited(source.position + 2))) {
    command.positional = true;
    return;
  }
  source.position = Math.min(source.position + 2, source.end);
  for (;;) {
    source.skipBlanks();
    const word = readWord(source);
    if (!word) return;
    command.words.push(word);
  }
}

function readCase(source: Source, start: number): CompoundCommand {
  const command = make('case', start);
  source.skipBlanks();
  const subject = readWord(source);
  if (subject) command.words.push(subject);
  else source.problem('unexpected-token');
  skipLines(source);
  if (source.text.startsWith('in', source.position) && source.delimited(source.position + 2)) source.position += 2;
  else {
    source.problem('unexpected-token');
    return command;
  }
  for (;;) {
    skipLines(source);
    if (keywordAt(source) === 'esac') {
      source.position += 4;
      return command;
    }
    if (source.ended() || !readArm(source, command)) {
      source.problem('unexpected-token');
      return command;
    }
  }
}

/** `pattern | pattern ) script ;;`. */
function readArm(source: Source, command: CompoundCommand): boolean {
  if (source.peek() === '(') source.position++;
  for (;;) {
    source.skipBlanks();
    const pattern = readWord(source);
    if (!pattern) return false;
    command.words.push(pattern);
    source.skipBlanks();
    if (source.peek() !== '|') break;
    source.position++;
  }
  if (source.peek() !== ')') return false;
  source.position++;
  command.bodies.push(source.shared.readScript(source, stops.STOP_ARM));
  const terminator = [';;&', ';;', ';&'].find((one) => source.text.startsWith(one, source.position));
  if (terminator !== undefined) source.position = Math.min(source.position + terminator.length, source.end);
  return terminator !== undefined || keywordAt(source) === 'esac';
}

function readFunctionKeyword(source: Source, start: number): CompoundCommand {
  source.skipBlanks();
  const name = readWord(source);
  if (!name) source.problem('unexpected-token');
  source.skipBlanks();
  if (source.peek() === '(') {
    source.position++;
    source.skipBlanks();
    if (source.peek() === ')') source.position++;
    else source.problem('unexpected-token');
  }
  return readFunctionBody(source, start, name?.raw ?? '');
}

/** The compound command after `name ()`. */
export function readFunctionBody(source: Source, start: number, name: string): CompoundCommand {
  const command = make('function', start);
  command.name = name;
  skipLines(source);
  const from = source.position;
  const inner = deeper(source, () => readCommand(source));
  if (inner?.type !== 'compound') source.problem('unexpected-token', from);
  if (inner) command.bodies.push(scriptOf(inner));
  return command;
}

/** One level down: `f() f() f() …` and `coproc coproc …` nest without a bracket that counts. */
function deeper<T>(source: Source, read: () => T): T | undefined {
  if (source.shared.depth >= MAX_DEPTH) {
    source.problem('too-deep');
    source.position = source.end;
    return undefined;
  }
  source.shared.depth++;
  const inner = read();
  source.shared.depth--;
  return inner;
}

function readCoproc(source: Source, start: number): CompoundCommand {
  const command = make('coproc', start);
  source.skipBlanks();
  const from = source.position;
  const name = keywordAt(source) === '' ? readWord(source) : undefined;
  source.skipBlanks();
  const opens =
    source.peek() === '(' || ['{', 'if', 'while', 'until', 'for', 'select', 'case', '[['].includes(keywordAt(source));
  if (name && opens) command.name = plainText(name) ?? name.raw;
  else source.position = from;
  const inner = opens || !name ? deeper(source, () => readCommand(source)) : readSimple(source);
  if (!inner) source.problem('missing-command');
  else command.bodies.push(scriptOf(inner));
  return command;
}

/** A script of one command. */
function scriptOf(command: Command): Script {
  const { start, end } = command;
  const pipeline = { negated: false, timed: false, commands: [command], stderr: [], start, end };
  return { items: [{ pipeline, separator: '' }], start, end };
}

/** `[[ … ]]`: its operators are kept as words. */
function readTest(source: Source, start: number): CompoundCommand {
  const command = make('test', start);
  for (;;) {
    skipLines(source);
    if (source.ended()) {
      source.problem('unexpected-token');
      return command;
    }
    const at = source.position;
    if (source.peek() === ']' && source.peek(1) === ']' && source.delimited(at + 2)) {
      source.position += 2;
      return command;
    }
    const word = command.words.at(-1)?.raw === '=~' ? readRegex(source) : readTestWord(source);
    if (word) command.words.push(word);
    else {
      source.problem('unexpected-token');
      return command;
    }
  }
}

const TEST_OPERATORS = ['&&', '||', '(', ')', '<', '>'] as const;

function readTestWord(source: Source): Word | undefined {
  const start = source.position;
  const operator = TEST_OPERATORS.find((one) => source.text.startsWith(one, start));
  if (operator === undefined || ('<>'.includes(operator) && source.peek(1) === '(')) return readWord(source);
  source.position = Math.min(start + operator.length, source.end);
  return {
    parts: [{ type: 'literal', text: operator, quoted: false }],
    raw: operator,
    start: source.base + start,
    end: source.base + source.position,
  };
}
