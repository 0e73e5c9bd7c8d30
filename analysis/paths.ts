/** Where a path really points, as far as text alone can tell: home, `..`, variables, notation of the platform. */
import type { ResolvedPath } from '../contracts/analysis';
import { createCache } from './cache';
import { classifyPath } from './path-classes';

/** What is known about the place that a path was used in. */
export interface Surroundings {
  cwd?: string | undefined;
  /** Home folder of the user that the agent runs as. */
  home?: string | undefined;
  project?: string | undefined;
}

/** Longest path that is looked at; Linux allows 4,096 bytes. Longer text is cut, it names no file. */
const MAX_PATH = 4_096;
const HOME_WORDS =
  /^(?:~(?=\/|$)|\$HOME(?=[/\\]|$)|\$\{HOME\}|%USERPROFILE%|\$env:(?:USERPROFILE|HOME)(?=[/\\]|$)|\$\{env:(?:USERPROFILE|HOME)\})/i;
const PWD_WORDS = /^(?:\$PWD(?=\/|$)|\$\{PWD\}|\$\(pwd\))/;
const HOME_FOLDER = /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)(?=\/|$)/;

/** Paths longer than this are kept for a while: a loop names the same one a thousand times. */
const LONG = 256;
const recent = createCache<ResolvedPath>({ entries: 64, size: 256 * 1024 });

/** Resolves one path as given to a tool or program. Total and idempotent: resolving `path` of the result gives the same path. */
export function resolvePath(given: string, around: Surroundings): ResolvedPath {
  if (given.length <= LONG) return resolve(given, around);
  const looked = given.slice(0, MAX_PATH);
  const key = [around.cwd, around.home, around.project, looked].join('\0');
  const known = recent.get(key);
  if (known) return { ...known, given };
  const resolved = resolve(looked, around);
  recent.set(key, resolved, key.length);
  return { ...resolved, given };
}

function resolve(given: string, around: Surroundings): ResolvedPath {
  const home = homeOf(around);
  const folder = plain(around.project ?? around.cwd, home);
  const path = toHome(fold(slashes(absolute(slashes(given), around, home))), home);
  const inside = isInside(path, folder);
  return { path, given, class: classifyPath(path), ...(inside === undefined ? {} : { insideProject: inside }) };
}

/** The ways in which one file may have been named before: resolved, with the home folder spelt out or as `~`, as given. */
export function spellingsOf(given: string, around: Surroundings): string[] {
  const { path } = resolvePath(given, around);
  const home = homeOf(around);
  const spelt = home !== undefined && path.startsWith('~') ? home + path.slice(1) : path.replace(HOME_FOLDER, '~');
  return [...new Set([path, spelt, given])];
}

/** The home folder: as told, else the one that the working or project folder lies in. */
function homeOf(around: Surroundings): string | undefined {
  if (around.home !== undefined && around.home !== '~') return fold(slashes(around.home));
  const known = [around.cwd, around.project].find((path) => path !== undefined && HOME_FOLDER.test(slashes(path)));
  return known === undefined ? undefined : HOME_FOLDER.exec(slashes(known))?.[0];
}

/** Windows notation to slashes, where the text is clearly of that kind; a `file:` URL to its path. */
function slashes(path: string): string {
  const bare = /^file:/.test(path) ? path.replace(/^file:(?:\/\/(?:localhost)?)?/, '').replace(/\?.*$/, '') : path;
  const windows = /^[A-Za-z]:[\\/]|^\\\\|^%\w{1,30}%\\|^~\\|^\$(?:env:\w{1,30}|HOME)\\|^\.{1,2}\\/i.test(bare);
  return windows ? bare.replaceAll('\\', '/') : bare;
}

function absolute(path: string, around: Surroundings, home: string | undefined): string {
  const root = home ?? '~';
  if (HOME_WORDS.test(path)) return path.replace(HOME_WORDS, () => root);
  const cwd = around.cwd ?? around.project;
  const base = cwd === undefined ? undefined : slashes(cwd).replace(HOME_WORDS, () => root);
  if (PWD_WORDS.test(path)) return path.replace(PWD_WORDS, () => base ?? '.');
  if (/^(?:\/|~|[A-Za-z]:(?:\/|$)|\$|%)/.test(path) || base === undefined) return path;
  return `${base}/${path}`;
}

/** Beginnings that are more than a name. */
const MEANS_MORE = /^(?:[~$%]|[A-Za-z]:|file:)/;

/** Folds `//`, `.` and `..` as text; `..` above the root stays at the root, above an unknown folder it stays as written. */
function fold(path: string): string {
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    const last = kept.at(-1);
    const foldable = last !== undefined && last !== '..' && !/^~|^[A-Za-z]:$|^[$%]/.test(last);
    if (part !== '..') kept.push(part);
    else if (foldable) kept.pop();
    else if (!rooted) kept.push(part);
  }
  const joined = kept.join('/');
  if (rooted) return `/${joined}`;
  // `./$HOME` is a name in the folder, not the home folder.
  const hidden = MEANS_MORE.test(joined) && !MEANS_MORE.test(path);
  return joined === '' ? '.' : hidden ? `./${joined}` : joined;
}

function toHome(path: string, home: string | undefined): string {
  if (home === undefined || home === '/') return path;
  if (path === home) return '~';
  return path.startsWith(`${home}/`) ? `~${path.slice(home.length)}` : path;
}

function plain(folder: string | undefined, home: string | undefined): string | undefined {
  if (folder === undefined || folder === '') return undefined;
  return toHome(fold(slashes(folder).replace(HOME_WORDS, () => home ?? '~')), home);
}

/** A project as wide as the home folder or the disk is none: everything would be inside. */
function isInside(path: string, folder: string | undefined): boolean | undefined {
  if (folder === undefined) return undefined;
  if (folder === '~' || folder === '/' || /^\/(?:home|Users|root)$/.test(folder)) return false;
  if (path === folder || path.startsWith(`${folder}/`)) return true;
  return /^(?:[/~]|[A-Za-z]:)/.test(path) ? false : undefined;
}
