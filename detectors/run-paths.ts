/** Which file an invocation runs, as a path that can be compared with those of the analysis and of session memory. */
import type { Invocation } from '../contracts/shell';
import { SHELLS, argv } from './programs';

export const INTERPRETERS =
  /^(?:python[\d.]*|pypy3?|perl[\d.]*|ruby|node(?:js)?|bun|deno|tsx|ts-node|php[\d.]*|lua[\d.]*|luajit|rscript|osascript|tclsh|java)$/;
const STARTERS =
  /^(?:source|\.|start|start-process|saps|open|xdg-open|rundll32|mshta|wscript|cscript|msiexec|regsvr32|command|builtin|dlopen|wine)$/;

/** Longest path that is compared. */
const MAX_PATH = 1_024;

/** A path in the folder, folded, with `~` for the home folder that the working folder lies in. */
export function absolutePath(given: string, cwd: string | undefined): string {
  const path = given.slice(0, MAX_PATH).replace(/^\$(?:HOME|\{HOME\})(?=\/)/, '~');
  const whole = /^(?:[/~\uFFFD]|[A-Za-z]:)/.test(path) || cwd === undefined ? path : `${cwd}/${path}`;
  const folded = fold(whole.replaceAll('\\', '/'));
  const home = /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root)(?=\/|$)/.exec(cwd ?? '')?.[0];
  return home !== undefined && folded.startsWith(`${home}/`) ? `~${folded.slice(home.length)}` : folded;
}

function fold(path: string): string {
  const kept: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && kept.length > 0 && kept.at(-1) !== '~') kept.pop();
    else kept.push(part);
  }
  return path.startsWith('/') ? `/${kept.join('/')}` : kept.join('/');
}

/** The file that an invocation runs, as given: itself when it is named by its path, or what an interpreter is given. */
export function fileRun(one: Invocation): string | undefined {
  const { program, path } = one;
  const name = program.toLowerCase().replace(/\.exe$/, '');
  if (SHELLS.has(name) || INTERPRETERS.test(name)) return scriptOf(one, name);
  if (STARTERS.test(name)) return argv(one).find((word) => !/^[-/][a-z]{0,12}$/i.test(word) && word !== '');
  return /[/\\]/.test(path) && !/^(?:\/usr)?\/(?:local\/)?s?bin\//.test(path) && !/^[a-z]{2,6}:\/\//i.test(path)
    ? path
    : undefined;
}

/** `sh x`, `python -u x`, `java -jar x`, `sh < x`; nothing when the code is in its arguments. */
function scriptOf(one: Invocation, name: string): string | undefined {
  const words = argv(one);
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? '';
    if (/^(?:-[a-z]{0,6}c|--command|-e|--eval|-m|-enc\w*)$/i.test(word) && name !== 'cmd') return undefined;
    if (/^(?:-jar|-file|-f|\/c|\/k)$/i.test(word)) return words[at + 1];
    if (/^(?:-o|-O|--rcfile|--init-file|-W|-X|-I|-r|--require|-cp|-classpath|-ep|-executionpolicy)$/i.test(word)) at++;
    else if (word !== 'run' && !/^[-+]/.test(word)) return word;
  }
  return one.redirections.find(({ operator, fd }) => operator === '<' && String(fd) === '0')?.target.text;
}
