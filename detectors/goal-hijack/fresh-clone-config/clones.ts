/** Folders that a command brings from elsewhere. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';

/** Options of `git clone` that take the next word. */
const TAKES_NEXT: ReadonlySet<string> = new Set([
  '-b',
  '--branch',
  '--depth',
  '-o',
  '--origin',
  '-c',
  '--config',
  '-j',
  '--jobs',
  '--reference',
  '--filter',
  '-u',
]);
const FETCHERS = /^(?:git|gh|glab|degit|tiged)$/;

/** Resolved folders of clones; `cwd` is where the command begins. */
export function clonesIn(analysis: EventAnalysis, cwd: string | undefined): string[] {
  const found: string[] = [];
  for (const one of invocations(analysis)) {
    if (!FETCHERS.test(one.program)) continue;
    const folder = cloneOf(one);
    if (folder !== undefined) found.push(resolve(one.cwd ?? cwd, folder));
  }
  return found;
}

function cloneOf(one: Invocation): string | undefined {
  const words = argv(one).slice(0, 60);
  const verb = words.indexOf('clone');
  if (verb < 0 && !/degit|tiged/.test(one.program)) return undefined;
  const [address, folder] = words
    .slice(verb + 1)
    .filter((word, index, all) => !word.startsWith('-') && !TAKES_NEXT.has(all[index - 1] ?? ''));
  return (
    folder ??
    address
      ?.replace(/\/+$/, '')
      .replace(/\.git$/, '')
      .split(/[/:]/)
      .at(-1)
  );
}

/** Absolute where it can be, the home folder as `~` as the analysis has it; `..` is rare here and left alone. */
export function resolve(cwd: string | undefined, folder: string): string {
  const plain = folder.replace(/^\.\//, '').replace(/\/+$/, '');
  if (/^[/~]/.test(plain) || cwd === undefined) return homeAsTilde(plain);
  const base = homeAsTilde(cwd.replace(/\/+$/, ''));
  return plain === '.' || plain === '' ? base : `${base}/${plain}`;
}

const homeAsTilde = (path: string): string => path.replace(/^(?:\/(?:home|Users)\/[^/]{1,100}|\/root)(?=\/|$)/, '~');

export function isInside(path: string, folder: string): boolean {
  const plain = homeAsTilde(path);
  return plain === folder || plain.startsWith(`${folder}/`);
}
