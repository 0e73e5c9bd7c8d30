/** Programs of other purpose that run a command given inside one of their arguments. */
import { literal } from '../expand/value';
import type { Value } from '../expand/value';
import type { Call } from './call';
import type { Wrapper } from './wrappers';

interface Escape {
  /** Words in front of the code of another language: its interpreter. */
  speaks?: readonly string[];
  /** Looked for in each line of the standard input too. */
  input?: true;
  /** The argument in front, when the command is a word of its own. */
  after?: RegExp;
  /** The word, its first group being the command; the whole word when left out. */
  word?: RegExp;
}

const EDITOR: readonly Escape[] = [
  { after: /^(?:-c|--cmd)$/, word: /^:?(?:silent\s)?!\s*([^]+)$/ },
  { word: /^\+:?!\s*([^]+)$/ },
  { after: /^(?:-c|--cmd)$/, word: /^:?call\s+system\(["']([^]+)["']\)$/ },
  { word: /^[+:]{0,2}(?:silent\s+)?(?:r|w|read|write|term|terminal)\s*!\s*([^]+)$/ },
  { word: /^[+:]{0,2}(?:silent\s+)?py(?:thon)?[3x]{0,2}\s+([^]+)$/, speaks: ['python3', '-c'] },
  { word: /^[+:]{0,2}(?:silent\s+)?lua\s+([^]+)$/, speaks: ['lua', '-e'] },
  { word: /^[+:]{0,2}(?:silent\s+)?perl\s+([^]+)$/, speaks: ['perl', '-e'] },
  { word: /^[+:]{0,2}(?:silent\s+)?ruby\s+([^]+)$/, speaks: ['ruby', '-e'] },
];

/** Pagers and line programs that hand a line behind `!` to a shell. */
const BANG: readonly Escape[] = [{ word: /^!\s*([^]+)$/, input: true }];

/** `COPY t FROM PROGRAM 'command'`. */
const PROGRAM = /\b(?:from|to)\s+program\s+\$?'((?:[^']|''){1,4000})'/i;

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
  ['sqlite3', [{ word: /^\.(?:shell|system)\s+([^]+)$/, input: true }]],
  ['less', BANG],
  ['more', BANG],
  ['most', BANG],
  ['ed', BANG],
  ['ftp', BANG],
  [
    'psql',
    [
      { word: /^\\!\s*([^]+)$/, input: true },
      { word: PROGRAM, input: true },
    ],
  ],
  ['mysql', [{ word: /^(?:\\!|system\s)\s*([^]+)$/, input: true }]],
  [
    'gdb',
    [
      { after: /^-(?:ex|eval-command)$/, word: /^(?:!|shell\s)\s*([^]+)$/ },
      { after: /^-(?:ex|eval-command)$/, word: /^py(?:thon)?\s+([^]+)$/, speaks: ['python3', '-c'] },
    ],
  ],
  ['sed', [{ word: /^(?:\d{1,8}|\$)?e\s+([^]+)$/ }]],
  ['make', [{ word: /^--eval=[^\t]{0,400}\n\t[@-]?([^]+)$/ }]],
  ['tcpdump', [{ after: /^-z$/ }]],
  [
    'git',
    [
      { after: /^-c$/, word: /^alias\.[\w-]{1,50}=!([^]+)$/ },
      { word: /^!\s*([^]+)$/, input: true },
      { after: /^-c$/, word: /^core\.(?:sshCommand|pager|fsmonitor|editor)=([^]+)$/i },
    ],
  ],
  ['rsync', [{ after: /^(?:-e|--rsh)$/, word: /^(?!ssh\b)([^]+)$/ }, { word: /^--rsh=(?!ssh\b)([^]+)$/ }]],
  ['zip', [{ after: /^(?:-TT|--unzip-command)$/ }]],
  ['nmap', [{ word: /^--script=os\.execute\(["']([^]+)["']\)$/ }]],
  ['man', [...BANG, { after: /^-P$|^--pager$/, word: /^(?!(?:less|more|cat)\b)([^]+)$/ }]],
  ['vagrant', [{ after: /^(?:-c|--command)$/ }]],
  ['nix-shell', [{ after: /^--(?:run|command)$/ }]],
  ['npm', [{ after: /^(?:-c|--call)$/ }]],
  ['scp', [{ word: /^(?:-o)?ProxyCommand[= ]([^]+)$/i }, { after: /^-S$/ }]],
  ['nc', [{ after: /^(?:--sh-exec)$/ }]],
  ['ncat', [{ after: /^(?:-c|--sh-exec)$/ }]],
]);

/** The commands inside the arguments; the program itself is listed too. */
const escape: Wrapper = (call: Call) => {
  const name = call.words[0]?.text.replace(/^.*\//, '') ?? '';
  const all = (ESCAPES.get(name) ?? []).map((one) => ({ speaks: one.speaks, texts: found(one, call) }));
  const code = all.flatMap(({ speaks, texts }) => (speaks ? [] : texts));
  const words = all.flatMap(({ speaks, texts }) =>
    speaks ? texts.map((text) => [...speaks.map((one) => literal(one)), text]) : [],
  );
  return code.length + words.length > 0 ? { via: name, code, words, listed: true } : undefined;
};

/** Words and lines that are looked at. */
const MAX_LOOKED_AT = 200;

function found({ after, word, input }: Escape, { words, stdin }: Call): Value[] {
  const given = words.slice(1, MAX_LOOKED_AT).filter((_, at) => !after || after.test(words[at]?.text ?? ''));
  const lines = input && stdin ? stdin.text.split('\n', MAX_LOOKED_AT).map((text) => ({ ...stdin, text })) : [];
  return [...given, ...lines].flatMap((one) => {
    const text = word ? word.exec(one.text.slice(0, MAX_COMMAND))?.[1] : one.text;
    return text === undefined ? [] : [{ ...one, text, derived: true }];
  });
}

/** Longest word in which a command is looked for. */
const MAX_COMMAND = 16 * 1024;

export const ESCAPING: readonly (readonly [string, Wrapper])[] = [...ESCAPES.keys()].map((name) => [name, escape]);
