/** Programs that run with raised rights and give them on: by a shell, code, a command or a library in their arguments or environment. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { SUDO, gain } from './gain';
import type { Gain } from './gain';
import { isHook, onlyNames } from './plain-programs';
import { owner } from './raised';
import type { Raised } from './raised';
import { isShell, opensShell } from './shell-words';
import { fromWritable } from './writable';
import type { Written } from './writable';

/** A command inside an editor, debugger, pager or database client that leaves it. */
const ESCAPE = /^(?:[:.\\]?!\s{0,4}[\w./$-]|:\s{0,2}(?:sh|shell|term|terminal)\b|\.(?:shell|system)\s|\\!\s{0,4}\w)/;

/** Loaders of code by environment, whatever is named. */
const LOADS = /^(?:LD_PRELOAD|LD_AUDIT|DYLD_INSERT_LIBRARIES|GCONV_PATH|BASH_ENV)$/;
const SEARCHES =
  /^(?:LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|PYTHONPATH|PERL5LIB|RUBYLIB|NODE_PATH|NODE_OPTIONS|PYTHONSTARTUP|PATH)$/;
const SYSTEM_LIBRARY = /^\/(?:usr\/)?(?:local\/)?lib/;

/** Interpreters that wait for code when they are given none. */
const PROMPTS =
  /^(?:i?python[\d.]{0,5}|bpython|node|nodejs|deno|irb|pry|lua[\d.]{0,4}|luajit|ghci|ocaml|utop|julia|octave(?:-cli)?|racket|guile|clisp|sbcl|gforth|erl|iex|scala|jshell|groovysh|tclsh[\d.]{0,4}|wish|expect|scapy|gdb|slsh)$/;

/** What the raised program is made to give its caller. */
export function inArguments(one: Invocation, raised: Raised, written: Written): Gain[] {
  const words = argv(one);
  const found =
    ownShell(one, words, raised) ??
    insideShell(one, words, raised) ??
    escape(one, words, raised) ??
    prompt(one, words, raised) ??
    multiplexer(one, words, raised);
  const loaded = fromEnvironment(one, raised) ?? fromWritable(one, words, raised, written);
  return [found, loaded].filter((each) => each !== undefined);
}

/** The program is a shell that is given nothing to do. */
function ownShell(one: Invocation, words: readonly string[], raised: Raised): Gain | undefined {
  // An interactive shell behind `sudo -S` reads on after the password.
  const interactive = words.some((word) => /^-[a-zA-Z]*i[a-zA-Z]*$/.test(word));
  if (!isShell(one.program) || (isFed(one) && !interactive)) return undefined;
  if (words.some((word) => word !== UNKNOWN && (!/^[-+]/.test(word) || /^-[a-zA-Z]*c/.test(word)))) return undefined;
  if (one.via.includes('chroot'))
    return gain(one, 'shell', 'A shell is opened inside another root folder', 'low', SUDO);
  const severity = raised.user === 'root' || raised.user.startsWith('#') ? 'medium' : 'low';
  const through = raised.direct ? raised.by : `${one.via.at(-1) ?? ''} under ${raised.by}`;
  return gain(one, 'shell', `A shell of ${owner(raised)} is opened by ${through}`, severity, SUDO);
}

/** Whether it is given something to do by its input. What a shell around it reads is that shell's script, not its input. */
function isFed(one: Invocation): boolean {
  if (one.stdin !== undefined) return one.stdin.trim() !== '';
  if (one.via.some(isShell)) return false;
  return (
    one.readsFrom !== undefined ||
    one.redirections.some(({ operator }) => operator.startsWith('<') && operator !== '<&')
  );
}

/** A shell among the arguments or in the environment of a program that is none. */
function insideShell(one: Invocation, words: readonly string[], raised: Raised): Gain | undefined {
  if (isShell(one.program)) return undefined;
  const word = onlyNames(one.program, words)
    ? words.find((each) => isHook(each) && opensShell(each))
    : (words.find((each, at) => isHandedShell(words, at) || (!isShell(each) && opensShell(each))) ??
      one.environment.find(({ value }) => opensShell(value.text))?.value.text);
  if (word === undefined) return undefined;
  return gain(
    one,
    `arguments:${one.program}`,
    `${one.program} runs as ${owner(raised)} and is given a shell to run (${word.slice(0, 80)})`,
    'medium',
    SUDO,
  );
}

/** A word that is a shell, and what stands around it says that it is to be opened rather than to do a script. */
function isHandedShell(words: readonly string[], at: number): boolean {
  if (!isShell(words[at] ?? '')) return false;
  const next = words[at + 1];
  if (next === undefined) return true;
  if (/^-[a-zA-Z]*c/.test(next)) return false;
  const toDo = next.includes('/') || /\.\w{1,5}$/.test(next);
  return next.startsWith('-') || ((words[at - 1] ?? '').startsWith('-') && !toDo) || (words[at] ?? '').startsWith('^');
}

function escape(one: Invocation, words: readonly string[], raised: Raised): Gain | undefined {
  const at = words.findIndex(
    (word, index) =>
      ESCAPE.test(word.replace(/^\+/, '')) &&
      (word.startsWith('+') || (words[index - 1] ?? '').startsWith('-') || one.program === 'sqlite3'),
  );
  if (at < 0 || onlyNames(one.program, words)) return undefined;
  return gain(
    one,
    `arguments:${one.program}`,
    `${one.program} runs as ${owner(raised)} and is told to leave to a command (${(words[at] ?? '').slice(0, 80)})`,
    'medium',
    SUDO,
  );
}

function prompt(one: Invocation, words: readonly string[], raised: Raised): Gain | undefined {
  if (!PROMPTS.test(one.program) || isFed(one) || words.some((word) => !/^-[a-zA-Z]{1,2}$/.test(word)))
    return undefined;
  if (words.some((word) => /^-[a-zA-Z]?[vVh]$/.test(word))) return undefined;
  return gain(one, `arguments:${one.program}`, `${one.program} waits for code as ${owner(raised)}`, 'medium', SUDO);
}

/** Terminals within a terminal, which open a shell when they are given nothing to do. */
function multiplexer(one: Invocation, words: readonly string[], raised: Raised): Gain | undefined {
  if (!/^(?:screen|tmux|byobu|zellij|dtach|abduco|script)$/.test(one.program) || isFed(one)) return undefined;
  const bare = words.every((word, at) => /^-(?:S|L|f|q|d?m?S?)$/.test(word) || /^-[SLf]$/.test(words[at - 1] ?? ''));
  return bare
    ? gain(one, 'shell', `A shell of ${owner(raised)} is opened inside ${one.program}`, 'medium', SUDO)
    : undefined;
}

function fromEnvironment(one: Invocation, raised: Raised): Gain | undefined {
  const found = one.environment.find(
    ({ name, value }) =>
      (LOADS.test(name) && value.text !== '' && !SYSTEM_LIBRARY.test(value.text)) ||
      (SEARCHES.test(name) &&
        /(?:^|[:=\s])(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)(?:[/:]|$)/.test(value.text.slice(0, 1_000))),
  );
  if (!found) return undefined;
  return gain(
    one,
    `loads:${found.name}`,
    `${one.program} runs as ${owner(raised)} and loads what ${found.name} names (${found.value.text.slice(0, 80)})`,
    'medium',
    [...SUDO, 'T1574.006'],
  );
}
