/** Commands with what they run beyond their own text: scripts that the session wrote before, and commands that their code starts. */
import type { CodeFact, EventAnalysis } from '../contracts/analysis';
import type { CommandAnalysis, Invocation } from '../contracts/shell';
import { codeFacts, languageOfFile, languageOfProgram } from './code/facts';
import { resolvePath } from './paths';
import type { Surroundings } from './paths';
import { analyseCommand } from './shell';
import { createCache } from './cache';

export interface Read {
  command: CommandAnalysis;
  code: CodeFact[];
  /** What was made of it, kept with it. */
  analysis?: EventAnalysis;
}

type Shell = 'posix' | 'powershell' | 'cmd';
/** Files by resolved path. */
export interface Written {
  get(path: string): { readonly content: string } | undefined;
}

export type CommandReader = (text: string, place: Surroundings, written: Written, shell?: Shell) => Read;

/** How deep scripts that run scripts, and code that starts commands, are followed. */
const MAX_DEPTH = 4;
const MAX_SCRIPTS = 16;
const MAX_STARTED = 32;
/**
 * Bounds of the cache: entries, and characters of the texts in them. Records of one act come close together, and what is kept long costs
 * the garbage collector more than analysing again.
 */
const CACHE = { entries: 256, size: 4 * 1024 * 1024 };

/** Makes a reader with a cache of its own. The same arguments give the same answer; what it gives must not be changed. */
export function commandReader(): CommandReader {
  const cache = createCache<Read>(CACHE);
  const own = (text: string, place: Surroundings, shell: Shell): Read => {
    const key = [shell, place.cwd, place.home, place.project, text].join('\0');
    const known = cache.get(key);
    if (known) return known;
    const made = analyseText(text, place, shell, 0);
    cache.set(key, made, key.length);
    return made;
  };
  return (text, place, written, shell = 'posix') => {
    const base = own(text, place, shell);
    return withScripts(base, place, written, own, 0);
  };
}

/** A text by itself: its invocations, the facts of code in them, and the commands which that code starts. */
function analyseText(text: string, place: Surroundings, shell: Shell, depth: number): Read {
  const command = analyseCommand(text, {
    ...(place.cwd === undefined ? {} : { cwd: place.cwd }),
    ...(place.home === undefined ? {} : { home: place.home }),
    shell,
  });
  const code = command.invocations.flatMap(({ code: inner = [] }) =>
    inner.flatMap((one) => codeFacts(one.language, one.text)),
  );
  return withStarted({ command, code }, place, depth);
}

/** Takes in the commands that code starts: `os.system("cat …")` runs `cat`. */
function withStarted(own: Read, place: Surroundings, depth: number): Read {
  if (depth >= MAX_DEPTH) return own;
  const started = own.code.filter(
    ({ kind, literals }) => (kind === 'spawn' || kind === 'spawn-shell') && literals[0] !== undefined,
  );
  return started.slice(0, MAX_STARTED).reduce((sum, fact) => {
    const inner = analyseText(
      fact.literals[0] ?? '',
      place,
      fact.language === 'powershell' ? 'powershell' : 'posix',
      depth + 1,
    );
    return join(sum, inner, fact.language);
  }, own);
}

/** Appends what is reached through `via`. */
function join(sum: Read, inner: Read, via: string): Read {
  const base = sum.command.invocations.length;
  const moved = inner.command.invocations.map((one): Invocation => ({
    ...one,
    via: [via, ...one.via],
    depth: one.depth + 1,
    ...(one.readsFrom === undefined ? {} : { readsFrom: one.readsFrom + base }),
    ...(one.feeds === undefined ? {} : { feeds: one.feeds + base }),
  }));
  return {
    command: {
      ...sum.command,
      invocations: [...sum.command.invocations, ...moved],
      writes: [...sum.command.writes, ...inner.command.writes],
      bounded: sum.command.bounded || inner.command.bounded,
    },
    code: [...sum.code, ...inner.code],
  };
}

type Analysed = (text: string, place: Surroundings, shell: Shell) => Read;

/** Follows scripts that the session wrote earlier and that this command runs. */
function withScripts(own: Read, place: Surroundings, written: Written, analysed: Analysed, depth: number): Read {
  let scripts = 0;
  let sum = own;
  for (const invocation of own.command.invocations) {
    if (depth >= MAX_DEPTH || scripts >= MAX_SCRIPTS || invocation.remote !== undefined) break;
    const run = scriptOf(invocation, place, written);
    if (run === undefined) continue;
    scripts++;
    sum = join(sum, ofScript(run, place, written, analysed, depth), run.given);
  }
  return sum;
}

interface Run {
  given: string;
  content: string;
  language: string;
}

function ofScript(
  { content, language }: Run,
  place: Surroundings,
  written: Written,
  analysed: Analysed,
  depth: number,
): Read {
  if (language === 'shell') return withScripts(analysed(content, place, 'posix'), place, written, analysed, depth + 1);
  const code = codeFacts(language, content);
  const empty = analyseCommand('');
  return withStarted({ command: empty, code }, place, 1);
}

const SHELL = /^(?:ba|da|z|k|a|mk)?sh$|^(?:source|\.|rbash)$/;

/** The script that an invocation runs, when the session wrote it: `bash x`, `. x`, `python x`, `./x`. */
function scriptOf(invocation: Invocation, place: Surroundings, written: Written): Run | undefined {
  const { program, path, args, code } = invocation;
  const interpreter = SHELL.test(program) ? 'shell' : languageOfProgram(program);
  const given =
    interpreter === undefined
      ? path.includes('/')
        ? path
        : undefined
      : code === undefined || code.length === 0
        ? firstOperand(args)
        : undefined;
  if (given === undefined) return undefined;
  const resolved = resolvePath(given, invocation.cwd === undefined ? place : { ...place, cwd: invocation.cwd });
  const content = (written.get(resolved.path) ?? written.get(given))?.content;
  if (content === undefined || content === '') return undefined;
  const language = interpreter ?? languageOfFile(given, content) ?? 'shell';
  return { given, content, language };
}

function firstOperand(args: Invocation['args']): string | undefined {
  const first = args.find(({ text }) => !/^[-+]/.test(text) && text !== 'run');
  const takesCode = args.some(({ text }) => /^-[a-z]{0,6}[ce]$|^-m$/i.test(text));
  return first?.known === true && !takesCode ? first.text : undefined;
}
