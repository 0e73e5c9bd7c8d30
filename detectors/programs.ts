/** Names of programs that several detectors reason about. Base names, lower case. */
import type { EventAnalysis } from '../contracts/analysis';
import { UNIX_SHELLS } from '../contracts/shell';
import type { Invocation } from '../contracts/shell';

/** Text that can't be known before the command runs; the shell analysis puts it in place of such parts. */
export const UNKNOWN = '\uFFFD';

export const SHELLS: ReadonlySet<string> = new Set([...UNIX_SHELLS, 'pwsh', 'powershell', 'cmd']);

/** Programs that carry bytes between a socket and their standard streams. */
export const RELAYS: ReadonlySet<string> = new Set([
  'nc',
  'ncat',
  'netcat',
  'nc.traditional',
  'nc.openbsd',
  'cryptcat',
  'telnet',
  'socat',
  'openssl',
  'rcat',
  'rustcat',
  'gsocket',
  'gs-netcat',
  'gnutls-cli',
  'websocat',
]);

export const NETCATS: ReadonlySet<string> = new Set([
  'nc',
  'ncat',
  'netcat',
  'nc.traditional',
  'nc.openbsd',
  'cryptcat',
  'rcat',
  'rustcat',
  'gs-netcat',
]);

/** Programs that send what they are given to another machine. */
export const SENDERS: ReadonlySet<string> = new Set([
  ...RELAYS,
  'curl',
  'wget',
  'http',
  'https',
  'xh',
  'scp',
  'rsync',
  'sftp',
  'ftp',
  'lftp',
  'ssh',
  'mail',
  'sendmail',
  'rclone',
]);

/** Longest name of a file, characters: longer text names none. */
const MAX_NAME = 255;

/** The last part of a path, lower case; '' when it is too long for a name. */
export function baseName(path: string): string {
  const end = path.length > MAX_NAME ? path.slice(-MAX_NAME - 1) : path;
  if (end !== path && !/[\\/]/.test(end)) return '';
  return end.slice(Math.max(end.lastIndexOf('/'), end.lastIndexOf('\\')) + 1).toLowerCase();
}

/** The invocations of a command, or none. */
export function invocations(analysis: EventAnalysis): readonly Invocation[] {
  return analysis.command?.invocations ?? [];
}

/** Of more arguments than this the middle is left out: no program that a detector knows needs so many, and lists of files have thousands. */
const FIRST = 300;
const LAST = 100;

/** What was asked of an invocation before: most detectors ask the same of each. */
const asked = new WeakMap<Invocation, readonly string[]>();

/** The arguments as text, at most 400 of them. */
export function argv(one: Invocation): readonly string[] {
  let words = asked.get(one);
  if (words === undefined) asked.set(one, (words = wordsOf(one)));
  return words;
}

function wordsOf({ args }: Invocation): readonly string[] {
  const looked = args.length > FIRST + LAST ? [...args.slice(0, FIRST), ...args.slice(-LAST)] : args;
  return looked.map((word) => word.text);
}

/** Programs of one pipe that are looked at, beyond the one in question. */
const MAX_PIPE = 16;

/** The invocations that read what `index` writes, one from the other, at most 16. */
export function readersOf(all: readonly Invocation[], index: number): Invocation[] {
  return walk(all, index, 'feeds');
}

/** The invocations whose output comes to `index`, nearest first, at most 16. */
export function writersOf(all: readonly Invocation[], index: number): Invocation[] {
  return walk(all, index, 'readsFrom');
}

function walk(all: readonly Invocation[], index: number, step: 'feeds' | 'readsFrom'): Invocation[] {
  const found: Invocation[] = [];
  for (let at = all[index]?.[step]; at !== undefined && found.length < MAX_PIPE; at = all[at]?.[step]) {
    const one = all[at];
    if (one) found.push(one);
  }
  return found;
}
