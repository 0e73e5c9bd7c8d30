/** Signs in a command or text that is kept to be run later, which honest jobs, profiles and hooks do not have. */
import type { Invocation } from '../contracts/shell';
import { NETCATS, SHELLS, UNKNOWN, argv } from './programs';

const INTERPRETER = /^(?:python[\d.]*|perl|ruby|node|php|bun|deno)$/;
const FETCHERS: ReadonlySet<string> = new Set([
  'curl',
  'wget',
  'wget2',
  'fetch',
  'iwr',
  'irm',
  'invoke-webrequest',
  'invoke-restmethod',
  'certutil',
  'bitsadmin',
]);
/** Folders that anyone may write to, and hidden ones in them. */
const SCRATCH = /^(?:\/private)?(?:\/tmp|\/var\/tmp|\/dev\/shm|\/run\/shm|%temp%|\$env:temp)[\\/]/i;
const SOCKET = /^\/dev\/(?:tcp|udp)\//;

/** Whether a path lies where anyone may write, or in a folder whose name is made not to be seen (`...`, a space). */
export const isScratch = (path: string): boolean => SCRATCH.test(path) || /\/(?:\.{3,}|\s+|\.\s+)\//.test(path);

/** What is wrong with one program, in words that follow `it`; undefined when nothing is. */
function payloadOf(one: Invocation, all: readonly Invocation[]): string | undefined {
  if (one.redirections.some(({ target }) => SOCKET.test(target.text))) return 'opens a socket from the shell';
  if (NETCATS.has(one.program) || one.program === 'socat') return `starts ${one.program}`;
  if (isScratch(one.path)) return `runs ${one.path.slice(0, 120)}`;
  if (one.via.includes('decoded')) return 'runs decoded text';
  const words = argv(one);
  const script =
    SHELLS.has(one.program) || INTERPRETER.test(one.program) ? words.find((word) => !word.startsWith('-')) : undefined;
  if (script !== undefined && isScratch(script)) return `runs ${script.slice(0, 120)}`;
  if (SHELLS.has(one.program) && words.some((word) => /^-[a-z]*i$/.test(word)) && one.redirections.length > 0)
    return 'starts an interactive shell elsewhere';
  const reader = one.feeds === undefined ? undefined : all[one.feeds];
  const runs = reader !== undefined && (SHELLS.has(reader.program) || INTERPRETER.test(reader.program));
  if (FETCHERS.has(one.program.toLowerCase()))
    return runs || one.via.includes('substitution') ? 'fetches code and runs it' : 'fetches from the network';
  if (/^(?:base64|openssl|xxd|uudecode)$/.test(one.program) && runs) return 'runs decoded text';
  if (one.program === 'eval' && words.length === 1 && words[0] === UNKNOWN) return undefined;
  return one.code?.map(({ text }) => payloadIn(text)).find((sign) => sign !== undefined);
}

/** The first bad sign among programs. */
export function payload(list: readonly Invocation[], all: readonly Invocation[]): string | undefined {
  for (const one of list) {
    const sign = payloadOf(one, all);
    if (sign !== undefined) return sign;
  }
  return undefined;
}

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/\/dev\/(?:tcp|udp)\//, 'opens a socket from the shell'],
  [/\b(?:curl|wget)\b[^\n|]{0,160}\|\s{0,4}(?:sudo )?(?:env )?(?:[bzdk]a?)?sh\b/, 'fetches code and runs it'],
  [/\b(?:curl|wget)\b[^\n|]{0,160}\|\s{0,4}(?:python[\d.]*|node|perl|ruby)\b/, 'fetches code and runs it'],
  [/\b(?:ba|z)?sh\b[^\n]{0,20}(?:<\(|\$\(|`)\s{0,4}(?:curl|wget)\b/, 'fetches code and runs it'],
  [/\b(?:base64|openssl enc)\b[^\n|]{0,60}(?:-d|-D|--decode)\b[^\n|]{0,60}\|/, 'runs decoded text'],
  [/\b(?:nc|ncat|netcat|socat)\s[^\n]{0,120}(?:-[a-z]{0,4}[ec]\b|exec:|\/bin\/)/i, 'starts a shell on a socket'],
  [/\bimport socket\b[^\n]{0,160}\b(?:subprocess|pty|dup2)\b/, 'starts a shell on a socket'],
  [/\b(?:powershell|pwsh)[^\n]{0,120}\s-e(?:nc|ncodedcommand)?\s/i, 'runs encoded PowerShell'],
  [
    /\b(?:iex|invoke-expression)\b[^\n]{0,120}\b(?:iwr|irm|invoke-webrequest|downloadstring)\b|\bdownloadstring\b/i,
    'fetches code and runs it',
  ],
  [
    /\b(?:curl|wget)\b[^\n]{0,160}(?:-d|--data\S{0,12}|-F|-T|--post-file|--post-data|--upload-file)[ =][^\n]{0,160}/,
    'sends data away',
  ],
  [
    /(?:^|[\s"'=([;&|,])(?:\/tmp|\/var\/tmp|\/dev\/shm)\/(?:\.[\w-][\w.-]{0,40}\/){0,2}[\w.-]{1,80}(?=$|[\s"',;&|)\]])/m,
    'runs something in a scratch folder',
  ],
];

/** The first bad sign in text of any form: unit files, JSON, YAML. Looks at the first 6,144 and the last 2,048 characters. */
export function payloadIn(text: string): string | undefined {
  const looked = text.length > 8_192 ? `${text.slice(0, 6_144)}\n${text.slice(-2_048)}` : text;
  return SIGNS.find(([pattern]) => pattern.test(looked))?.[1];
}
