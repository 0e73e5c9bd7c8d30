/** Programs that start, copy or hide others under a false name. */
import type { Invocation } from '../../../contracts/shell';
import { isScratch } from '../../payloads';
import { SHELLS, argv, baseName } from '../../programs';
import { fileRun } from '../../run-paths';
import { commandLine } from '../../signs';
import type { Sign } from '../../signs';
import { isSystemPart } from './names';

const KEPT =
  /authorized_keys|\/etc\/(?:cron|systemd|ld\.so|pam|passwd|shadow|sudoers|init\.d)|\/\.(?:bashrc|profile|ssh)\b|\/var\/spool\/cron/;
const HIDDEN_FOLDER = /(?:^|\/)(?:\.{3,}|\.{1,2}\s+|\s+|\.\u00A0)(?:\/|$)/;
const COPIED_SHELL = /^(?:\/usr)?\/(?:local\/)?bin\/(?:sh|bash|dash|zsh|ksh|busybox|python[\d.]{0,4}|perl)$/;

export function inPrograms(all: readonly Invocation[]): Sign[] {
  const unpacked = all.length > 1 ? all.findIndex(opensEncrypted) : -1;
  const first = unpacked < 0 ? undefined : all.slice(unpacked + 1).find((one) => isScratch(fileRun(one) ?? ''));
  const run: Sign[] =
    first === undefined
      ? []
      : [
          sign(
            'archive',
            `A program from an encrypted archive is run: ${fileRun(first)?.slice(0, 100) ?? ''}`,
            'medium',
            'T1027.013',
            first,
          ),
        ];
  return [...run, ...all.flatMap(disguised), ...all.flatMap(otherName)];
}

/** Code that keeps a program in memory alone and starts it from there. */
const IN_MEMORY = /\bmemfd_create\b|\bsyscall\(\s?(?:319|279)\s?,/;
const FROM_MEMORY = /\/proc\/(?:self|%d|\{|\d)[^\n]{0,40}\/fd\/|\bfexecve\b|\bexecveat\b/;
const MAX_CODE = 32 * 1024;

/** A program that is started without a file, or that gives itself another name while it runs. */
function otherName(one: Invocation): Sign[] {
  const comm = one.redirections.find(
    ({ operator, target }) => operator.startsWith('>') && /^\/proc\/(?:self|\d{1,8}|\uFFFD)\/comm$/.test(target.text),
  );
  if (comm !== undefined) return [sign('comm', 'A process gives itself another name', 'medium', 'T1036.011', one)];
  const kept = one.code?.some(({ text }) => {
    const looked = text.slice(0, MAX_CODE);
    return IN_MEMORY.test(looked) && FROM_MEMORY.test(looked);
  });
  return kept === true
    ? [sign('memory', 'A program is kept in memory alone and started from there', 'high', 'T1620', one)]
    : [];
}

const sign = (what: string, why: string, severity: Sign['severity'], technique: string, one: Invocation): Sign => ({
  what,
  why,
  severity,
  techniques: [technique],
  excerpt: commandLine(one),
});

/** `unzip -P word`, `7z x -pword`, `openssl enc -d`, `gpg --passphrase`. */
function opensEncrypted(one: Invocation): boolean {
  const words = argv(one);
  switch (one.program) {
    case 'unzip':
      return words.some((word) => /^-P/.test(word));
    case '7z':
    case '7za':
    case '7zz':
    case 'unrar':
      return /^[xe]$/.test(words[0] ?? '') && words.some((word) => /^-p./.test(word));
    case 'openssl':
      return words[0] === 'enc' && words.includes('-d');
    case 'gpg':
    case 'gpg2':
      return words.some((word) => /^--passphrase/.test(word)) && words.some((word) => /^(?:-d|--decrypt)$/.test(word));
    default:
      return false;
  }
}

const RENAMES = 'exec -a ';

/** `exec -a name program` */
export function renamed(all: readonly Invocation[]): Sign[] {
  const started = all.find(({ via }) => via.some((one) => one.startsWith(RENAMES)));
  const name = started?.via.find((one) => one.startsWith(RENAMES))?.slice(RENAMES.length, RENAMES.length + 60);
  if (started === undefined || name === undefined || !(isSystemPart(name) || name.startsWith('['))) return [];
  return [
    sign(
      `as:${name}`,
      `A program is started under the name of a part of the system: ${name}`,
      'medium',
      'T1036.004',
      started,
    ),
  ];
}

function disguised(one: Invocation): Sign[] {
  const words = argv(one);
  switch (one.program) {
    case 'cp':
    case 'ln':
    case 'install':
    case 'mv':
      return copied(words, one);
    case 'mkdir':
      return words.some((word) => HIDDEN_FOLDER.test(word))
        ? [sign('folder', 'A folder is made that is not to be seen', 'medium', 'T1564.001', one)]
        : [];
    case 'mount':
      return words.some((word) => /^(?:--bind|bind)$|bind/.test(word)) &&
        words.some((word) => /^\/proc\/(?:\d|\uFFFD)/.test(word))
        ? [sign('process', 'A process is hidden under another', 'high', 'T1564.013', one)]
        : [];
    case 'chattr':
      return words.some((word) => /^\+[a-z]*[ia]/.test(word)) && words.some((word) => KEPT.test(word))
        ? [sign('locked', 'A foothold is locked against removal', 'medium', 'T1222.002', one)]
        : [];
    case 'attrib':
      return words.some((word) => /^\+h$/i.test(word)) && words.some((word) => /^\+s$/i.test(word))
        ? [sign('attrib', 'A file is hidden as one of the system', 'medium', 'T1564.001', one)]
        : [];
    case 'chflags':
      return words.includes('hidden') ? [sign('chflags', 'A file is hidden', 'low', 'T1564.001', one)] : [];
    case 'xattr':
      return words.some((word) => /^-[a-z]*[dc]/.test(word)) &&
        (words.some((word) => /quarantine/.test(word)) || words.some((word) => /^-[a-z]*c/.test(word)))
        ? [
            sign(
              'quarantine',
              'The mark of a download is taken off, so that it opens without a question',
              'low',
              'T1553.001',
              one,
            ),
          ]
        : [];
    default:
      return started(one);
  }
}

/** A shell or interpreter of the system under another name, where anyone may write. */
function copied(words: readonly string[], one: Invocation): Sign[] {
  const plain = words.filter((word) => !word.startsWith('-'));
  const [from = '', to = ''] = [plain[0], plain.at(-1)];
  if (plain.length < 2 || !isScratch(to) || !COPIED_SHELL.test(from) || baseName(to) === baseName(from)) return [];
  return [
    sign(
      `copy:${baseName(to)}`,
      `${baseName(from)} is put into a scratch folder under another name: ${to.slice(0, 100)}`,
      'medium',
      'T1036.003',
      one,
    ),
  ];
}

function started(one: Invocation): Sign[] {
  const name = baseName(one.path);
  if (!isScratch(one.path) || !(isSystemPart(name) || SHELLS.has(name))) return [];
  return [
    sign(
      `run:${name}`,
      `A program named like a part of the system runs from a scratch folder: ${one.path.slice(0, 120)}`,
      'medium',
      'T1036.005',
      one,
    ),
  ];
}
