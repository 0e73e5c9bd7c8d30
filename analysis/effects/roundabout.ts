/** Programs that open files otherwise than as plain operands: links under other names, revisions, scripts, orders to editors. */
import type { Invocation, ResolvedWord } from '../../contracts/shell';
import { resolvePath } from '../paths';
import type { OptionTable, Words } from './options';
import { set, valuesOf } from './options';
import { isCredential } from './unknown-program';

type Read = (words: Words, invocation: Invocation) => readonly ResolvedWord[];

export interface Roundabout {
  names: string;
  table: OptionTable;
  read: Read;
  write?: Read;
}

export const ROUNDABOUT: readonly Roundabout[] = [
  {
    names: 'ln link',
    table: { letters: 'tS', long: set('target-directory suffix') },
    read: linked,
    write: ({ operands }) => (operands.length > 1 ? operands.slice(-1) : []),
  },
  { names: 'git', table: { letters: 'cC', long: set('git-dir work-tree') }, read: ofRevision },
  { names: 'bash sh zsh dash ksh', table: { letters: 'coO' }, read: script },
  {
    names: 'xargs gxargs',
    table: { letters: 'aEIJLnPsdR', long: set('arg-file') },
    read: (words) => valuesOf(words, 'a arg-file'),
  },
  { names: 'python python3', table: { letters: 'mcWX' }, read: byModule },
  { names: 'sftp ftp lftp', table: { letters: 'oPpiFubc' }, read: (_words, { stdin = '' }) => uploaded(stdin) },
  { names: 'vi vim nvim ex view', table: { letters: 'c', long: set('cmd') }, read: edited },
];

/** A credential under another name will be read by that name. A link of the same name is how work trees share their settings. */
function linked({ operands }: Words): readonly ResolvedWord[] {
  const [from, to] = operands;
  if (operands.length !== 2 || !from || !to) return [];
  const kind = resolvePath(from.text, {}).class;
  const isSame = /\/$|^\.$/.test(to.text) || baseOf(from.text) === baseOf(to.text);
  return isSame || !isCredential(kind) || kind === 'environment-file' ? [] : [from];
}

const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** `git diff --no-index a b` and `git grep --no-index x f` open any file, `git show HEAD:path` one of the tree, `hash-object` takes one in. */
function ofRevision({ operands, options }: Words): readonly ResolvedWord[] {
  const [verb, ...rest] = operands;
  const any = options.some(({ name }) => name === 'no-index');
  switch (verb?.text) {
    case 'diff':
      return any ? rest : [];
    case 'grep':
      return any ? rest.slice(1) : [];
    case 'hash-object':
      return rest;
    case 'show':
    case 'cat-file':
      return rest.flatMap((word) => {
        const path = /^[\w./~^@{}-]{0,200}:(?![:/])(.{1,400})$/.exec(word.text)?.[1];
        return path === undefined ? [] : [{ ...word, text: path }];
      });
    default:
      return [];
  }
}

/** A shell that is given a credential as its script prints it line by line, as commands that are not found. */
function script({ operands, options }: Words): readonly ResolvedWord[] {
  const [first] = operands;
  const takesCode = options.some(({ name }) => name === 'c' || name === 's');
  return first && !takesCode && isCredential(resolvePath(first.text, {}).class) ? [first] : [];
}

/** The files edited, and those of `:r file` and `:e file`. */
function edited(words: Words): readonly ResolvedWord[] {
  const orders = [...valuesOf(words, 'c cmd'), ...words.operands.filter(({ text }) => text.startsWith('+'))];
  const opened = orders.flatMap((word) => {
    const path = /^[+:]{0,2}(?:0|\$)?(?:e|edit|r|read|sp|split|view|tabe)\s+(?!!)(\S{1,400})$/.exec(word.text)?.[1];
    return path === undefined ? [] : [{ ...word, text: path }];
  });
  return [...words.operands.filter(({ text }) => !text.startsWith('+')), ...opened];
}

const READS_FILES = /^(?:base64|json\.tool|zipfile|tarfile|gzip|tokenize|quopri|uu)$/;

/** `python -m base64 f`; `python -m http.server` offers a whole folder. */
function byModule(words: Words, { cwd }: Invocation): readonly ResolvedWord[] {
  const [module] = valuesOf(words, 'm');
  if (module?.text !== 'http.server') return module && READS_FILES.test(module.text) ? words.operands : [];
  const folder = words.operands.find(({ text }) => /[/~]/.test(text));
  if (folder) return [folder];
  return cwd === undefined ? [] : [{ text: cwd, known: true, derived: true }];
}

/** `put file` among the orders of a transfer. */
function uploaded(orders: string): ResolvedWord[] {
  const puts = orders.slice(0, 4_000).matchAll(/^\s{0,8}(?:m?put|send)\s+(?:-\w{1,5}\s+)?(\S{1,400})/gm);
  return [...puts].map((match) => ({ text: match[1] ?? '', known: true, derived: true }));
}
