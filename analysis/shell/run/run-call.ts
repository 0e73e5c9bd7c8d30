/** Calls of programs: wrappers are taken off, code is walked, everything else is listed with what follows from it. */
import { UNIX_SHELLS } from '../../../contracts/shell';
import type { Call } from './call';
import { emit, programOf, redirects } from './call';
import { programIn } from '../../code/guess';
import { parseShell } from '../syntax/commands';
import { EMPTY, UNKNOWN, derived, isUnknown, join } from '../expand/value';
import type { Value } from '../expand/value';
import { MAX_CODE_DEPTH } from '../limits';
import { runBuiltin } from './builtins';
import { runHooks } from './hooks';
import { writeOutput } from './files';
import { codeOf } from './interpreters';
import { isWindowsShell, runPowershell } from './powershell';
import { PURE } from './pure';
import { contentOf, howOf, shellInput } from './shells';
import type { Context, State, Streams } from './state';
import { callFunction, noStreams, walkScript } from './walk';
import { unwrap } from './wrappers';
import type { Unwrapped } from './wrappers';

const MAX_WRAPPERS = 24;
/** What reading code costs besides its length. */
const CODE_COST = 96;

/** Runs a call and gives the text that goes on through its standard output. */
export function runCall(call: Call, state: State, wrappers = 0): Value {
  const program = programOf(call, state);
  const body = state.functions.get(call.words[0]?.text ?? '');
  if (body && !call.context.via.at(-1)?.startsWith('command')) return runFunction(body, call, state);
  const inside = wrappers < MAX_WRAPPERS ? unwrap(program, call, state) : undefined;
  if (!inside) return finish(program, call, state);
  if (inside.listed === true) emit(call, state);
  return runInside(inside, call, state, wrappers);
}

function runFunction(body: Parameters<typeof callFunction>[0], call: Call, state: State): Value {
  return callFunction(body, call.words, state, contextInside(call, undefined, streamsOf(call)));
}

function runInside(inside: Unwrapped, call: Call, state: State, wrappers: number): Value {
  let output = EMPTY;
  for (const text of inside.code ?? []) output = join(output, runCode(text, inside.via, call, state, inside));
  for (const words of inside.words ?? []) {
    if (!state.step(words.length)) break;
    const [first] = words;
    const context = contextInside(call, inside, call.context.streams);
    const environment = [...call.environment, ...(inside.environment ?? [])];
    const stdin = inside.stdin ?? call.stdin;
    const inner: Call = {
      ...call,
      words,
      environment,
      stdin,
      context,
      pattern: first !== undefined && /[*?[]/.test(first.text),
    };
    output = join(
      output,
      inFolder(inside.cwd, state, () => runCall(inner, state, wrappers + 1)),
    );
  }
  return output;
}

function inFolder<T>(cwd: Value | undefined, state: State, run: () => T): T {
  if (!cwd) return run();
  const before = state.cwd;
  state.cwd = cwd.known ? state.resolve(cwd.text) : undefined;
  const result = run();
  state.cwd = before;
  return result;
}

/** The context of what a wrapper or a shell starts. */
function contextInside(call: Call, inside: Unwrapped | undefined, streams: Streams): Context {
  const { context } = call;
  return {
    ...context,
    via: inside ? [...context.via, inside.via] : context.via,
    background: context.background || (inside?.background ?? false),
    as: inside?.as ?? context.as,
    remote: inside?.remote ?? context.remote,
    streams,
  };
}

/** Pipes of the programs inside: the call's own, save where it redirects. */
function streamsOf(call: Call): Streams {
  const { streams } = call.context;
  return {
    stdin: call.stdin,
    readers: redirects(call.redirections, 0) ? [] : streams.readers,
    writers: redirects(call.redirections, 1) ? [] : streams.writers,
  };
}

/** Walks text as shell code, in place or as a process of its own. */
export function runCode(text: Value, via: string, call: Call, state: State, inside: Partial<Unwrapped> = {}): Value {
  if (isUnknown(text)) return UNKNOWN;
  if (call.context.codeDepth >= MAX_CODE_DEPTH || !state.chargeCode(CODE_COST + text.text.length)) {
    // Code that is not followed must not vanish: what would run it is listed.
    state.overflow();
    if (inside.listed !== true) emit(call, state);
    return UNKNOWN;
  }
  const { script, problems } = parseShell(text.text);
  if (problems.some((problem) => problem.kind.startsWith('too-'))) state.overflow();
  // What runs later, or was itself the input, has no part in the pipes around.
  const apart = inside.background === true || text === call.stdin;
  const base = contextInside(call, { ...inside, via }, apart ? noStreams() : streamsOf(call));
  const context: Context = {
    ...base,
    via: text.decoded ? [...base.via, 'decoded'] : base.via,
    depth: base.depth + 1,
    codeDepth: base.codeDepth + 1,
    redirections: call.redirections,
    environment: [...base.environment, ...call.environment, ...(inside.environment ?? [])],
    source: base.source ?? call.span,
  };
  listTyped(text, { ...call, context }, state);
  const walk = () => state.deeper(() => walkScript(script, state, context), UNKNOWN);
  if (inside.inPlace === true) return walk();
  return state.subshell(() => {
    for (const { name, value } of context.environment)
      state.variables.set(name, { value: { ...value, decoded: false } });
    if (inside.positional) {
      state.positional = inside.positional.slice(1);
      state.scriptName = inside.positional[0] ?? state.scriptName;
    }
    return inFolder(inside.cwd, state, walk);
  });
}

/** A text that is a program of another language, or typed into its interpreter, is listed as what the interpreter is given. */
function listTyped(text: Value, call: Call, state: State): void {
  const typed = programIn(text.text);
  if (typed === undefined || !state.chargeCode(typed.text.length)) return;
  const context = { ...call.context, streams: noStreams() };
  const index = emit({ ...call, context, words: [derived(typed.language)], stdin: undefined }, state);
  const invocation = state.invocations[index];
  if (invocation) invocation.code = [typed];
}

/** A program that is no wrapper: it is listed, and what it runs, sets, writes and prints is worked out. */
function finish(program: string, call: Call, state: State): Value {
  if (call.environment.length > 0) runHooks(call, state);
  const index = emit(call, state);
  if (index < 0) return UNKNOWN;
  const output = outputOf(program, call, state, index);
  const invocation = state.invocations[index];
  if (invocation && output.known && output.text !== '') invocation.stdout = output.text;
  return writeOutput(program, call, output, state);
}

function outputOf(program: string, call: Call, state: State, index: number): Value {
  const invocation = state.invocations[index];
  if (!invocation) return UNKNOWN;
  if (UNIX_SHELLS.has(program)) return runShell(program, call, state);
  if (program === 'source' || program === '.') return runSource(call, state);
  if (isWindowsShell(program)) return runPowershell(program, call, state, invocation);
  const code = codeOf(program, call, state);
  if (code.length > 0) invocation.code = code;
  const file =
    state.files.size > 0 && call.words[0]?.text.includes('/') === true ? contentOf(call.words[0], state)[0] : undefined;
  if (file) return runFile(file, call, state);
  runBuiltin(program, call, state);
  return PURE.get(program)?.(call.words.slice(1), call.stdin, state, program) ?? UNKNOWN;
}

/** The pipes of code that a listed shell reads: the shell stays the last writer of them. */
function behind(call: Call): Call {
  const { writers } = call.context.streams;
  return {
    ...call,
    stdin: undefined,
    context: {
      ...call.context,
      streams: { stdin: undefined, readers: [], writers: writers.length > 0 ? [] : writers },
    },
  };
}

function runShell(program: string, call: Call, state: State): Value {
  let output: Value | undefined;
  for (const { code, how, positional } of shellInput(call, state)) {
    const via = how === 'stdin' || how === '-c' ? program : `${program} ${how}`;
    const result = runCode(code, how === 'written-file' ? how : via, behind(call), state, { positional, listed: true });
    output = output ? join(output, result) : result;
  }
  return output ?? UNKNOWN;
}

function runSource(call: Call, state: State): Value {
  const [, file, ...rest] = call.words;
  const code = file && contentOf(file, state)[0];
  if (!code) return UNKNOWN;
  return runCode(code, howOf(file) === 'written-file' ? 'written-file' : 'source', behind(call), state, {
    inPlace: true,
    listed: true,
    ...(rest.length > 0 ? { positional: call.words.slice(1) } : {}),
  });
}

/** A script that the text wrote and now starts by its path. */
function runFile(content: Value, call: Call, state: State): Value {
  const [, interpreter = '', option = ''] = /^#!\s*(\S{1,200})(?:[ \t]+(\S{1,200}))?/.exec(content.text) ?? [];
  const name = interpreter.endsWith('/env') ? option : interpreter.replace(/^.*\//, '');
  if (name === '' || UNIX_SHELLS.has(name))
    return runCode(content, 'written-file', behind(call), state, { positional: call.words, listed: true });
  const [first] = call.words;
  const index = state.invocations.length - 1;
  const code = codeOf(name, { ...call, words: [derived(name), ...(first ? [first] : [])] }, state);
  const invocation = state.invocations[index];
  if (invocation && code.length > 0) invocation.code = code;
  return UNKNOWN;
}
