/** Programs that log in to, or run something on, another machine; and what they are given for it. */
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, baseName } from '../../programs';

export interface Login {
  host: string;
  program: string;
  /** File of the key, when it is named. */
  key?: string;
  /** The password stands on the command line. */
  password?: string;
  /** The host's identity is not checked. */
  unchecked: boolean;
  technique: string;
}

/** Tools made to run commands on other machines of a domain. */
const TAKEOVER =
  /^(?:psexec|wmiexec|smbexec|atexec|dcomexec|evil-winrm|winexe|wmic-exec|sharpexec|chisel-exec|mimikatz)(?:\.py|\.exe|64\.exe)?$/;
const SSH = /^(?:ssh|scp|sftp|rsync|mosh|autossh|ssh-copy-id|pssh|parallel-ssh|clush|dsh)$/;
const VALUED = /^-[bcDEeFIiJLlmOopQRSWwP]$/;

/** The tool's name when it is one that takes machines over. */
export function takeoverTool(one: Invocation): string | undefined {
  const script = /^(?:python[\d.]{0,4}|ruby|wine)$/.test(one.program)
    ? argv(one).find((word) => !word.startsWith('-'))
    : undefined;
  const name = baseName(script ?? one.path).replace(/^impacket-/, '');
  return TAKEOVER.test(name) && argv(one).length > 0 ? name : undefined;
}

/** The login that the invocation makes, if it makes one. */
export function loginOf(one: Invocation): Login | undefined {
  if (!SSH.test(one.program)) return undefined;
  const words = argv(one);
  const host = hostIn(one.program, words);
  if (host === undefined) return undefined;
  const key =
    words.find((_, at) => words[at - 1] === '-i') ??
    /-i\s{1,3}(\S{1,200})/.exec(words.find((word) => /^ssh\s/.test(word)) ?? '')?.[1];
  const unchecked = words.some((word) =>
    /StrictHostKeyChecking[= ](?:no|off|accept-new)|UserKnownHostsFile[= ]\/dev\/null/i.test(word),
  );
  return { host, program: one.program, ...(key === undefined ? {} : { key }), unchecked, technique: 'T1021.004' };
}

function hostIn(program: string, words: readonly string[]): string | undefined {
  const plain = words.filter((word, at) => !word.startsWith('-') && !VALUED.test(words[at - 1] ?? ''));
  const target =
    program === 'scp' || program === 'rsync' || program === 'sftp'
      ? plain.find((word) => /^(?:[\w.-]{1,60}@)?[\w.\uFFFD-]{1,200}:/.test(word))
      : plain[0];
  if (target === undefined) return undefined;
  const host = target
    .replace(/^[^@]{0,80}@/, '')
    .replace(/:.*$/s, '')
    .toLowerCase();
  return /^(?:localhost|127\.|::1|git$|github\.com|gitlab\.com|bitbucket\.org|ssh\.dev\.azure\.com)/.test(host) ||
    host === ''
    ? undefined
    : host;
}

/** The password that `sshpass` hands to the login that follows; undefined when it is in a file, a variable of the environment, or not there. */
export function passwordOf(all: readonly Invocation[], text: string): boolean {
  return (
    all.some((one) => one.program === 'sshpass' || one.via.includes('sshpass')) &&
    /\bsshpass\s{1,3}-p\s{0,3}\S/.test(text)
  );
}

/** Whether the host is told by something that only the run knows, as in a loop over known hosts. */
export const isUnknownHost = (host: string): boolean => host.includes(UNKNOWN);
