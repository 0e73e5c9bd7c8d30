/** Learns what names stand for as a program goes along: imports, assignments of literals, of modules and of call results. */
import { callAt, moduleName, resolveName } from './calls';
import { evaluate } from './evaluate';
import { dotted, isJoint, isSign, pieces, statementEnd } from './program';
import type { Program, Range } from './program';
import { listOf, textOf } from './values';

/** Most names that are remembered. */
const MAX_NAMES = 2_000;
/** Methods that give what came over a connection. */
const RECEIVES =
  /^(?:recv|recvfrom|fgetc|stream_get_line|socket_recv|recv_into|receive|gets|readline|readlines|getline|sysread|fgets|fread|socket_read|read|readpartial|makefile|recv_bytes|stream_get_contents|readstring|scan)$/i;

/** Takes in what the token at `at` says about names. */
export function learn(program: Program, at: number): void {
  const { tokens } = program;
  const token = tokens[at];
  if (
    token?.type !== 'name' ||
    at < program.learnt ||
    program.budget <= 0 ||
    program.aliases.size + program.constants.size > MAX_NAMES
  )
    return;
  if (token.text === 'import' && isSign(tokens[at + 1], '(')) return;
  if (token.text === 'import') imports(program, at);
  else if (token.text === 'from') fromImport(program, at);
  else if (token.text === 'as') asName(program, at);
  else if (token.text === 'in' || token.text === 'of') loopName(program, at);
  else if (/^(?:const|let|var)$/.test(token.text) && isSign(tokens[at + 1], '{')) destructured(program, at + 1);
  else assignment(program, at);
}

/** `import a.b as c, d` of Python, `import x from 'y'` and `import {a as b} from 'y'` of JavaScript. */
function imports(program: Program, at: number): void {
  const { tokens, aliases } = program;
  const end = statementEnd(program, at + 1, 60);
  const source = tokens[end - 1];
  if (source?.type === 'string') {
    bindAll(program, { from: at + 1, to: end }, moduleName(source.text));
    return;
  }
  for (const piece of pieces(program, { from: at + 1, to: end })) {
    const { parts, end: after } = dotted(program, piece.from);
    const renamed = tokens[after]?.text === 'as' ? tokens[after + 1]?.text : undefined;
    if (renamed !== undefined) aliases.set(renamed, parts.join('.'));
  }
}

/** `from a import b as c, d`. */
function fromImport(program: Program, at: number): void {
  const { tokens, aliases, partner } = program;
  const { parts, end } = dotted(program, at + 1);
  if (tokens[end]?.text !== 'import') return;
  const bracket = isSign(tokens[end + 1], '(') ? (partner[end + 1] ?? -1) : -1;
  const range =
    bracket > 0 ? { from: end + 2, to: bracket } : { from: end + 1, to: statementEnd(program, end + 1, 200) };
  for (const piece of pieces(program, range)) {
    const name = tokens[piece.from]?.text ?? '';
    const local = tokens[piece.from + 1]?.text === 'as' ? (tokens[piece.from + 2]?.text ?? name) : name;
    aliases.set(local === '*' ? `*${parts.join('.')}` : local, `${parts.join('.')}.${name}`);
  }
}

/** `with call() as name`. */
function asName({ tokens, partner, aliases, language }: Program, at: number): void {
  const name = tokens[at + 1];
  const open = partner[at - 1] ?? -1;
  if (language !== 'python' || name?.type !== 'name' || open < 1 || open > at) return;
  const parts: string[] = [];
  for (let from = open - 1; tokens[from]?.type === 'name' && parts.length < 8; from -= 2) {
    parts.unshift(tokens[from]?.text ?? '');
    if (!isSign(tokens[from - 1], '.')) break;
  }
  if (parts.length > 0) aliases.set(name.text, `${parts.join('.')}()`);
}

/** Items of a list that a loop is gone through for. */
const MAX_TURNS = 12;

/** `for name in ["a", "b"]`, `for (const name of list)`: the name is this pass's item. */
function loopName(program: Program, at: number): void {
  const { tokens, constants, turn } = program;
  const name = tokens[at - 1];
  const before = tokens[at - 2]?.text ?? '';
  if (name?.type !== 'name' || !/^(?:for|const|let|var)$/.test(before)) return;
  const value = evaluate(program, { from: at + 1, to: loopEnd(program, at + 1) });
  const items = typeof value === 'string' && value.includes('*') ? [value] : listOf(value);
  const item = items?.[turn] ?? items?.[0];
  if (items === undefined || item === undefined) return;
  constants.set(name.text, item);
  program.turns = Math.max(program.turns, Math.min(items.length, MAX_TURNS));
}

/** The list of a loop ends at `:`, at a closing bracket or with the line. */
function loopEnd({ tokens, partner }: Program, from: number): number {
  for (let at = from; at < Math.min(tokens.length, from + 400); at++) {
    const close = partner[at] ?? -1;
    if (close > at) at = close;
    else if (close >= 0 || tokens[at]?.type === 'line' || isSign(tokens[at], ':')) return at;
  }
  return Math.min(tokens.length, from + 400);
}

function assignment(program: Program, at: number): void {
  const { tokens } = program;
  const { parts, end } = dotted(program, at);
  const sign = tokens[end];
  if (sign?.type !== 'sign') return;
  const name = parts.join('.');
  if (sign.text === '=' || sign.text === ':=') bind(program, name, { from: end + 1, to: valueEnd(program, end + 1) });
  else if (sign.text === '+=' || sign.text === '.=')
    append(program, name, { from: end + 1, to: valueEnd(program, end + 1) });
  else if (sign.text === ',' && parts.length === 1 && !isSign(tokens[at - 1], ',')) several(program, at);
}

/** A value ends with the statement, at a comma outside brackets (`const a = 1, b = 2`), or where another assignment begins. */
function valueEnd(program: Program, from: number): number {
  const { tokens, partner } = program;
  for (let at = from; at < Math.min(tokens.length, from + 400); at++) {
    program.budget--;
    const token = tokens[at];
    const close = partner[at] ?? -1;
    if (close > at) at = close;
    else if (close >= 0 || token?.type === 'line' || (token?.type === 'sign' && /^(?:[;,=]|:=)$/.test(token.text)))
      return at;
  }
  return Math.min(tokens.length, from + 400);
}

/** `a, b = x, y` and `($a, $b) = (x, y)`. */
function several(program: Program, at: number): void {
  const { tokens, partner } = program;
  let end = at;
  while (tokens[end]?.type === 'name' && isSign(tokens[end + 1], ',') && end - at < 40) end += 2;
  const names = { from: at, to: end + 1 };
  const sign = isSign(tokens[end + 1], ')') ? end + 2 : end + 1;
  if (!isSign(tokens[sign], '=')) return;
  const bracketed = isSign(tokens[sign + 1], '(') ? (partner[sign + 1] ?? -1) : -1;
  const values =
    bracketed > 0 ? { from: sign + 2, to: bracketed } : { from: sign + 1, to: statementEnd(program, sign + 1, 400) };
  const right = pieces(program, values);
  program.learnt = sign;
  pieces(program, names).forEach((piece, index) => {
    const value = right[index];
    if (value) bind(program, tokens[piece.from]?.text ?? '', value);
  });
}

/** `const {a: b} = require('m')`. */
function destructured(program: Program, open: number): void {
  const close = program.partner[open] ?? -1;
  if (close < 0 || !isSign(program.tokens[close + 1], '=')) return;
  const source = standsFor(program, { from: close + 2, to: statementEnd(program, close + 2, 60) });
  if (source !== undefined) bindAll(program, { from: open, to: close }, source);
}

/** `const {a: b, c} = require('m')`, `import {a as b} from 'm'`. */
function bindAll({ tokens, aliases }: Program, { from, to }: Range, source: string): void {
  for (let at = from; at < to; at++) {
    const token = tokens[at];
    if (token?.type !== 'name' || token.text === 'from' || token.text === 'as') continue;
    const renamed = tokens[at + 1]?.text === 'as' || isSign(tokens[at + 1], ':') ? tokens[at + 2]?.text : undefined;
    const inBraces = tokens.slice(from, at).some((one) => isSign(one, '{'));
    aliases.set(renamed ?? token.text, inBraces ? `${source}.${token.text}` : source);
    if (renamed !== undefined) at += 2;
  }
}

function bind(program: Program, name: string, range: Range): void {
  const { aliases, constants, tainted } = program;
  const value = evaluate(program, range);
  if (value === undefined) constants.delete(name);
  else constants.set(name, value);
  if (value === undefined) {
    const stands = standsFor(program, range);
    if (stands !== undefined && stands !== name) aliases.set(name, stands);
    else aliases.delete(name);
  }
  if (comesFromSocket(program, range)) tainted.add(name);
}

function append(program: Program, name: string, range: Range): void {
  const [before, more] = [textOf(program.constants.get(name)), textOf(evaluate(program, range))];
  if (before !== undefined && more !== undefined) program.constants.set(name, (before + more).slice(0, 64 * 1024));
  if (comesFromSocket(program, range)) program.tainted.add(name);
}

/** A module, a function, or the result of a call; through `new`, `await` and `assert(…)`. */
function standsFor(program: Program, range: Range): string | undefined {
  let at = range.from;
  while (
    /^(?:new|await|assert|my|local)$/.test(program.tokens[at]?.text ?? '') ||
    (isSign(program.tokens[at], '(') && at === range.from + 1)
  )
    at++;
  const call = callAt(program, at);
  if (call) {
    if (/^(?:require|import|__import__|import_module)$/.test(call.name) || call.path === 'Java.type') {
      const named = textOf(evaluate(program, call.args[0] ?? { from: at, to: at }));
      return named === undefined ? undefined : moduleName(named) + memberBehind(program, call.end);
    }
    return `${call.path}()`.slice(0, 300);
  }
  if (program.tokens[at]?.type !== 'name') return undefined;
  const { parts, end } = dotted(program, at);
  return end >= range.to ? resolveName(program, parts.join('.')) : undefined;
}

function memberBehind({ tokens }: Program, at: number): string {
  return isSign(tokens[at], '.') && tokens[at + 1]?.type === 'name' && !isSign(tokens[at + 2], '(')
    ? `.${tokens[at + 1]?.text ?? ''}`
    : '';
}

/** Whether an expression holds what came over a connection. Looks at its first tokens only. */
export function comesFromSocket(program: Program, { from, to }: Range): boolean {
  const { tokens, tainted, language } = program;
  const end = Math.min(to, from + 60);
  // What is read from a file opened in the same breath is no message.
  if (language === 'python' && tokens[from]?.text === 'open') return false;
  for (let at = from; at < end; at++) {
    const token = tokens[at];
    if (token?.type !== 'name') continue;
    if (tainted.has(token.text) || ((at > from || language === 'php') && receives(program, at))) return true;
  }
  return false;
}

/** `s.recv(…)`, `c.gets`, Perl's `<$c>`. */
function receives(program: Program, at: number): boolean {
  const { tokens, language } = program;
  const name = tokens[at]?.text ?? '';
  if (language === 'perl' && isSign(tokens[at - 1], '<') && isSign(tokens[at + 1], '>')) return /^\$/.test(name);
  return RECEIVES.test(name) && (isSign(tokens[at + 1], '(') || (language === 'ruby' && isJoint(program, at - 1)));
}

/** Parameter names of the function in a range: what an event hands to its handler. */
export function parametersIn({ tokens, partner }: Program, { from, to }: Range): string[] {
  for (let at = from; at < Math.min(to, from + 12); at++) {
    const close = partner[at] ?? -1;
    if (isSign(tokens[at], '(') && close > at)
      return tokens
        .slice(at + 1, close)
        .filter(({ type }) => type === 'name')
        .map(({ text }) => text);
    if (tokens[at]?.type === 'name' && isSign(tokens[at + 1], '=>')) return [tokens[at]?.text ?? ''];
  }
  return [];
}

/** Known items of a value that is a list, else the value alone. */
export function itemsOf(program: Program, range: Range | undefined): readonly (string | undefined)[] {
  if (range === undefined) return [];
  const value = evaluate(program, range);
  return (listOf(value) ?? [value]).map((item) => textOf(item));
}
