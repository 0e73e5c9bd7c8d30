/** Scripts, pipelines and commands: the grammar's spine. */
import type { Command, CompoundCommand, ParsedScript, Pipeline, Script, ShellProblem } from '../../../contracts/shell';
import { COMMAND_WEIGHT, MAX_DEPTH, MAX_TEXT } from '../limits';
import { readCompound, readFunctionBody, readParenthesis } from './compounds';
import { endPending, skipLines, takeNewline } from './heredocs';
import { keywordAt } from './keywords';
import { Repeats } from './repeats';
import { readRedirection, readSimple } from './simple';
import { Source } from './source';
import type { Shared } from './source';
import { CLOSING_WORDS, STOP_ARM, STOP_PARENTHESIS } from './stops';

/**
 * Parses a POSIX or bash command text. Never throws; what is wrong is listed in `problems`. Time is linear in the text, which is cut at
 * 1 MiB; nesting is bounded by 100, nodes by 100,000.
 */
export function parseShell(text: string): ParsedScript {
  const problems: ShellProblem[] = [];
  const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const shared: Shared = {
    problems,
    nodes: 0,
    full: false,
    depth: 0,
    backquotes: 0,
    lookahead: 0,
    lookaheadLimit: 4 * cut.length + 4096,
    readScript,
  };
  const source = new Source(cut, shared);
  const script = readScript(source, 0);
  endPending(source);
  if (cut !== text) source.problem('too-long', cut.length, '');
  return { script, problems };
}

type Separator = Script['items'][number]['separator'];

/** Reads commands up to the end or to what `stop` allows as closing. */
function readScript(source: Source, stop: number): Script {
  const start = source.position;
  const items: Script['items'] = [];
  const repeats = new Repeats(source);
  if (++source.shared.depth > MAX_DEPTH) {
    source.problem('too-deep');
    source.position = source.end;
  }
  for (;;) {
    skipLines(source);
    if (source.ended() || stopsAt(source, stop)) break;
    const pipeline = readPipeline(source);
    if (!pipeline) {
      skipUnexpected(source);
      continue;
    }
    const separator = readSeparator(source);
    items.push({ pipeline, separator });
    if (separator === '&&' || separator === '||') {
      skipLines(source);
      if (source.ended() || stopsAt(source, stop)) source.problem('missing-command');
    } else if (separator === '' && !source.ended() && !stopsAt(source, stop)) {
      if (source.peek() !== ';' || source.peek(1) === ';') skipUnexpected(source);
    }
    repeats.pass();
  }
  source.shared.depth--;
  return { items, start: source.base + start, end: source.base + source.position };
}

/** Reports an operator or word that cannot stand here, and passes it. */
function skipUnexpected(source: Source): void {
  source.problem('unexpected-token');
  const length = CLOSING_WORDS.has(keywordAt(source)) ? keywordAt(source).length : 1;
  source.position = Math.min(source.position + length, source.end);
}

function stopsAt(source: Source, stop: number): boolean {
  if (stop === 0) return false;
  const sign = source.peek();
  if (sign === ')') return (stop & STOP_PARENTHESIS) !== 0;
  if (sign === ';') return (stop & STOP_ARM) !== 0 && (source.peek(1) === ';' || source.peek(1) === '&');
  if (stop === STOP_PARENTHESIS) return false;
  return ((CLOSING_WORDS.get(keywordAt(source)) ?? 0) & stop) !== 0;
}

function readSeparator(source: Source): Separator {
  source.skipBlanks();
  const sign = source.peek();
  const next = source.peek(1);
  if (sign === '\n') {
    takeNewline(source);
    return '\n';
  }
  if (sign === ';' && next !== ';' && next !== '&') {
    source.position++;
    return ';';
  }
  if (sign === '&' && next !== '>') {
    source.position += next === '&' ? 2 : 1;
    return next === '&' ? '&&' : '&';
  }
  if (sign === '|' && next === '|') {
    source.position += 2;
    return '||';
  }
  return '';
}

/** Reads commands joined by `|`; undefined when none begins at the position. */
function readPipeline(source: Source): Pipeline | undefined {
  const start = source.position;
  const pipeline: Pipeline = { negated: false, timed: false, commands: [], stderr: [], start, end: start };
  const prefixed = readPrefixes(source, pipeline);
  for (;;) {
    const command = readCommand(source);
    if (!command) {
      if (pipeline.commands.length > 0) source.problem('missing-command');
      else if (!prefixed) return undefined;
      break;
    }
    pipeline.commands.push(command);
    pipeline.end = command.end;
    source.skipBlanks();
    if (source.peek() !== '|' || source.peek(1) === '|') break;
    pipeline.stderr.push(source.peek(1) === '&');
    source.position += source.peek(1) === '&' ? 2 : 1;
    skipLines(source);
  }
  pipeline.start = source.base + start;
  pipeline.end = Math.max(pipeline.end, pipeline.start);
  return pipeline;
}

/** `!` and `time -p` in front of a pipeline. */
function readPrefixes(source: Source, pipeline: Pipeline): boolean {
  const start = source.position;
  for (;;) {
    const keyword = keywordAt(source);
    if (keyword === '!') pipeline.negated = !pipeline.negated;
    else if (keyword === 'time') pipeline.timed = true;
    else return source.position > start;
    source.position += keyword.length;
    source.skipBlanks();
    while (pipeline.timed && /^-[p-]/.test(source.text.slice(source.position, source.position + 2))) {
      if (!source.delimited(source.position + 2)) break;
      source.position += 2;
      source.skipBlanks();
    }
  }
}

/** Reads one command of a pipeline, with the redirections of a compound one. */
export function readCommand(source: Source): Command | undefined {
  const keyword = keywordAt(source);
  if (CLOSING_WORDS.has(keyword) || keyword === '!') {
    source.problem('unexpected-token');
    source.position += keyword.length;
    source.skipBlanks();
    return readSimple(source);
  }
  if (keyword !== '' && keyword !== 'time') return finish(source, readCompound(source, keyword));
  if (source.peek() === '(') return finish(source, readParenthesis(source));
  const start = source.position;
  const simple = readSimple(source);
  if (simple && source.peek() === '(') return readDefinition(source, simple, start) ?? simple;
  return simple;
}

/** `name ( )` and a body, after the name was read as a simple command. */
function readDefinition(
  source: Source,
  simple: Extract<Command, { type: 'simple' }>,
  start: number,
): CompoundCommand | undefined {
  const [name] = simple.words;
  const open = source.position;
  source.position++;
  source.skipBlanks();
  const defines = simple.words.length === 1 && simple.assignments.length === 0 && simple.redirections.length === 0;
  if (!name || !defines || source.peek() !== ')') {
    source.position = open;
    return undefined;
  }
  source.position++;
  return finish(source, readFunctionBody(source, start, name.raw));
}

function finish(source: Source, command: CompoundCommand): CompoundCommand {
  source.count(COMMAND_WEIGHT);
  let end = source.position;
  source.skipBlanks();
  if (command.kind !== 'function' && command.kind !== 'coproc')
    while (!source.ended() && readRedirection(source, command.redirections)) {
      end = source.position;
      source.skipBlanks();
    }
  command.end = source.base + end;
  command.start += source.base;
  return command;
}
