/** What a git command throws away. */
import type { Severity } from '../../../contracts/finding';
import { UNKNOWN } from '../../programs';
import { optionOf, plainWords } from '../words';

export interface Loss {
  what: string;
  severity: Severity;
  /** Branch, tag or stash that it is about. */
  about: string;
}

/** Branches that others build on, by their usual names. */
const SHARED =
  /^(?:refs\/heads\/)?(?:main|master|trunk|develop|development|stable|production|prod|release(?:s?[/-](?!.{0,60}(?:rc|alpha|beta|test|tmp|draft)[\d.-]{0,6}$).{1,80})?)$/;

const loss = (what: string, severity: Severity, about = ''): Loss => ({ what, severity, about });

/** What the words after `git` lose; undefined when nothing. */
export function lossOf(all: readonly string[]): Loss | undefined {
  const words = subcommand(all);
  const [verb = '', ...rest] = words;
  if (rest.some((word) => /^(?:-n|--dry-run|--help|-h)$/.test(word)) && verb !== 'stash') return undefined;
  return VERBS[verb]?.(rest);
}

const has = (words: readonly string[], pattern: RegExp): boolean => words.some((word) => pattern.test(word));

const VERBS: Readonly<Record<string, (words: readonly string[]) => Loss | undefined>> = {
  push: pushed,
  reset: (words) =>
    has(words, /^--hard$/) ? loss('uncommitted work is reset', 'low', plainWords(words)[0]) : undefined,
  clean: (words) =>
    has(words, /^-[a-zA-Z]{0,6}f|^--force$/) && !has(words, /^-[a-zA-Z]{0,6}n/)
      ? loss('untracked files are removed', 'low')
      : undefined,
  checkout: (words) =>
    has(words, /^(?:\.|:\/|\*)$/) || has(words, /^(?:-f|--force)$/)
      ? loss('uncommitted work is thrown away', 'low')
      : undefined,
  restore: (words) =>
    has(words, /^(?:\.|:\/|\*)$/) && !(has(words, /^(?:-S|--staged)$/) && !has(words, /^(?:-W|--worktree)$/))
      ? loss('uncommitted work is thrown away', 'low')
      : undefined,
  switch: (words) =>
    has(words, /^(?:-f|--force|--discard-changes)$/) ? loss('uncommitted work is thrown away', 'low') : undefined,
  stash: (words) =>
    /^(?:drop|clear)$/.test(words[0] ?? '')
      ? loss(`stashed work is thrown away (${words[0] ?? ''})`, 'low')
      : undefined,
  branch: (words) => branch(words),
  worktree: (words) =>
    words[0] === 'remove' && has(words, /^(?:-f|--force)$/)
      ? loss('a work tree is removed with its changes', 'low', plainWords(words)[1])
      : undefined,
  'filter-branch': () => loss('the whole history is rewritten', 'medium'),
  'filter-repo': (words) => (has(words, /^--analyze$/) ? undefined : loss('the whole history is rewritten', 'medium')),
  reflog: (words) =>
    words[0] === 'delete' ||
    (words[0] === 'expire' && optionOf(words, '--expire', '--expire-unreachable') !== undefined)
      ? loss('the log that lost commits are found with is expired', 'medium')
      : undefined,
  gc: (words) =>
    /^(?:now|all)$/.test(optionOf(words, '--prune') ?? '')
      ? loss('commits that nothing points to are removed', 'low')
      : undefined,
  prune: (words) =>
    optionOf(words, '--expire') === 'now' ? loss('commits that nothing points to are removed', 'low') : undefined,
  'update-ref': (words) => (has(words, /^-d$/) ? branch(['-D', ...plainWords(words)]) : undefined),
};

/** Options of git itself stand in front of the subcommand. */
function subcommand(words: readonly string[]): readonly string[] {
  let at = 0;
  while (at < words.length && words[at]?.startsWith('-') === true)
    at += /^(?:-C|-c|--git-dir|--work-tree|--namespace|--exec-path)$/.test(words[at] ?? '') ? 2 : 1;
  return words.slice(at, at + 60);
}

function branch(words: readonly string[]): Loss | undefined {
  const forced = has(words, /^-D$/) || (has(words, /^(?:-d|--delete)$/) && has(words, /^(?:-f|--force)$/));
  if (!forced) return undefined;
  const names = plainWords(words);
  const shared = names.find((name) => SHARED.test(name));
  return loss(
    `the branch ${shared ?? named(names[0])} is deleted without asking whether it was merged`,
    'low',
    shared ?? names[0],
  );
}

/** A name that only running shows is not told. */
const named = (name: string | undefined): string =>
  name === undefined || name.includes(UNKNOWN) ? 'named by another command' : name;

function pushed(words: readonly string[]): Loss | undefined {
  const force = has(words, /^(?:-[a-zA-Z]{0,3}f[a-zA-Z]{0,3}|--force(?:=true)?)$/);
  const leased = has(words, /^--force-with-lease/);
  const removes = has(words, /^(?:-d|--delete)$/);
  const refs = plainWords(words).slice(1);
  const plus = refs.filter((ref) => ref.startsWith('+'));
  const emptied = refs.filter((ref) => /^:./.test(ref));
  if (has(words, /^(?:--mirror|--prune)$/))
    return loss('the remote is made a copy of this clone, branches that are not here go', 'medium', 'mirror');
  const gone = removes ? refs : emptied.map((ref) => ref.slice(1));
  const lost = gone.find((ref) => SHARED.test(ref));
  if (lost !== undefined) return loss(`the shared branch ${lost} is deleted on the remote`, 'high', lost);
  if (gone.length > 0) return loss(`${gone[0] ?? ''} is deleted on the remote`, 'low', gone[0]);
  if (!force && !leased && plus.length === 0) return undefined;
  const targets = (force || leased ? refs : plus).map(targetOf);
  const shared = targets.find((ref) => SHARED.test(ref));
  if (shared !== undefined)
    return loss(`the shared branch ${shared} is overwritten on the remote`, leased ? 'low' : 'medium', shared);
  if (has(words, /^(?:--all|--tags|--branches)$/) && !leased)
    return loss('all branches or tags are overwritten on the remote', 'medium', 'all');
  return loss(`${targets[0] ?? 'the current branch'} is overwritten on the remote`, 'low', targets[0]);
}

/** `+HEAD:refs/heads/main` goes to `main`. */
const targetOf = (ref: string): string =>
  (ref.includes(':') ? ref.slice(ref.lastIndexOf(':') + 1) : ref).replace(/^\+/, '').replace(/^refs\/heads\//, '');

/** Reference of a branch in a call of the server's interface: `/repos/o/r/git/refs/heads/main`. */
export function lossByRequest(method: string, path: string, words: readonly string[]): Loss | undefined {
  const ref =
    /\/git\/refs\/(heads|tags)\/([^?\s]{1,100})/.exec(path) ?? /\/(repository\/branches)\/([^?\s/]{1,100})/.exec(path);
  if (!ref) return undefined;
  const name = ref[2] ?? '';
  if (method === 'DELETE') return loss(`${name} is deleted on the server`, SHARED.test(name) ? 'high' : 'low', name);
  const forced = method === 'PATCH' && words.some((word) => /force["']?\s?[=:]\s?true/.test(word));
  return forced ? loss(`${name} is overwritten on the server`, SHARED.test(name) ? 'medium' : 'low', name) : undefined;
}
