/** Simple commands: assignments, words, redirections. */
import type { Redirection, SimpleCommand, Word, WordPart } from '../../../contracts/shell';
import { COMMAND_WEIGHT } from '../limits';
import { isDigit, isMeta, isNameCharacter, isNameStart } from './characters';
import { announceHeredoc, skipLines } from './heredocs';
import { readOperand } from './parameters';
import type { Source } from './source';
import { plainText, readWord } from './words';

/** Builtins whose arguments may be array assignments. */
export const DECLARERS: ReadonlySet<string> = new Set([
  'declare',
  'typeset',
  'local',
  'export',
  'readonly',
  'alias',
  'eval',
]);

/** Reads a simple command; undefined when nothing of one is at the position. Stops before an operator. */
export function readSimple(source: Source): SimpleCommand | undefined {
  const start = source.position;
  const command: SimpleCommand = { type: 'simple', assignments: [], words: [], redirections: [], start, end: start };
  let end = start;
  let declares = false;
  for (;;) {
    source.skipBlanks();
    if (source.ended()) break;
    const code = source.text.charCodeAt(source.position);
    if (mayRedirect(code) && readRedirection(source, command.redirections)) {
      end = source.position;
      continue;
    }
    if (isMeta(code) && !atProcess(source)) break;
    if ((command.words.length === 0 || declares) && readAssignment(source, command, declares)) {
      end = source.position;
      continue;
    }
    const word = readWord(source);
    if (!word) break;
    command.words.push(word);
    if (command.words.length === 1) declares = DECLARERS.has(plainText(word) ?? '');
    end = source.position;
  }
  if (end === start) return undefined;
  source.count(COMMAND_WEIGHT);
  command.start = source.base + start;
  command.end = source.base + end;
  return command;
}

/** `<`, `>`, `&`, a digit or `{`. */
const mayRedirect = (code: number): boolean =>
  code === 60 || code === 62 || code === 38 || code === 123 || isDigit(code);

function atProcess(source: Source): boolean {
  return (source.peek() === '<' || source.peek() === '>') && source.peek(1) === '(';
}

/** Reads `name=value`, `name+=value`, `name[i]=value`, `name=( … )`; false (and nothing read) when it is none. */
function readAssignment(source: Source, command: SimpleCommand, declares: boolean): boolean {
  const { text } = source;
  const start = source.position;
  if (!isNameStart(text.charCodeAt(start))) return false;
  let at = start + 1;
  while (at < source.end && isNameCharacter(text.charCodeAt(at))) at++;
  const name = text.slice(start, at);
  let index: WordPart[] | undefined;
  if (text[at] === '[') {
    if (!subscriptAssigns(source, at)) return false;
    source.position = at + 1;
    index = readOperand(source, false, ']', false);
    at = source.position + 1;
  }
  const append = text[at] === '+' && text[at + 1] === '=';
  if (append) at++;
  if (text[at] !== '=' || at >= source.end) return source.position === start ? false : restore(source, start);
  at++;
  const isArray = text[at] === '(' && at < source.end;
  if (declares && !isArray) return source.position === start ? false : restore(source, start);
  source.position = at;
  const assignment = { name, append, value: undefined, ...(index ? { index } : {}) };
  if (isArray) command.assignments.push({ ...assignment, array: readArray(source) });
  else command.assignments.push({ ...assignment, value: readWord(source) });
  source.count(COMMAND_WEIGHT);
  return true;
}

function restore(source: Source, position: number): false {
  source.position = position;
  return false;
}

/** Whether the subscript that opens at `open` closes nearby and an assignment follows. */
function subscriptAssigns(source: Source, open: number): boolean {
  let depth = 0;
  const limit = Math.min(source.end, open + 300);
  for (let at = open; at < limit; at++) {
    const sign = source.text[at];
    if (sign === '\n') return false;
    if (sign === '[') depth++;
    else if (sign === ']' && --depth === 0) return /^\+?=/.test(source.text.slice(at + 1, at + 3));
  }
  return false;
}

function readArray(source: Source): Word[] {
  const start = source.position;
  const words: Word[] = [];
  source.position++;
  for (;;) {
    skipLines(source);
    if (source.ended()) {
      source.problem('unterminated-quote', start);
      break;
    }
    if (source.peek() === ')') {
      source.position++;
      break;
    }
    const word = readWord(source);
    if (word) words.push(word);
    else {
      source.problem('unexpected-token');
      source.position++;
    }
  }
  return words;
}

/** Longest first. */
const OPERATORS = ['&>>', '<<<', '<<-', '&>', '<<', '>>', '<&', '>&', '<>', '>|', '<', '>'] as const;

/** Reads one redirection with its descriptor; false when none is at the position. */
export function readRedirection(source: Source, redirections: Redirection[]): boolean {
  const { text } = source;
  const start = source.position;
  const at = descriptorEnd(source);
  const sign = at < source.end ? text[at] : '';
  if (sign !== '<' && sign !== '>' && !(sign === '&' && text[at + 1] === '>' && at === start)) return false;
  const operator = OPERATORS.find((one) => text.startsWith(one, at));
  if (operator === undefined || (text[at + 1] === '(' && operator.length === 1 && at + 1 < source.end)) return false;
  const fd = at > start ? text.slice(start, at).replace(/[{}]/g, '') : undefined;
  source.position = Math.min(at + operator.length, source.end);
  source.skipBlanks();
  const target = readWord(source);
  if (!target) source.problem('unexpected-token');
  const redirection: Redirection = {
    ...(fd === undefined ? {} : { fd }),
    operator,
    target: target ?? { parts: [], raw: '', start: source.base + source.position, end: source.base + source.position },
    start: source.base + start,
    end: source.base + source.position,
  };
  redirections.push(redirection);
  source.count(COMMAND_WEIGHT);
  if (target && (operator === '<<' || operator === '<<-')) announceHeredoc(source, redirection, target);
  return true;
}

/** Past `5` or `{name}` in front of an operator, else the position itself. */
function descriptorEnd(source: Source): number {
  const { text, position } = source;
  let at = position;
  if (text[at] === '{') {
    at++;
    while (at < source.end && isNameCharacter(text.charCodeAt(at))) at++;
    return at > position + 1 && text[at] === '}' ? at + 1 : position;
  }
  while (at < source.end && isDigit(text.charCodeAt(at))) at++;
  return at;
}
