/** What all ways of wiring a shell to a socket share: who runs what it reads, where it leads, how it is shown. */
import type { Invocation } from '../../../contracts/shell';
import { SHELLS, UNKNOWN, argv } from '../../programs';

/** One wiring of a shell to a socket. */
export interface Wiring {
  /**
   * `reverse` connects out, `bind` waits for a connection, `remote-input` runs what the socket sends,
   * `payload` is a program made to do one of these.
   */
  kind: 'reverse' | 'bind' | 'remote-input' | 'payload';
  /** In a few words: `bash on /dev/tcp`, `nc -e /bin/sh`. */
  how: string;
  host?: string;
  port?: string;
  /** The command as started, for the person who reads the alert. */
  excerpt: () => string;
  /** That the command ended well does not say that it connected: it was built or written down to be run later. */
  later?: true;
}

/** Only written to where it will be run, such as a timetable: that the command ended well says nothing of it. */
export const isLater = (one: Invocation): boolean =>
  one.via.some((via) => via === 'crontab' || via.startsWith('placed in ') || via.endsWith(' machine'));

const INTERPRETERS = /^(?:python[\d.]*|perl|ruby|node|php|lua[\d.]*)$/;

/** A shell, or an interpreter, without code of its own: it runs what it reads. */
export function isBareShell(one: Invocation): boolean {
  const words = argv(one);
  if (INTERPRETERS.test(one.program)) return words.every((word) => word === '-' || word === '-i' || word === '-u');
  if (!SHELLS.has(one.program)) return false;
  return words.some((word) => /^-[a-z]*s$/.test(word)) || words.every((word) => /^[-+]/.test(word));
}

/** Runs text that is known only at run time: `eval "$x"`, `sh -c "$x"`, `$x`. */
export function runsUnknown(one: Invocation): boolean {
  const words = argv(one);
  if (one.program === UNKNOWN) return words.length === 0;
  if (one.program === 'eval') return words.length === 1 && words[0] === UNKNOWN;
  return SHELLS.has(one.program) && words.length === 2 && /^-[a-z]*c$/.test(words[0] ?? '') && words[1] === UNKNOWN;
}

export function isLoopback(host: string | undefined): boolean {
  return host !== undefined && (host === 'localhost' || host === '::1' || host.startsWith('127.'));
}

export function place(host: string | undefined, port: string | undefined): { host?: string; port?: string } {
  return {
    ...(host === undefined || host === '' ? {} : { host }),
    ...(port === undefined || port === '' ? {} : { port }),
  };
}

/** The command as started, written out only for what is told. */
export const excerptOf =
  (...parts: readonly Invocation[]): (() => string) =>
  () =>
    [...new Set(parts)]
      .map((part) =>
        [
          part.path,
          ...argv(part),
          ...part.redirections.map(
            (redirection) =>
              `${redirection.fd === 0 && redirection.operator === '<' ? '' : String(redirection.fd)}${redirection.operator}${redirection.target.text}`,
          ),
        ].join(' '),
      )
      .join(' … ')
      .slice(0, 300);

export const sources = (one: Invocation): boolean => one.program === 'source' || one.program === '.';
