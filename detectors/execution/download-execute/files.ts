/** Downloads that are kept as a file and run after, under that name or another. */
import type { Transfer } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv } from '../../programs';
import { absolutePath, fileRun } from '../../run-paths';
import type { Ran } from './flow';

interface Kept {
  transfer: Transfer;
  /** Index of what fetched it. */
  from: number;
  /** Came out of it, rather than being it. */
  unpacked?: true;
  /** A folder: whatever lies below came with it. */
  folder?: true;
}
type Files = Map<string, Kept>;

const COPIES = /^(?:cp|mv|ln|install|gcp)$/;
const UNPACKS = /^(?:tar|bsdtar|gtar|unzip|7z|7za|gunzip|bunzip2|unxz|unzstd|gzip|cpio|expand-archive)$/;
const INSTALLS = /^(?:dpkg|rpm|apt|apt-get|dnf|yum|apk|installer|snap|pip3?|npm|msiexec)$/;
/** Files that are followed in one command. */
const MAX_KEPT = 64;
const MAX_WALKED = 1_500;
/** Programs that bring whole folders. */
const FOLDERS = /^(?:git|rsync)$/;
const MAX_DEPTH = 6;

/** What the session downloaded before. */
export interface Earlier {
  transfer: Transfer;
  /** The file lies in a folder that an archive is named for. */
  unpacked?: true;
}

/** `known` tells of files that the session downloaded before, by resolved path. */
export function keptAndRun(
  transfers: readonly Transfer[],
  all: readonly Invocation[],
  known: (path: string) => Earlier | undefined,
): Ran[] {
  const kept = keptFiles(transfers, all);
  const found: Ran[] = [];
  for (let at = 0; at < Math.min(all.length, MAX_WALKED); at++) {
    const one = all[at];
    if (one === undefined) break;
    const ran = runOf(one, at, kept, known);
    if (ran) found.push(ran);
    else {
      fetchedBefore(one, at, kept, known);
      if (kept.size > 0) carry(one, kept);
    }
  }
  return found;
}

/** Files of this command's downloads; the time of each is that of its invocation. */
function keptFiles(transfers: readonly Transfer[], all: readonly Invocation[]): Files {
  const kept = new Map<string, Kept>();
  for (const transfer of transfers) {
    if (transfer.direction === 'in' && transfer.invocation !== undefined)
      unpackedInPipe(transfer, transfer.invocation, all, kept);
    if (transfer.direction !== 'in' || transfer.path === undefined || kept.size >= MAX_KEPT) continue;
    const from = transfer.invocation ?? -1;
    const one: Kept = { transfer, from, ...(FOLDERS.test(transfer.program) && { folder: true, unpacked: true }) };
    kept.set(absolutePath(transfer.path.given, all[from]?.cwd), one);
    if (!kept.has(transfer.path.path)) kept.set(transfer.path.path, one);
  }
  return kept;
}

function runOf(
  one: Invocation,
  at: number,
  kept: Files,
  known: (path: string) => Earlier | undefined,
): Ran | undefined {
  const given = preloaded(one) ?? fileRun(one) ?? packageOf(one);
  if (given === undefined || given === '') return undefined;
  const path = absolutePath(given, one.cwd);
  const own = kept.get(path) ?? lastOf(kept, given) ?? folderOf(kept, path);
  const installs = INSTALLS.test(one.program);
  if (own !== undefined && own.from < at)
    return {
      transfer: own.transfer,
      by: one,
      at,
      how: installs ? 'package' : own.unpacked === true ? 'unpacked' : 'file',
    };
  const earlier = given.includes(UNKNOWN) ? undefined : known(path);
  if (earlier === undefined) return undefined;
  const how = installs ? 'package' : earlier.unpacked === true ? 'unpacked' : 'file';
  return { transfer: earlier.transfer, by: one, at, how };
}

/** An archive of an earlier command that is unpacked in this one. */
function fetchedBefore(one: Invocation, at: number, kept: Files, known: (path: string) => Earlier | undefined): void {
  if (!UNPACKS.test(one.program) || kept.size >= MAX_KEPT) return;
  for (const word of argv(one).slice(0, 8)) {
    const path = absolutePath(word, one.cwd);
    const earlier = ARCHIVE.test(word) && !kept.has(path) ? known(path) : undefined;
    if (earlier !== undefined) kept.set(path, { transfer: earlier.transfer, from: at });
  }
}

/** A library that every program loads from now on. */
const preloaded = ({ environment }: Invocation): string | undefined =>
  environment.find(({ name }) => /^(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES|BASH_ENV)$/.test(name))?.value.text;

/** The folder that came, in which the file lies. */
function folderOf(kept: Files, path: string): Kept | undefined {
  if (kept.size === 0) return undefined;
  let end = path.lastIndexOf('/');
  for (let depth = 0; end > 0 && depth < MAX_DEPTH; depth++) {
    const folder = kept.get(path.slice(0, end));
    if (folder?.folder === true) return folder;
    end = path.lastIndexOf('/', end - 1);
  }
  return undefined;
}

/** `curl … | tar xz -C folder`. */
function unpackedInPipe(transfer: Transfer, from: number, all: readonly Invocation[], kept: Files): void {
  const next = all[from]?.feeds;
  const reader = next === undefined ? undefined : all[next];
  const folder = reader !== undefined && UNPACKS.test(reader.program) ? targetOf(reader) : undefined;
  if (folder !== undefined)
    kept.set(absolutePath(folder, reader?.cwd), { transfer, from, unpacked: true, folder: true });
}

/** The folder that is unpacked into, where one is named. */
function targetOf(one: Invocation): string | undefined {
  const words = argv(one);
  return words.find((_, at) => /^(?:-C|-d|--directory|-DestinationPath)$/.test(words[at - 1] ?? ''));
}

/** `for f in *; do ./$f; done` runs whatever came. */
function lastOf(kept: Files, given: string): Kept | undefined {
  return kept.size > 0 && (given === `./${UNKNOWN}` || /^\.\/[^/]{0,40}\*$/.test(given))
    ? [...kept.values()].at(-1)
    : undefined;
}

/** `dpkg -i x.deb`. */
function packageOf(one: Invocation): string | undefined {
  if (!INSTALLS.test(one.program)) return undefined;
  return argv(one).find(
    (word) => /[./]/.test(word) && /\.(?:deb|rpm|apk|pkg|snap|whl|tgz|tar\.gz|zip|msi)$/i.test(word),
  );
}

/** Under another name it is still what came; what was in it came with it. */
function carry(one: Invocation, kept: Files): void {
  if (kept.size >= MAX_KEPT) return;
  const words = argv(one).filter((word) => !word.startsWith('-'));
  const source = words.map((word) => kept.get(absolutePath(word, one.cwd))).find((held) => held !== undefined);
  if (source === undefined) return;
  const target = COPIES.test(one.program) ? words.at(-1) : undefined;
  const printed = one.redirections.find(({ operator }) => operator === '>' || operator === '>>')?.target.text;
  for (const given of [target, printed])
    if (given !== undefined) {
      kept.set(absolutePath(given, one.cwd), source);
      const name = source.transfer.path?.given.split('/').at(-1) ?? '';
      kept.set(absolutePath(`${given}/${name}`, one.cwd), source);
    }
  if (UNPACKS.test(one.program)) unpacked(one, source, kept);
}

/** Names inside an archive are not known: those that the archive's own name gives are guessed. */
function unpacked(one: Invocation, source: Kept, kept: Files): void {
  const given = source.transfer.path?.given;
  const target = targetOf(one);
  const folder = target ?? '.';
  const out: Kept = { ...source, unpacked: true };
  if (target !== undefined) kept.set(absolutePath(target, one.cwd), { ...out, folder: true });
  if (given === undefined) return;
  for (const each of unpackedNames(given.split('/').at(-1) ?? ''))
    kept.set(absolutePath(`${folder}/${each}`, one.cwd), { ...out, folder: true });
}

const ARCHIVE = /\.(?:tar\.\w{2,4}|tgz|zip|gz|xz|bz2|7z|tar)$/i;

/** What an archive of this name most likely unpacks to: a file or folder of its name, with and without version and platform; none of other files. */
export function unpackedNames(file: string): string[] {
  if (!ARCHIVE.test(file)) return [];
  const name = file.replace(ARCHIVE, '');
  const bare = name.replace(
    /[-_.]?v?\d[\w.-]{0,60}$|[-_.](?:linux|darwin|macos|windows|amd64|arm64|x86_64|x64)[\w.-]{0,60}$/i,
    '',
  );
  return [...new Set([name, bare])].filter((each) => each !== '');
}
