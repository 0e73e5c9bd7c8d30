/** Authentication and TLS verification that are switched off for more than one call. */
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { follows, optionOf } from '../words';
import type { Opened } from './opened';

const weak = (
  what: string,
  about: string,
  severity: Opened['severity'] = 'medium',
  techniques: readonly string[] = ['T1685'],
): Opened => ({ what, about, severity, techniques });

const NO_LOGIN =
  /^(?:--noauth|--no-auth|--without-auth|--auth[= ]none|--auth-disabled|--anonymous-auth=true|--authorization-mode=AlwaysAllow|--(?:ServerApp|NotebookApp|LabApp)\.(?:token|password)=(?:''|"")?|xpack\.security\.enabled=false|--skip-grant-tables|--disable-auth|--insecure-disable-auth)$/;
const ALL_ADDRESSES = /(?:^|[=/@])(?:0\.0\.0\.0|\[?::\]?|\*)(?::\d{1,5})?$|^--bind_ip_all$/;

export function weakenedBy(one: Invocation): Opened | undefined {
  const words = argv(one);
  switch (one.program) {
    case 'git':
      return /^(?:false|0|no|off)$/i.test(words.at(-1) ?? '') &&
        follows(words, 'config --global|--system') &&
        words.some((word) => /^http\.(?:.{0,100}\.)?sslverify$/i.test(word))
        ? weak('switches TLS verification off for git', 'git')
        : undefined;
    case 'npm':
    case 'yarn':
    case 'pnpm':
      return words.some(
        (word, at) => /^strict-ssl(?:=false)?$/.test(word) && (word.includes('=') || words[at + 1] === 'false'),
      ) && follows(words, 'config set')
        ? weak(`switches TLS verification off for ${one.program}`, one.program, 'low')
        : undefined;
    case 'redis-cli':
    case 'valkey-cli':
      return follows(
        words.map((word) => word.toLowerCase()),
        'config set protected-mode no',
      )
        ? weak('takes the protection of an open Redis off', optionOf(words, '-h') ?? '')
        : undefined;
    case 'redis-server':
      return optionOf(words, '--protected-mode') === 'no' && !words.includes('--requirepass')
        ? weak('starts Redis for everyone without a password', '', 'low')
        : undefined;
    case 'dockerd':
      return words.some((word) => /tcp:\/\/(?:0\.0\.0\.0|\[::\])/.test(word)) &&
        !words.some((word) => word.startsWith('--tls'))
        ? weak('serves Docker to every address without a login', '')
        : undefined;
    default:
      return open(one, words);
  }
}

/** Any server that is told to ask for no login and to listen everywhere. */
function open(one: Invocation, words: readonly string[]): Opened | undefined {
  if (one.remote !== undefined && one.remote.kind !== 'ssh') return undefined;
  if (!words.some((word) => ALL_ADDRESSES.test(word))) return undefined;
  const login = words.find((word, at) => NO_LOGIN.test(word) || NO_LOGIN.test(`${word} ${words[at + 1] ?? ''}`));
  if (login === undefined) return undefined;
  return weak(`starts ${one.program} for every address without a login (${login})`, one.program);
}
