/** Evaluates expressions made of literals and known names. Bounded by the program's budget; what is not known is undefined. */
import { callAt } from './calls';
import { dotted, isSign, pieces } from './program';
import type { Program, Range } from './program';
import type { Value } from './values';
import { OF_MODULES, TRANSFORMS, UNKNOWN, concatenate, listOf, pathJoin, textOf } from './values';

const MAX_DEPTH = 12;

/** Value of the expression in a range, with `\uFFFD` for unknown parts of a string; undefined when nothing is known. */
export function evaluate(program: Program, range: Range, depth = 0): Value | undefined {
  if (depth > MAX_DEPTH || program.budget <= 0) return undefined;
  let value: Value | undefined;
  let isFirst = true;
  let operator: string | undefined;
  for (let at = range.from; at < range.to;) {
    const token = program.tokens[at];
    program.budget--;
    if (token?.type === 'line') {
      at++;
      continue;
    }
    if (!isFirst && token?.type === 'sign' && isOperator(program, token.text)) {
      operator = token.text;
      at++;
      continue;
    }
    if (!isFirst && token?.type === 'sign' && !'([{'.includes(token.text))
      return token.text === '%' ? value : undefined;
    if (!isFirst && operator === undefined && !adjoins(program, at)) return value;
    const operand = term(program, at, range.to, depth);
    value = isFirst
      ? operand.value
      : operator === '/'
        ? pathJoin([value, operand.value], undefined)
        : concatenate(value, operand.value);
    isFirst = false;
    operator = undefined;
    at = Math.max(operand.end, at + 1);
  }
  return value;
}

/** Whether a value right behind another is put together with it: strings in Python, anything in awk. */
function adjoins({ language, tokens }: Program, at: number): boolean {
  return (
    language === 'awk' || (language === 'python' && tokens[at]?.type === 'string' && tokens[at - 1]?.type === 'string')
  );
}

function isOperator({ language }: Program, sign: string): boolean {
  if (sign === '+') return true;
  if (sign === '.') return language === 'perl' || language === 'php';
  if (sign === '..') return language === 'lua';
  return sign === '/' && language === 'python';
}

interface Operand {
  value: Value | undefined;
  end: number;
}

function term(program: Program, at: number, limit: number, depth: number): Operand {
  let operand = primary(program, at, limit, depth);
  for (let round = 0; round < 8 && operand.end < limit; round++) {
    const next = postfix(program, operand, at, limit, depth);
    if (next === undefined) break;
    operand = next;
  }
  return operand;
}

function primary(program: Program, at: number, limit: number, depth: number): Operand {
  const { tokens, partner } = program;
  const token = tokens[at];
  if (token === undefined || program.budget-- <= 0) return { value: undefined, end: limit };
  if (token.type === 'string') return { value: token.text, end: at + 1 };
  if (token.type === 'number') return { value: Number(token.text), end: at + 1 };
  if (token.type === 'name') return named(program, at, limit, depth);
  const close = partner[at] ?? -1;
  if (token.type !== 'sign' || close <= at || close >= limit) return { value: undefined, end: at + 1 };
  const inside = { from: at + 1, to: close };
  if (token.text === '[') return { value: elements(program, inside, depth), end: close + 1 };
  if (token.text === '{')
    return { value: program.language === 'lua' ? elements(program, inside, depth) : undefined, end: close + 1 };
  const parts = pieces(program, inside);
  const tuple = parts.length > 1 || (parts.length === 1 && isSign(tokens[close - 1], ','));
  return { value: tuple ? elements(program, inside, depth) : evaluate(program, inside, depth + 1), end: close + 1 };
}

/** Items of a list; of a comprehension (`chr(c) for c in [..]`) the items that its function makes of the known list. */
function elements(program: Program, inside: Range, depth: number): Value[] {
  return pieces(program, inside)
    .slice(0, 4_096)
    .map((piece) => evaluate(program, piece, depth + 1) ?? UNKNOWN);
}

function named(program: Program, at: number, limit: number, depth: number): Operand {
  const { tokens, constants } = program;
  const text = tokens[at]?.text ?? '';
  if (
    /^(?:new|my|local|our|const|let|var|await|str|return)$/.test(text) &&
    tokens[at + 1]?.type === 'name' &&
    at + 1 < limit
  )
    return term(program, at + 1, limit, depth);
  const call = callAt(program, at);
  if (call && call.end <= limit)
    return {
      value: applied(program, call.name, call.args, selfOf(program, at, depth), depth, call.path),
      end: call.end,
    };
  const { parts, end } = dotted(program, at);
  if (end > limit) return { value: undefined, end: limit };
  const key = parts.join('.');
  const known =
    constants.get(key) ??
    (/^(?:process\.env\.HOME|os\.environ\.HOME|ENV\.HOME|\$ENV\.HOME|env\.HOME)$/.test(key) ? '~' : undefined);
  return { value: known ?? undefined, end };
}

/** The value before the method at `at`, when that value has a name: `text.decode()`. */
function selfOf(program: Program, at: number, depth: number): Value | undefined {
  const { parts } = dotted(program, at);
  if (parts.length < 2 || depth > MAX_DEPTH) return undefined;
  return program.constants.get(parts.slice(0, -1).join('.'));
}

/** `.method(…)`, `[::-1]`, `[0]` behind a value. */
function postfix(program: Program, operand: Operand, start: number, limit: number, depth: number): Operand | undefined {
  const { tokens, partner } = program;
  const sign = tokens[operand.end];
  if (sign?.type !== 'sign') return undefined;
  if (sign.text === '[') {
    const close = partner[operand.end] ?? -1;
    if (close <= operand.end || close >= limit) return undefined;
    const body = tokens
      .slice(operand.end + 1, close)
      .map(({ text }) => text)
      .join('');
    const turned = body === '::-1' || body === ':::-1';
    return { value: turned ? TRANSFORMS['reverse']?.([], operand.value) : picked(operand.value, body), end: close + 1 };
  }
  const method = tokens[operand.end + 1];
  if (!['.', '->', ':', '&.', '?.'].includes(sign.text) || method?.type !== 'name' || operand.end === start)
    return undefined;
  if (sign.text === '.' && (program.language === 'perl' || program.language === 'php')) return undefined;
  const open = operand.end + 2;
  const close = isSign(tokens[open], '(') ? (partner[open] ?? -1) : -1;
  if (close >= limit || (close < 0 && isSign(tokens[open], '('))) return undefined;
  const args = close < 0 ? [] : pieces(program, { from: open + 1, to: close });
  return {
    value: applied(
      program,
      method.text,
      args,
      operand.value ?? (OF_MODULES.has(method.text.toLowerCase()) ? undefined : UNKNOWN),
      depth,
      '',
    ),
    end: close < 0 ? open : close + 1,
  };
}

function picked(value: Value | undefined, body: string): Value | undefined {
  const at = /^\d{1,4}$/.test(body) ? Number(body) : undefined;
  return at === undefined ? undefined : (listOf(value)?.[at] ?? textOf(value)?.[at]);
}

function applied(
  program: Program,
  name: string,
  args: readonly Range[],
  self: Value | undefined,
  depth: number,
  path: string,
): Value | undefined {
  const lower = name.toLowerCase();
  if (/(?:getenv|environ\.get|env\.fetch)$/i.test(path))
    return textOf(evaluate(program, args[0] ?? { from: 0, to: 0 }, depth + 1)) === 'HOME' ? '~' : undefined;
  const transform =
    lower === 'join' && /(?:^|\.)path(?:lib)?\.join$/.test(path)
      ? pathJoin
      : Object.hasOwn(TRANSFORMS, lower)
        ? TRANSFORMS[lower]
        : undefined;
  if (transform === undefined || self === UNKNOWN) return undefined;
  const values = args.slice(0, 4_096).map((arg) => evaluate(program, arg, depth + 1) ?? mapped(program, arg, depth));
  return transform(values, self);
}

/** `map(chr, [..])` and `chr(c) for c in [..]`: the code points as text. */
function mapped(program: Program, range: Range, depth: number): Value | undefined {
  const { tokens, partner } = program;
  const head = tokens[range.from];
  if (head?.type !== 'name' || !/^(?:map|chr)$/.test(head.text)) return undefined;
  for (let at = range.from; at < Math.min(range.to, range.from + 40); at++) {
    const close = partner[at] ?? -1;
    if (!isSign(tokens[at], '[') || close <= at) continue;
    const list = elements(program, { from: at + 1, to: close }, depth + 1);
    return TRANSFORMS['chr']?.([list], undefined);
  }
  return undefined;
}
