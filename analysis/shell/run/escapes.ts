/** Programs of other purpose that run a command given inside one of their arguments. */
import type { Value } from '../expand/value';
import type { Call } from './call';
import type { Wrapper } from './wrappers';

interface Escape {
  /** The argument in front, when the command is a word of its own. */
  after?: RegExp;
  /** The word, its first group being the command; the whole word when left out. */
  word?: RegExp;
}

const EDITOR: readonly Escape[] = [
  { after: /^(?:-c|--cmd)$/, word: /^:?(?:silent\s)?!\s*([^]+)$/ },
  { word: /^\+:?!\s*([^]+)$/ },
  { after: /^(?:-c|--cmd)$/, word: /^:?call\s+system\(["']([^]+)["']\)$/ },
];

const ESCAPES: ReadonlyMap<string, readonly Escape[]> = new Map<string, readonly Escape[]>([
  [
    'tar',
    [
      { word: /^--checkpoint-action=exec=([^]+)$/ },
      { word: /^--to-command=([^]+)$/ },
      { word: /^--use-compress-program=([^]+)$/ },
      { after: /^(?:-I|--use-compress-program|--to-command)$/ },
    ],
  ],
  ['vim', EDITOR],
  ['vi', EDITOR],
  ['nvim', EDITOR],
  ['sqlite3', [{ word: /^\.(?:shell|system)\s+([^]+)$/ }]],
  ['psql', [{ after: /^(?:-c|--command)$/, word: /^\\!\s*([^]+)$/ }]],
  ['mysql', [{ after: /^(?:-e|--execute)$/, word: /^(?:\\!|system)\s*([^]+)$/ }]],
  ['gdb', [{ after: /^-(?:ex|eval-command)$/, word: /^(?:!|shell\s)\s*([^]+)$/ }]],
  [
    'git',
    [
      { after: /^-c$/, word: /^alias\.[\w-]{1,50}=!([^]+)$/ },
      { after: /^-c$/, word: /^core\.(?:sshCommand|pager|fsmonitor|editor)=([^]+)$/i },
    ],
  ],
  ['rsync', [{ after: /^(?:-e|--rsh)$/, word: /^(?!ssh\b)([^]+)$/ }, { word: /^--rsh=(?!ssh\b)([^]+)$/ }]],
  ['zip', [{ after: /^(?:-TT|--unzip-command)$/ }]],
  ['nmap', [{ word: /^--script=os\.execute\(["']([^]+)["']\)$/ }]],
  ['man', [{ after: /^-P$|^--pager$/, word: /^(?!(?:less|more|cat)\b)([^]+)$/ }]],
  ['npx', [{ after: /^(?:-c|--call)$/ }]],
  ['npm', [{ after: /^(?:-c|--call)$/ }]],
  ['scp', [{ word: /^(?:-o)?ProxyCommand[= ]([^]+)$/i }, { after: /^-S$/ }]],
  ['nc', [{ after: /^(?:--sh-exec)$/ }]],
  ['ncat', [{ after: /^(?:-c|--sh-exec)$/ }]],
]);

/** The commands inside the arguments; the program itself is listed too. */
const escape: Wrapper = (call: Call) => {
  const name = call.words[0]?.text.replace(/^.*\//, '') ?? '';
  const code = (ESCAPES.get(name) ?? []).flatMap((one) => found(one, call.words));
  return code.length > 0 ? { via: name, code, listed: true } : undefined;
};

function found({ after, word }: Escape, words: readonly Value[]): Value[] {
  return words.slice(1).flatMap((given, at) => {
    if (after && !after.test(words[at]?.text ?? '')) return [];
    const text = word ? word.exec(given.text)?.[1] : given.text;
    return text === undefined ? [] : [{ ...given, text, derived: true }];
  });
}

export const ESCAPING: readonly (readonly [string, Wrapper])[] = [...ESCAPES.keys()].map((name) => [name, escape]);
