/** What the languages' rules share: how a fact is told, arguments by place and by name, commands that are started. */
import type { CodeFact } from '../../contracts/analysis';
import { resolveName } from './calls';
import { evaluate } from './evaluate';
import { comesFromSocket, itemsOf } from './names';
import { dotted, isSign, pieces } from './program';
import type { Call, Program, Range } from './program';
import type { Value } from './values';
import { UNKNOWN, listOf, textOf } from './values';

export type Kind = CodeFact['kind'];
/** Tells a fact. Unknown literals are given as undefined and become `''`. */
export type Tell = (kind: Kind, literals: readonly (string | undefined)[], at: number) => void;

/** One language: what its calls mean, and what single tokens mean (backquotes, variables of the environment). */
export interface Rules {
  call(call: Call, program: Program, tell: Tell): void;
  token?(at: number, program: Program, tell: Tell): void;
}

export function argument(program: Program, call: Call, at: number): Value | undefined {
  const range = call.args[at];
  return range === undefined ? undefined : evaluate(program, range);
}

export function argumentText(program: Program, call: Call, at: number): string | undefined {
  return textOf(argument(program, call, at));
}

/** Value of a named argument or of an object's property: `host="x"`, `host: "x"`, `PeerAddr => "x"`, `PeerAddr, "x"`. */
export function namedRange(program: Program, within: Range, name: RegExp): Range | undefined {
  const { tokens, partner } = program;
  for (let at = within.from; at < within.to; at++) {
    const token = tokens[at];
    if (
      (token?.type === 'name' || token?.type === 'string') &&
      name.test(token.text) &&
      /^(?:=|:|=>|,)$/.test(tokens[at + 1]?.text ?? '')
    ) {
      const rest = pieces(program, { from: at + 2, to: within.to });
      return rest[0];
    }
    const close = partner[at] ?? -1;
    if (close > at && !isSign(token, '{') && !isSign(token, '(')) at = close;
  }
  return undefined;
}

export function namedText(program: Program, within: Range, name: RegExp): string | undefined {
  const range = namedRange(program, within, name);
  return range === undefined ? undefined : textOf(evaluate(program, range));
}

/** Host and port of a pair, whether it is a list or one text `host:port`. */
export function hostAndPort(value: Value | undefined): [string | undefined, string | undefined] {
  const list = listOf(value);
  if (list) return [textOf(list[0]), textOf(list[1])];
  const [host, port] = (textOf(value) ?? '').replace(/^[a-z]{2,9}:\/\//, '').split(':');
  return [host === '' ? undefined : host, port];
}

const SHELL = /^(?:(?:ba|da|z|k|mk|c|tc|fi|a|r?ba)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)$/i;

/** Whether a command line starts a shell that takes its orders from standard input, rather than one script. */
export function startsShell(command: string): boolean {
  return command
    .slice(0, 400)
    .split(/[;\n]|&&|\|\|/)
    .some(isShell);
}

function isShell(command: string): boolean {
  const words = command
    .trim()
    .split(/\s+/)
    .filter((word) => !/^\d?[<>]/.test(word) && word !== 'exec' && word !== 'busybox');
  const program = (words[0] ?? '').split(/[/\\]/).at(-1) ?? '';
  if (!SHELL.test(program)) return false;
  return words
    .slice(1)
    .every(
      (word) =>
        (/^[-+]/.test(word) && !/^-\w*c$/i.test(word)) || /^\/[qkd]$/i.test(word) || word === UNKNOWN || word === '&',
    );
}

/** `sh -c` with text that is not known: whoever brings the text has the shell. */
const SHELL_TEXT = /^(?:\S{0,100}[/\\])?(?:(?:ba|da|z|k|a)?sh|cmd(?:\.exe)?) [-/][a-z]{0,4}c \uFFFD$/i;

/** Tells that the command in the ranges is started: a shell, something else, or whatever came over the connection. */
export function spawned(program: Program, tell: Tell, at: number, ranges: readonly (Range | undefined)[]): void {
  const items = ranges.flatMap((range) => itemsOf(program, range));
  const known = items.filter((item) => item !== undefined);
  const command = items.map((item) => item ?? UNKNOWN).join(' ');
  const brought = () => ranges.some((range) => range !== undefined && comesFromSocket(program, range));
  if (SHELL_TEXT.test(command) && brought()) tell('spawn-shell', [], at);
  else if (known.length > 0 && known[0] === items[0])
    tell(startsShell(command) ? 'spawn-shell' : 'spawn', [command], at);
  else if (brought()) tell('spawn-shell', [], at);
  else tell('spawn', known, at);
}

/** What a range that is one name stands for, resolved: `sh.stdin` → `child_process.spawn().stdin`. */
export function meaning(program: Program, range: Range | undefined): string {
  if (range === undefined || program.tokens[range.from]?.type !== 'name') return '';
  return resolveName(program, dotted(program, range.from).parts.join('.'));
}

/** The value that a method is called on. */
export function selfText(program: Program, call: Call): string | undefined {
  return textOf(call.self === undefined ? program.constants.get(call.owner) : evaluate(program, call.self));
}

/** Kept under a name that no program can have: the folder that was listed last, whose files are opened next. */
const FOLDER = 'last folder';

export function lookedThrough(folder: string | undefined, { constants }: Program): void {
  if (folder !== undefined) constants.set(FOLDER, folder);
}

export const lastFolder = ({ constants }: Program): string | undefined => textOf(constants.get(FOLDER));

/** Tells a file that is opened, by its mode. */
export function opened(tell: Tell, path: string | undefined, mode: string, at: number): void {
  if (/[wax]/.test(mode)) tell('file-write', [path], at);
  if (!/[wax]/.test(mode) || mode.includes('+')) tell('file-read', [path], at);
}
