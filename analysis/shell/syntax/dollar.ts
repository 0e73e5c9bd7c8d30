/** Everything that starts with `$`, and backquotes: parameters, substitutions, arithmetic. */
import type { Script, WordPart } from '../../../contracts/shell';
import { COMMAND_WEIGHT, MAX_BACKQUOTES } from '../limits';
import { isDigit, isNameCharacter, isNameStart, isSpecialParameter } from './characters';
import { readBraced } from './parameters';
import { readAnsiQuoted, readDoubleQuoted, readQuotedText } from './quotes';
import { Source } from './source';
import { STOP_BRACE, STOP_PARENTHESIS } from './stops';

/** Reads one expansion, the position at its dollar sign; a lone dollar sign is literal. */
export function readDollar(source: Source, parts: WordPart[], quoted: boolean): void {
  const next = source.peek(1);
  switch (next) {
    case '(':
      if (source.peek(2) !== '(') readParenthesised(source, parts, quoted, false);
      else if (!readArithmetic(source, parts, quoted)) readParenthesised(source, parts, quoted, true);
      return;
    case '{':
      if (' \t\n|'.includes(source.peek(2)) && !source.ended()) readFunctionSubstitution(source, parts, quoted);
      else readBraced(source, parts, quoted);
      return;
    case '[':
      readOldArithmetic(source, parts, quoted);
      return;
    case "'":
      if (quoted) break;
      readAnsiQuoted(source, parts);
      return;
    case '"':
      if (quoted) break;
      source.position++;
      readDoubleQuoted(source, parts);
      return;
    default:
      if (readSimpleParameter(source, parts, quoted)) return;
  }
  source.position++;
  source.add(parts, { type: 'literal', text: '$', quoted });
}

/** `$name`, `$1`, `$@`. */
function readSimpleParameter(source: Source, parts: WordPart[], quoted: boolean): boolean {
  const start = source.position + 1;
  if (start >= source.end) return false;
  const code = source.text.charCodeAt(start);
  let end = start;
  if (isNameStart(code)) while (end < source.end && isNameCharacter(source.text.charCodeAt(end))) end++;
  else if (isDigit(code) || isSpecialParameter(source.text[start])) end++;
  if (end === start) return false;
  source.position = end;
  source.add(parts, { type: 'parameter', name: source.text.slice(start, end), quoted });
  return true;
}

/** `deferred`: what began like arithmetic is read as commands only when it runs. */
function readParenthesised(source: Source, parts: WordPart[], quoted: boolean, deferred: boolean): void {
  source.position++;
  const script = readSubstitution(source, deferred);
  source.add(parts, { type: 'command', script, quoted, backquoted: false });
}

/** `( … )` of a substitution, the position at its parenthesis. Its here-documents are its own. */
export function readSubstitution(source: Source, deferred = false): Script {
  const start = source.position;
  const outer = source.pending;
  source.pending = [];
  source.position++;
  source.count(COMMAND_WEIGHT);
  source.substitutions++;
  const read = () => source.shared.readScript(source, STOP_PARENTHESIS);
  const script = deferred ? source.later(read) : read();
  source.substitutions--;
  source.pending = source.pending.length === 0 ? outer : [...outer, ...source.pending];
  if (source.peek() === ')') source.position++;
  else source.problem('unterminated-substitution', start);
  return script;
}

/** `${ …; }` and `${| …; }` of newer shells: runs its commands in place. */
function readFunctionSubstitution(source: Source, parts: WordPart[], quoted: boolean): void {
  const start = source.position;
  source.position += source.peek(2) === '|' ? 3 : 2;
  const script = source.later(() => source.shared.readScript(source, STOP_BRACE));
  if (source.peek() === '}') source.position++;
  else source.problem('unterminated-substitution', start);
  source.add(parts, { type: 'command', script, quoted, backquoted: false });
}

/** `$(( … ))`, unless it turns out to be a substitution that starts with a subshell. */
function readArithmetic(source: Source, parts: WordPart[], quoted: boolean): boolean {
  const start = source.position + 3;
  const end = findArithmeticEnd(source, start);
  if (end === undefined) return false;
  const inner: WordPart[] = [];
  source.within(start, end, end + 2, () => readExpression(source, inner));
  source.add(parts, { type: 'arithmetic', text: source.text.slice(start, end), parts: inner, quoted });
  return true;
}

/** Reads all of an arithmetic text for what is expanded in it. */
export function readExpression(source: Source, parts: WordPart[]): void {
  source.deeper(() => source.later(() => readQuotedText(source, parts, -1)));
}

/** Where the `))` stands that closes arithmetic which begins at `start`. */
export function findArithmeticEnd(source: Source, start: number): number | undefined {
  if (!source.lookAhead(0)) return undefined;
  const { text, end } = source;
  let depth = 0;
  let at = start;
  for (; at < end; at++) {
    const code = text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 40) depth++;
    else if (code === 41) {
      if (depth === 0) break;
      depth--;
    }
  }
  if (!source.lookAhead(at - start)) return undefined;
  return at + 1 < end && text[at + 1] === ')' ? at : undefined;
}

/** `$[ … ]`. */
function readOldArithmetic(source: Source, parts: WordPart[], quoted: boolean): void {
  const start = source.position + 2;
  let depth = 0;
  let at = start;
  for (; at < source.end; at++) {
    const code = source.text.charCodeAt(at);
    if (code === 92) at++;
    else if (code === 91) depth++;
    else if (code === 93 && depth-- === 0) break;
  }
  if (!source.lookAhead(at - start)) at = source.end;
  const end = Math.min(at, source.end);
  if (at >= source.end) source.problem('unterminated-substitution', start - 2);
  const inner: WordPart[] = [];
  source.within(start, end, Math.min(end + 1, source.end), () => readExpression(source, inner));
  source.add(parts, { type: 'arithmetic', text: source.text.slice(start, end), parts: inner, quoted });
}

/** Backquotes, the position at the first. */
export function readBackquote(source: Source, parts: WordPart[], quoted: boolean): void {
  source.count(COMMAND_WEIGHT);
  const start = source.position + 1;
  let at = start;
  let escapes = false;
  while (at < source.end && source.text[at] !== '`') {
    if (source.text[at] === '\\') {
      escapes = true;
      at++;
    }
    at++;
  }
  const end = Math.min(at, source.end);
  if (at >= source.end) source.problem('unterminated-substitution', start - 1);
  const after = Math.min(end + 1, source.end);
  const script =
    source.shared.backquotes >= MAX_BACKQUOTES
      ? tooDeep(source, start, end, after)
      : source.later(() => readBackquoted(source, { start, end, after }, escapes, quoted));
  source.add(parts, { type: 'command', script, quoted, backquoted: true });
}

function tooDeep(source: Source, start: number, end: number, after: number): Script {
  source.problem('too-deep', start);
  source.position = after;
  return { items: [], start: source.base + start, end: source.base + end };
}

function readBackquoted(
  source: Source,
  { start, end, after }: { start: number; end: number; after: number },
  escapes: boolean,
  quoted: boolean,
): Script {
  source.shared.backquotes++;
  let script: Script;
  if (escapes) {
    const inner = source.text.slice(start, end).replace(quoted ? /\\([$`"\\])/g : /\\([$`\\])/g, '$1');
    script = source.shared.readScript(new Source(inner, source.shared, source.base + start), 0);
    source.position = after;
  } else script = source.within(start, end, after, () => source.shared.readScript(source, 0));
  source.shared.backquotes--;
  return script;
}
