/** Recognises calls and what their names stand for. */
import { evaluate } from './evaluate';
import { dotted, isJoint, isSign, pieces, statementEnd } from './program';
import type { Call, Program, Range } from './program';
import { textOf } from './values';

/** Words that look like the name of a call but are none. */
const KEYWORDS =
  /^(?:if|elif|else|while|for|foreach|until|unless|return|and|or|not|in|is|function|def|sub|lambda|class|catch|switch|case|with|elsif|do|then|end|print|echo|new|await|yield|throw|raise|del|assert_|try|except|finally|import|from|as|use|my|our|local|var|let|const|global|nonlocal|async|typeof|void|delete|begin|rescue|ensure|when|param|loop)$/;
/** Calls that Perl and Ruby write without brackets and that matter. */
const BARE =
  /^(?:system|exec|open|socket|connect|bind|listen|eval|require|sysopen|spawn|opendir|fork|readpipe|kill|unlink|rmdir|rmtree|remove_tree|do|puts|backtick|syscall)$/;

/** How many tokens of a call whose bracket never closes are looked at. */
const MAX_UNCLOSED = 200;

/** `import('m')` of JavaScript is a call. */
function isKeyword({ tokens, language }: Program, at: number): boolean {
  const text = tokens[at]?.text ?? '';
  const imports = text === 'import' && language === 'javascript' && isSign(tokens[at + 1], '(');
  return KEYWORDS.test(text) && !imports;
}

/** The call whose name begins at `at`, or undefined. */
export function callAt(program: Program, at: number): Call | undefined {
  const { tokens, partner } = program;
  const token = tokens[at];
  if (
    token?.type !== 'name' ||
    program.budget <= 0 ||
    !mayBeCalled(program, at) ||
    (isKeyword(program, at) && !/^(?:\.|::)$/.test(tokens[at - 1]?.text ?? ''))
  )
    return undefined;
  const { parts, end } = dotted(program, at);
  const open = tokens[end];
  const raw = parts.join('.');
  const owner = parts.slice(0, -1).join('.');
  const path = resolveName(program, raw);
  const base = { at: token.at, path, name: path.slice(path.lastIndexOf('.') + 1), owner };
  const self = receiver(program, at);
  const whole = self === undefined ? base : { ...base, path: `${pathOf(program, self)}.${raw}`, self };
  if (isSign(open, '(')) {
    const close = partner[end] ?? -1;
    const to = close < 0 ? Math.min(tokens.length, end + MAX_UNCLOSED) : close;
    const inside = { from: end + 1, to };
    return { ...whole, inside, args: pieces(program, inside), end: close < 0 ? to : close + 1 };
  }
  return bareCall(program, parts, end, whole);
}

/** Most names are not called, and most languages show it by the next sign. */
function mayBeCalled({ tokens, language }: Program, at: number): boolean {
  const next = tokens[at + 1];
  if (language === 'perl' || language === 'ruby' || language === 'lua') return true;
  return next?.type === 'sign' && /^[(.[?:&-]/.test(next.text);
}

function bareCall(
  program: Program,
  parts: readonly string[],
  end: number,
  base: Omit<Call, 'args' | 'inside' | 'end'>,
): Call | undefined {
  const { language, tokens, partner } = program;
  const next = tokens[end];
  if (language === 'lua' && parts.length > 0 && next?.type === 'string')
    return { ...base, inside: { from: end, to: end + 1 }, args: [{ from: end, to: end + 1 }], end: end + 1 };
  if (language !== 'perl' && language !== 'ruby') return undefined;
  const method =
    parts.length > 1 &&
    /^(?:new|open|popen|read|readlines|spawn|exec|reopen|system|tcp|fdopen|load|get|start|delete|unlink|rm|rm_f|rm_r|rm_rf|rmtree|remove_dir|remove_entry(?:_secure)?)$/.test(
      base.name,
    );
  if (!method && !(parts.length === 1 && BARE.test(base.name))) return undefined;
  // `exec {"/bin/sh"} "-sh"`: the block is the program.
  const block = isSign(next, '{') && base.name === 'exec' ? (partner[end] ?? -1) : -1;
  if (
    next === undefined ||
    (block < 0 && next.type === 'sign' && !['[', '$', '@', '\\', '<', '/pattern/'].includes(next.text))
  )
    return undefined;
  const from = block > 0 ? end + 1 : end;
  const to = block > 0 ? block : statementEnd(program, end);
  return { ...base, inside: { from, to }, args: pieces(program, { from, to }), end: Math.max(to, block + 1) };
}

/** The bracketed value in front of `.name`: `f(x).name`. */
function receiver(program: Program, at: number): Range | undefined {
  const { tokens, partner } = program;
  if (!isJoint(program, at - 1)) return undefined;
  const last = at - 2;
  const open = partner[last] ?? -1;
  if (tokens[last]?.type === 'string') return { from: last, to: last + 1 };
  if (open < 0 || open > last) return undefined;
  return { from: startOf(program, open), to: last + 1 };
}

/** Where the dotted name in front of an opening bracket begins. */
function startOf(program: Program, open: number): number {
  let from = open;
  for (let rounds = 0; rounds < 12 && program.tokens[from - 1]?.type === 'name'; rounds++) {
    from--;
    if (!isJoint(program, from - 1) || program.tokens[from - 2]?.type !== 'name') break;
    from--;
  }
  return Math.max(0, from);
}

/** What a receiver is, as a path: `__import__("os")` is `os`, any other call `name()`, with what that was called on in front. */
function pathOf(program: Program, range: Range, depth = 0): string {
  const { parts, end } = dotted(program, range.from);
  const head = parts.at(-1) ?? '';
  if (/^(?:__import__|require|import|import_module)$/.test(head) && isSign(program.tokens[end], '(')) {
    const named = textOf(evaluate(program, { from: end + 1, to: Math.max(end + 1, range.to - 1) }, 6));
    if (named !== undefined) return moduleName(named);
  }
  const self = depth < 6 ? receiver(program, range.from) : undefined;
  const front = self === undefined ? '' : `${pathOf(program, self, depth + 1)}.`;
  return program.tokens[range.from]?.type === 'name' ? `${front}${resolveName(program, parts.join('.'))}()` : '()';
}

export const moduleName = (name: string) => name.replace(/^node:/, '').replaceAll('/', '.');

/** A dotted name with its first part replaced by what that stands for. */
export function resolveName({ aliases, constants, language }: Program, path: string): string {
  const dot = path.indexOf('.');
  const head = dot < 0 ? path : path.slice(0, dot);
  const rest = dot < 0 ? '' : path.slice(dot);
  const called = language === 'php' && dot < 0 ? textOf(constants.get(head)) : undefined;
  return (called ?? aliases.get(path) ?? (aliases.get(head) ?? head) + rest).slice(0, 300);
}
