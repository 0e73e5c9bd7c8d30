/** Passwords that programs take in an option whose name does not say so: `mysql -pX`, `sshpass -p X`, `curl -u name:X`. */
import { isOurs } from './compound';
import { NONE, startsWord } from './form';
import type { Form, Secret, Seen } from './form';
import { isPlaceholder, isReference } from './strength';

/** How far behind the program's name its options are looked for, in characters. */
const REACH = 400;

interface Option {
  programs: string;
  /** Matches what stands before the value, up to and including the blank; the value is the word behind it. */
  before: RegExp;
  /** The part of the word that is the secret, by its offset in the word; -1 when there is none. */
  from?: (word: string) => number;
}

const behind = (sign: string) => (word: string) => word.indexOf(sign) + 1 || -1;

const OPTIONS: readonly Option[] = [
  { programs: 'mysql mysqldump mysqladmin mysqlimport mariadb mariadb-dump', before: /(?:^|\s)-p(?=\S)/g },
  { programs: 'sshpass', before: /(?:^|\s)-p\s{0,3}(?=\S)/g },
  { programs: 'redis-cli', before: /\s-a\s{1,3}/g },
  { programs: '7z 7za 7zr', before: /\s-p(?=\S)/g },
  { programs: 'zip unzip', before: /\s-P\s{0,3}(?=\S)/g },
  { programs: 'ldapsearch ldapadd ldapmodify', before: /\s-w\s{0,3}(?=\S)/g },
  { programs: 'mongo mongosh mongodump mongorestore sqlcmd', before: /\s-[pP]\s{1,3}/g },
  { programs: 'docker podman nerdctl buildah skopeo helm', before: /\slogin\b[^\n;|&]{0,200}?\s-p\s{1,3}/g },
  { programs: 'curl', before: /\s(?:-u\s{0,3}|--user[= ]|--proxy-user[= ]|-U\s{0,3})(?=\S)/g, from: behind(':') },
  { programs: 'smbclient rpcclient smbmap', before: /\s-U\s{0,3}(?=\S)/g, from: behind('%') },
  { programs: 'openssl', before: /\s-(?:pass|passin|passout)\s{1,3}pass:/g },
  { programs: 'openssl', before: /\senc\b[^\n;|&]{0,200}?\s-k\s{1,3}/g },
];

const BY_PROGRAM = new Map<string, Option[]>();
for (const option of OPTIONS)
  for (const program of option.programs.split(' '))
    BY_PROGRAM.set(program, [...(BY_PROGRAM.get(program) ?? []), option]);

export const OPTION_PASSWORDS: readonly Form[] = [...BY_PROGRAM].map(([anchor, options]) => ({
  anchor,
  rank: 1,
  find: (text, at, seen) => (isProgram(text, at, anchor) ? inArguments(text, at + anchor.length, options, seen) : NONE),
}));

const isProgram = (text: string, at: number, name: string) =>
  startsWord(text, at) && text[at - 1] !== '-' && /[\s]/.test(text[at + name.length] ?? '');

function inArguments(text: string, from: number, options: readonly Option[], seen: Seen): readonly Secret[] {
  if (from < seen.programs) return NONE;
  const rest = text.slice(from, from + REACH);
  const end = rest.search(/[\n;|]/);
  const words = end < 0 ? rest : rest.slice(0, end);
  seen.programs = from + words.length;
  seen.steps += words.length * options.length;
  return options.flatMap((option) =>
    [...words.matchAll(option.before)].flatMap((match) => valueOf(words, match, from, option)),
  );
}

function valueOf(words: string, match: RegExpExecArray, from: number, option: Option): readonly Secret[] {
  const at = match.index + match[0].length;
  const word = /^(?:\$?(["']))?([^\s"']{0,256})/.exec(words.slice(at, at + 260));
  const text = word?.[2] ?? '';
  const skip = option.from?.(text) ?? 0;
  const value = text.slice(skip);
  const start = from + at + (word?.[0].length ?? 0) - value.length;
  if (
    skip < 0 ||
    value.length < 4 ||
    isReference(value) ||
    isPlaceholder(value) ||
    isOurs(value) ||
    value.startsWith('-')
  )
    return NONE;
  return [{ kind: 'password', start, end: start + value.length, value }];
}
