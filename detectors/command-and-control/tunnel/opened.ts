import type { Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';

/** A tunnel that an invocation opens. */
export interface Opened {
  how: string;
  /** The other end, as far as it is named. */
  to?: string;
  severity: Severity;
  techniques?: readonly string[];
}

export const excerptOf = (one: Invocation): string => [one.path, ...argv(one)].join(' ').slice(0, 300);

/** Value of an option, glued by `=` or the next word. */
export function valueOf(words: readonly string[], name: RegExp): string | undefined {
  for (let at = 0; at < words.length; at++) {
    const [key = '', value] = (words[at] ?? '').split(/=(.*)/s, 2);
    if (name.test(key)) return value ?? words[at + 1];
  }
  return undefined;
}

export const LOOPBACK = /^(?:[a-z]{2,8}:\/\/)?(?:127\.\d|localhost\b|\[?::1\]?)/;
/** Ports behind which a person or a machine is let in. */
const DOORS: ReadonlySet<string> = new Set([
  '22',
  '23',
  '445',
  '2222',
  '2375',
  '3389',
  '5900',
  '5901',
  '5985',
  '5986',
  '6443',
  '10250',
]);
export const isDoor = (port: string | undefined): boolean => port !== undefined && DOORS.has(port);
export const isBareAddress = (host: string): boolean =>
  /^(?:\d{1,3}\.){3}\d{1,3}$|^\[?[0-9a-f]*:[0-9a-f:]+\]?$/i.test(host);
export const isPrivate = (host: string): boolean =>
  /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|fd|fe80)/i.test(host);
