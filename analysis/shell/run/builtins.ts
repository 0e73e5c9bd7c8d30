/** Builtins that change what later words mean: folders, variables, positional parameters, and copies of known files. */
import { evaluateArithmetic } from '../expand/arithmetic';
import { EMPTY, UNKNOWN, derived } from '../expand/value';
import type { Value } from '../expand/value';
import { splitFields } from '../expand/words';
import { baseName } from './call';
import type { Call } from './call';
import { runHooks } from './hooks';
import { assignmentOf } from './options';
import { PURE } from './pure';
import type { State } from './state';

type Builtin = (args: readonly Value[], call: Call, state: State) => void;

const BUILTINS: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ['cd', cd],
  ['pushd', cd],
  ['chdir', cd],
  ['export', declare],
  ['declare', declare],
  ['typeset', declare],
  ['local', declare],
  ['readonly', declare],
  ['unset', (args, _call, state) => args.forEach((arg) => state.variables.unset(arg.text))],
  ['set', set],
  ['shift', shift],
  ['read', read],
  ['mapfile', mapfile],
  ['readarray', mapfile],
  ['printf', printfVariable],
  ['let', (args, _call, state) => args.forEach((arg) => letOne(arg, state))],
  ['mv', copy],
  ['cp', copy],
  ['install', copy],
  ['ln', copy],
]);

/** Applies the effects of a builtin, if the program is one. */
export function runBuiltin(program: string, call: Call, state: State): void {
  BUILTINS.get(program)?.(call.words.slice(1), call, state);
}

function cd(args: readonly Value[], _call: Call, state: State): void {
  const folder = args.find((arg) => !/^-[LPe@]*$/.test(arg.text) && arg.text !== '--');
  if (args.some((arg) => arg.text === '-')) state.cwd = undefined;
  else if (!folder) state.cwd = state.home;
  else if (!folder.known) state.cwd = undefined;
  else state.cwd = /^[/~]/.test(folder.text) || state.cwd !== undefined ? state.resolve(folder.text) : undefined;
}

function declare(args: readonly Value[], call: Call, state: State): void {
  runHooks({ ...call, environment: args.filter((arg) => arg.text.includes('=')).map(assignmentOf) }, state);
  for (const arg of args) {
    if (!/^[A-Za-z_]\w*\+?=/.test(arg.text)) continue;
    const { name, value } = assignmentOf(arg);
    const appends = name.endsWith('+');
    const plain = appends ? name.slice(0, -1) : name;
    const before = appends ? (state.variables.get(plain)?.value.text ?? '') : '';
    if (before !== '' && !state.charge(before.length)) return;
    state.variables.set(plain, { value: { ...value, text: before + value.text, derived: true } });
  }
}

function set(args: readonly Value[], _call: Call, state: State): void {
  const dashes = args.findIndex((arg) => arg.text === '--');
  const first = dashes >= 0 ? dashes + 1 : args.findIndex((arg) => !/^[-+]/.test(arg.text));
  if (dashes >= 0 || (first >= 0 && !/^[-+]o$/.test(args[first - 1]?.text ?? ''))) state.positional = args.slice(first);
}

function shift(args: readonly Value[], _call: Call, state: State): void {
  state.positional = state.positional.slice(Number(args[0]?.text ?? '1') || 1);
}

/** `read` takes the first line of its input, one field a variable. */
function read(args: readonly Value[], call: Call, state: State): void {
  const words = args.filter(
    (arg, at) => !arg.text.startsWith('-') && !/^-[a-zA-Z]*[dinNptu]$/.test(args[at - 1]?.text ?? ''),
  );
  const array = args.some((arg) => /^-[a-zA-Z]*a$/.test(arg.text));
  const names = words.length === 0 ? ['REPLY'] : words.map((word) => word.text);
  const { stdin } = call;
  const line =
    stdin?.known === true && state.charge(stdin.text.length) ? (stdin.text.split('\n', 1)[0] ?? '') : undefined;
  if (line === undefined) {
    for (const name of names) state.variables.set(name, { value: UNKNOWN });
    return;
  }
  const ifs = state.variables.get('IFS')?.value.text ?? ' \t\n';
  const fields = ifs === '' ? [line] : splitFields(line, ifs).list;
  const make = (text: string): Value => derived(text, stdin);
  if (array) setArray(names[0] ?? 'REPLY', fields.map(make), state);
  else
    names.forEach((name, at) => {
      const rest = at === names.length - 1 ? fields.slice(at).join(' ') : (fields[at] ?? '');
      state.variables.set(name, { value: make(names.length === 1 && ifs !== '' ? line.trim() : rest) });
    });
}

function mapfile(args: readonly Value[], call: Call, state: State): void {
  const name = args.findLast((arg) => !arg.text.startsWith('-'))?.text ?? 'MAPFILE';
  const { stdin } = call;
  if (stdin?.known !== true || !state.charge(stdin.text.length)) {
    state.variables.set(name, { value: UNKNOWN });
    return;
  }
  const lines = stdin.text.replace(/\n$/, '').split('\n').slice(0, 512);
  setArray(
    name,
    lines.map((line) => derived(line, stdin)),
    state,
  );
}

function setArray(name: string, values: readonly Value[], state: State): void {
  const elements = new Map(values.map((value, index) => [String(index), value]));
  state.variables.set(name, { value: values[0] ?? EMPTY, elements });
}

function printfVariable(args: readonly Value[], call: Call, state: State): void {
  const [flag, name, ...rest] = args;
  if (flag?.text !== '-v' || !name) return;
  const value = PURE.get('printf')?.(rest, call.stdin, state, 'printf') ?? UNKNOWN;
  state.variables.set(name.text, { value });
}

function letOne(arg: Value, state: State): void {
  const match = /^([A-Za-z_]\w{0,100})=([^=][^]*)$/.exec(arg.text);
  if (!match) return;
  const number = (name: string) => Number(state.variables.get(name)?.value.text ?? NaN);
  const value = evaluateArithmetic(match[2] ?? '', { get: number, set: () => undefined });
  state.variables.set(match[1] ?? '', { value: value === undefined ? UNKNOWN : derived(String(value)) });
}

const MAX_RENAMED = 64;
/** Folders in which programs are found by their bare name. */
const BIN = /^(?:\/usr(?:\/local)?)?\/s?bin\/|^~\/(?:\.local\/)?bin\//;

/** A copy of a program under another name is still that program. */
function rename(from: string, to: string, state: State): void {
  const known = state.renamed.size === 0 ? undefined : state.renamed.get(state.resolve(from));
  const source = known ?? baseName(from);
  const name = baseName(to);
  if (source === name || source.includes('.') || state.renamed.size >= MAX_RENAMED) return;
  state.renamed.set(state.resolve(to), source);
  if (BIN.test(to)) state.renamed.set(name, source);
}

/** A copy or a new name of a file whose content is known. */
function copy(args: readonly Value[], call: Call, state: State): void {
  const names = args.filter((arg, at) => !arg.text.startsWith('-') && !/^-[mog]$/.test(args[at - 1]?.text ?? ''));
  const [from, to] = names;
  if (names.length !== 2 || !from?.known || !to?.known) return;
  const content = state.files.size === 0 ? undefined : state.files.get(state.resolve(from.text));
  const folder = to.text.endsWith('/');
  const target = folder ? to.text + from.text.replace(/^.*\//, '') : to.text;
  if (!content) {
    rename(from.text, target, state);
    return;
  }
  state.files.set(state.resolve(target), content);
  if (state.charge(content.text.length))
    state.writes.push({ path: state.resolve(target), content: content.text, append: false });
  if (call.words[0]?.text === 'mv') state.files.delete(state.resolve(from.text));
}
