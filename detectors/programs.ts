/** Names of programs that several detectors reason about. Base names, lower case. */
import type { EventAnalysis } from '../contracts/analysis';
import type { Invocation } from '../contracts/shell';

/** Text that can't be known before the command runs; the shell analysis puts it in place of such parts. */
export const UNKNOWN = '\uFFFD';

export const SHELLS: ReadonlySet<string> = new Set([
  'sh',
  'bash',
  'dash',
  'zsh',
  'ksh',
  'ksh93',
  'mksh',
  'ash',
  'fish',
  'csh',
  'tcsh',
  'rbash',
  'pwsh',
  'powershell',
  'cmd',
]);

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

export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).toLowerCase();
}

/** The invocations of a command, or none. */
export function invocations(analysis: EventAnalysis): readonly Invocation[] {
  return analysis.command?.invocations ?? [];
}

/** The arguments as text. */
export function argv(invocation: Invocation): string[] {
  return invocation.args.map((word) => word.text);
}

/** All invocations that are connected with `index` by pipes, in order, itself included. */
export function pipelineOf(all: readonly Invocation[], index: number): Invocation[] {
  const chain: Invocation[] = [];
  const seen = new Set<number>();
  let first = index;
  while (all[first]?.readsFrom !== undefined && !seen.has(first)) {
    seen.add(first);
    first = all[first]?.readsFrom ?? first;
  }
  seen.clear();
  for (let at: number | undefined = first; at !== undefined && !seen.has(at); at = all[at]?.feeds) {
    seen.add(at);
    const invocation = all[at];
    if (invocation) chain.push(invocation);
  }
  return chain;
}
