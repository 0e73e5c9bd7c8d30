/** Commands with what they run beyond their own text: scripts that the session wrote before, and commands that their code starts. */
import type { CodeFact, EventAnalysis } from '../contracts/analysis';
import type { CommandAnalysis, Invocation } from '../contracts/shell';
import { commandsIn, runsByItself } from './carriers';
import { codeFacts } from './code/facts';
import { programIn } from './code/guess';
import { filesHeld } from './held';
import { spellingsOf } from './paths';
import type { Surroundings } from './paths';
import { runsOf } from './runs';
import type { Run, Written } from './runs';
import { analyseCommand } from './shell';
import { createCache } from './cache';

export interface Read {
  command: CommandAnalysis;
  code: CodeFact[];
  /** What was made of it, kept with it. */
  analysis?: EventAnalysis;
}

type Shell = 'posix' | 'powershell' | 'cmd';
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
    const held = written.size === 0 ? undefined : filesHeld(base.command, place, written);
    const whole = held === undefined || held.size === 0 ? base : analyseText(text, place, shell, 0, held);
    return withScripts(whole, place, written, own, 0);
  };
}

/** A text by itself: its invocations, the facts of code in them, and the commands which that code starts. */
function analyseText(
  text: string,
  place: Surroundings,
  shell: Shell,
  depth: number,
  files?: ReadonlyMap<string, string>,
): Read {
  const command = analyseCommand(text, {
    ...(files === undefined ? {} : { files }),
    ...(place.cwd === undefined ? {} : { cwd: place.cwd }),
    ...(place.home === undefined ? {} : { home: place.home }),
    shell,
  });
  const code = command.invocations.flatMap(({ code: inner = [] }) =>
    inner.flatMap((one) => codeFacts(one.language, one.text)),
  );
  const typed = shell === 'posix' ? programIn(text) : undefined;
  if (typed !== undefined) code.push(...codeFacts(typed.language, typed.text));
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

/** Follows what this command runs of the files that the session wrote, in earlier calls or in this very text. */
function withScripts(own: Read, place: Surroundings, written: Written, analysed: Analysed, depth: number): Read {
  if (depth >= MAX_DEPTH) return own;
  const here = new Map(own.command.writes.map((write) => [write.path, write]));
  const whole = withAdded(written, own.command.writes);
  const known = new Set<string>();
  const isNew = here.size === 0 && written.size === 0;
  let scripts = 0;
  let sum = own;
  own.command.invocations.forEach((invocation, index) => {
    // Without a file there is nothing to run but what is typed in.
    if (isNew && invocation.stdin === undefined) return;
    if (scripts >= MAX_SCRIPTS || invocation.remote !== undefined || isRepeated(invocation, known)) return;
    for (const run of runsOf(invocation, place, whole, here)) {
      scripts++;
      sum = join(sum, ofRun(run, place, whole, analysed, depth), run.given);
      if (run.language !== 'shell') sum = withCode(sum, index, run);
    }
  });
  return placed(sum, own.command.writes, place, analysed);
}

/** What a file of the session holds once this text has put something behind it. */
function withAdded(written: Written, writes: CommandAnalysis['writes']): Written {
  const added = new Map(writes.filter(({ append }) => append).map(({ path, content }) => [path, content]));
  if (added.size === 0) return written;
  return {
    size: written.size,
    keys: () => written.keys(),
    get(path) {
      const before = written.get(path);
      const more = added.get(path);
      return before === undefined || more === undefined ? before : { content: before.content + more };
    },
  };
}

/** What was run before brings nothing new the second time. */
function isRepeated({ program, path, args, cwd }: Invocation, known: Set<string>): boolean {
  const key = [program, path, cwd, ...args.slice(0, 8).map(({ text }) => text.slice(0, 200))].join('\0');
  if (known.has(key)) return true;
  known.add(key);
  return false;
}

function ofRun(run: Run, place: Surroundings, written: Written, analysed: Analysed, depth: number): Read {
  const { content, language, remote } = run;
  if (language !== 'shell')
    return withStarted({ command: analyseCommand(''), code: codeFacts(language, content) }, place, 1);
  const inner = withScripts(analysed(content, place, 'posix'), place, written, analysed, depth + 1);
  return remote === undefined ? inner : elsewhere(inner, remote);
}

function elsewhere(read: Read, remote: NonNullable<Invocation['remote']>): Read {
  const invocations = read.command.invocations.map((one): Invocation => ({ remote, ...one }));
  return { ...read, command: { ...read.command, invocations } };
}

/** The code that an invocation runs stands with it. */
function withCode(sum: Read, index: number, { language, content }: Run): Read {
  const invocations = sum.command.invocations.map((one, at) =>
    at === index ? { ...one, code: [...(one.code ?? []), { language, text: content }] } : one,
  );
  return { ...sum, command: { ...sum.command, invocations } };
}

/** Commands written to where they are run without anyone naming them: timetables, services, start files. */
function placed(sum: Read, writes: CommandAnalysis['writes'], place: Surroundings, analysed: Analysed): Read {
  return writes.slice(0, MAX_SCRIPTS).reduce((all, { path, content }) => {
    const inner = ofPlaced(path, content, place, analysed);
    return inner === undefined ? all : join(all, inner.read, inner.via);
  }, sum);
}

function ofPlaced(
  path: string,
  content: string,
  place: Surroundings,
  analysed: Analysed,
): { read: Read; via: string } | undefined {
  const spelling = spellingsOf(path, place).find(runsByItself);
  const commands = spelling === undefined ? '' : (commandsIn(spelling, content) ?? '');
  return spelling === undefined || commands === ''
    ? undefined
    : { read: analysed(commands, place, 'posix'), via: placedIn(spelling) };
}

/** How invocations are reached that were only written down to be run later; see `Invocation.via`. */
const placedIn = (path: string): string => `placed in ${path}`;

/** Commands in a file that is written to where they are run without anyone naming it. */
export function placedCommands(path: string, content: string, place: Surroundings): Read | undefined {
  const inner = ofPlaced(path, content, place, (text, around, shell) => analyseText(text, around, shell, 0));
  if (inner === undefined) return undefined;
  const nothing: Read = { command: analyseCommand(''), code: [] };
  return join(nothing, inner.read, inner.via);
}
