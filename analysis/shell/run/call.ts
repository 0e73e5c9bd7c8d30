/** One program about to be started: its words and what stands around it. */
import type { Invocation, ResolvedRedirection, Span } from '../../../contracts/shell';
import { UNKNOWN_TEXT } from '../expand/value';
import type { Value } from '../expand/value';
import { MAX_INVOCATIONS } from '../limits';
import type { Context, State } from './state';

export interface Call {
  words: readonly Value[];
  /** The program word held a file name pattern. */
  pattern: boolean;
  environment: Invocation['environment'];
  redirections: readonly ResolvedRedirection[];
  stdin: Value | undefined;
  context: Context;
  span: Span;
}

/** Base name of the program word as detectors know it. */
export function programOf(call: Call, state: State): string {
  const [word] = call.words;
  if (!word) return '';
  const before = state.renamed.size === 0 ? undefined : state.renamed.get(keyOf(word.text, state));
  return before ?? baseName(call.pattern ? (state.programs.find(word.text) ?? word.text) : word.text);
}

/** Under which a program that was given another name is kept: its path, or the bare name by which it is found. */
const keyOf = (word: string, state: State): string => (word.includes('/') ? state.resolve(word) : word);

/** Longer names of programs are cut in front. */
const LONGEST_NAME = 300;

export function baseName(given: string): string {
  const path = given.length > LONGEST_NAME ? given.slice(-LONGEST_NAME) : given;
  const base = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(/(?<=.)\.exe$/i, '');
  if (!base.includes(UNKNOWN_TEXT)) return base;
  // An unset variable inside a name is a way to break it up: `c${x}url`.
  return /^[a-z]+\uFFFD+[a-z]+$/.test(base) ? base.replaceAll(UNKNOWN_TEXT, '') : UNKNOWN_TEXT;
}

const INPUT: ReadonlySet<string> = new Set(['<', '<<', '<<-', '<<<', '<>']);

/** Whether the redirections give descriptor `fd` another file than the pipe. */
export function redirects(redirections: readonly ResolvedRedirection[], fd: 0 | 1): boolean {
  if (redirections.length === 0) return false;
  return redirections.some(
    (one) =>
      one.fd === fd && (fd === 0 ? INPUT.has(one.operator) || /&$/.test(one.operator) : !/^<<?/.test(one.operator)),
  );
}

const MAX_ENVIRONMENT = 64;

/** Assignments of the wrappers around, then the call's own; at most 64 of the former, and the first and last 128 of the latter. */
function together(outer: Invocation['environment'], own: Invocation['environment']): Invocation['environment'] {
  const few =
    own.length > 4 * MAX_ENVIRONMENT ? [...own.slice(0, 2 * MAX_ENVIRONMENT), ...own.slice(-2 * MAX_ENVIRONMENT)] : own;
  if (outer.length === 0) return few;
  return own.length === 0 ? outer : [...outer.slice(-MAX_ENVIRONMENT), ...few];
}

const NONE: readonly Value[] = Object.freeze([]);

/** Adds the call to the list of invocations and to the pipes that it is part of; -1 when the list is full. */
export function emit(call: Call, state: State): number {
  const { context, words, stdin } = call;
  if (state.invocations.length >= MAX_INVOCATIONS) {
    state.overflow();
    return -1;
  }
  if (!state.chargeWords(words)) return -1;
  const index = state.invocations.length;
  const invocation: Invocation = {
    program: programOf(call, state),
    path: words[0]?.text ?? '',
    args: words.length > 1 ? words.slice(1) : NONE,
    environment: state.listed(together(context.environment, call.environment)),
    redirections: call.redirections,
    via: context.via,
    background: context.background,
    separator: context.separator,
    source: context.source ?? call.span,
    depth: context.depth,
  };
  if (stdin?.known) invocation.stdin = stdin.text;
  if (context.remote) invocation.remote = context.remote;
  if (context.as !== undefined) invocation.as = context.as;
  if (state.cwd !== undefined) invocation.cwd = state.cwd;
  state.invocations.push(invocation);
  if (!redirects(call.redirections, 0)) context.streams.readers.push(index);
  if (!redirects(call.redirections, 1)) context.streams.writers.push(index);
  return index;
}
