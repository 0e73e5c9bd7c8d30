/** Walks a syntax tree as a shell would run it, all branches taken, and gives the text that it would print. */
import type { Command, CompoundCommand, Pipeline, ResolvedRedirection, Script, Word } from '../../../contracts/shell';
import type { Host } from '../expand/host';
import { EMPTY, UNKNOWN, derived, join } from '../expand/value';
import type { Value } from '../expand/value';
import type { Variables } from '../expand/variables';
import { expandText } from '../expand/words';
import { inherit, outputFile, resolveRedirections, stdinOf } from './redirections';
import { walkSimple } from './simple';
import { walkCounted, walkItems, walkWhile } from './loops';
import type { Context, State, Streams } from './state';
import { redirects } from './call';

export const noStreams = (stdin?: Value): Streams => ({ stdin, readers: [], writers: [] });

/** Expansion's view of the walk: substitutions run in `context`. */
class WalkHost implements Host {
  constructor(
    private readonly state: State,
    private readonly context: Context,
  ) {}

  get variables(): Variables {
    return this.state.variables;
  }

  get positional(): readonly Value[] {
    return this.state.positional;
  }

  get scriptName(): Value {
    return this.state.scriptName;
  }

  get home(): string {
    return this.state.home;
  }

  get cwd(): string | undefined {
    return this.state.cwd;
  }

  charge(amount: number): boolean {
    return this.state.charge(amount);
  }

  overflow(): void {
    this.state.overflow();
  }

  substitute(script: Script): Value {
    return substitute(script, this.state, this.context);
  }

  process(script: Script, direction: 'in' | 'out'): Value {
    return processSubstitution(script, direction, this.state, this.context);
  }
}

export const hostOf = (state: State, context: Context): Host => new WalkHost(state, context);

const aside = (context: Context, via: string, streams: Streams): Context => ({
  ...context,
  via: [...context.via, via],
  depth: context.depth + 1,
  redirections: [],
  separator: '',
  streams,
});

function substitute(script: Script, state: State, context: Context): Value {
  const output = state.deeper(
    () => state.subshell(() => walkScript(script, state, aside(context, 'substitution', noStreams()))),
    UNKNOWN,
  );
  return { ...output, text: withoutLastNewlines(output.text), derived: true };
}

function withoutLastNewlines(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 10) end--;
  return end === text.length ? text : text.slice(0, end);
}

/** The path gets the output as its content; who reads whom is linked when the outer program is listed. */
function processSubstitution(script: Script, direction: 'in' | 'out', state: State, context: Context): Value {
  const streams = noStreams();
  const output = state.deeper(
    () => state.subshell(() => walkScript(script, state, aside(context, 'process substitution', streams))),
    UNKNOWN,
  );
  const path = state.nextDescriptor();
  state.files.set(path, output);
  state.processes.set(path, { direction, streams });
  return derived(path);
}

export function walkScript(script: Script, state: State, context: Context): Value {
  let output = EMPTY;
  let before = '';
  for (const { pipeline, separator } of script.items) {
    const { cwd } = state;
    const via = pipeline.timed ? [...context.via, 'time'] : context.via;
    const inner = standing(context, separator, via);
    output = join(output, walkPipeline(pipeline, state, inner));
    // After `||` comes what is done instead: of `cd a || cd b` the first is where one is.
    if (before === '||') state.cwd = cwd;
    before = separator;
  }
  return output;
}

/** The context of one item of a script. Written out because it is made for every command. */
function standing(context: Context, separator: string, via: readonly string[]): Context {
  return {
    via,
    depth: context.depth,
    codeDepth: context.codeDepth,
    background: context.background || separator === '&',
    separator: separator === '\n' ? ';' : separator,
    redirections: context.redirections,
    environment: context.environment,
    streams: context.streams,
    source: context.source,
    as: context.as,
    remote: context.remote,
  };
}

function walkPipeline(pipeline: Pipeline, state: State, context: Context): Value {
  const [only] = pipeline.commands;
  if (pipeline.commands.length === 1 && only) return walkCommand(only, state, context);
  let output = context.streams.stdin;
  let before: Streams | undefined;
  pipeline.commands.forEach((command, index) => {
    const last = index === pipeline.commands.length - 1;
    const streams: Streams = {
      stdin: output,
      readers: index === 0 ? context.streams.readers : [],
      writers: last ? context.streams.writers : [],
    };
    const separator = last ? context.separator : '|';
    const redirections = piped(context.redirections, index > 0, !last);
    output = state.subshell(() => walkCommand(command, state, { ...context, separator, redirections, streams }));
    if (before) link(before, streams, state);
    before = streams;
  });
  return output ?? EMPTY;
}

/** What a command in a pipeline inherits: the pipe takes the place of standard input or output from outside. */
function piped(
  redirections: readonly ResolvedRedirection[],
  input: boolean,
  output: boolean,
): readonly ResolvedRedirection[] {
  if (redirections.length === 0) return redirections;
  return redirections.filter(({ fd }) => !(fd === 0 && input) && !(fd === 1 && output));
}

/** Notes on both sides of a pipe who feeds whom. */
export function link(from: Streams, to: Streams, state: State): void {
  const reader = to.readers[0];
  const writer = from.writers.at(-1);
  if (reader !== undefined)
    for (const index of from.writers) {
      const invocation = state.invocations[index];
      if (invocation) invocation.feeds = reader;
    }
  if (writer !== undefined)
    for (const index of to.readers) {
      const invocation = state.invocations[index];
      if (invocation) invocation.readsFrom = writer;
    }
}

export function walkCommand(command: Command, state: State, context: Context): Value {
  if (!state.step(command.words.length)) return UNKNOWN;
  if (command.type === 'simple') return walkSimple(command, state, context);
  return state.deeper(() => walkCompound(command, state, context), UNKNOWN);
}

function walkCompound(command: CompoundCommand, state: State, outer: Context): Value {
  const context = redirected(command, state, outer);
  switch (command.kind) {
    case 'subshell':
      return state.subshell(() => walkBodies(command, state, context));
    case 'group':
    case 'if':
      return walkBodies(command, state, context);
    case 'while':
    case 'until':
      return walkWhile(command, state, context);
    case 'for':
    case 'select':
      return command.name === undefined ? walkCounted(command, state, context) : walkItems(command, state, context);
    case 'case':
    case 'test':
    case 'arithmetic':
      expandAll(command.words, state, context);
      return walkBodies(command, state, context);
    case 'function':
      if (command.name !== undefined && command.bodies[0]) state.functions.set(command.name, command.bodies[0]);
      return EMPTY;
    case 'coproc':
      walkBodies(command, state, {
        ...context,
        background: true,
        via: [...context.via, 'coproc'],
        streams: noStreams(),
      });
      return EMPTY;
  }
}

export function walkBodies(command: CompoundCommand, state: State, context: Context): Value {
  let output = EMPTY;
  for (const body of command.bodies) output = join(output, walkScript(body, state, context));
  return output;
}

/** Expands words for what their substitutions start and assign. */
function expandAll(words: readonly Word[], state: State, context: Context): void {
  const host = hostOf(state, context);
  for (const word of words) expandText(word, host);
}

/** The context within a compound command's own redirections, which all that it starts inherits. */
function redirected(command: CompoundCommand, state: State, context: Context): Context {
  if (command.redirections.length === 0) return context;
  const own = resolveRedirections(command.redirections, hostOf(state, context));
  const file = outputFile(own);
  if (file && !file.append) state.files.delete(state.resolve(file.path));
  const streams: Streams = {
    stdin: stdinOf(own, state, context.streams.stdin),
    readers: redirects(own, 0) ? [] : context.streams.readers,
    writers: redirects(own, 1) ? [] : context.streams.writers,
  };
  return { ...context, redirections: inherit(context.redirections, own), streams };
}

/** Calls a function that the text defines. */
export function callFunction(body: Script, words: readonly Value[], state: State, context: Context): Value {
  const { positional } = state;
  state.positional = words.slice(1);
  const output = state.deeper(
    () => walkScript(body, state, { ...context, via: [...context.via, `function ${words[0]?.text ?? ''}`] }),
    UNKNOWN,
  );
  state.positional = positional;
  return output;
}
