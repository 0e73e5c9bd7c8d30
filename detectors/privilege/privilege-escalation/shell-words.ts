/** Words that hold a shell to be opened: whatever the program, such an argument is there to be run. */

/** Longest word that is looked into, characters. */
const MAX_WORD = 4_000;
const MAX_MATCHES = 20;

const NAMES =
  'sh|bash|dash|zsh|ksh|ksh93|mksh|pdksh|lksh|ash|fish|csh|tcsh|rbash|yash|posh|pwsh|elvish|xonsh|osh|oksh|nu|hush|sash';
const SHELL = new RegExp(`(?<![\\w.-])(?:[\\w./-]{0,60}/)?(?:${NAMES})(?![\\w./-])`, 'g');
const EXACT = new RegExp(`^\\^?(?:[\\w./-]{0,60}/)?(?:${NAMES})\\$?$`);

/** Words of code and of command languages that run what follows. */
const RUNS =
  /(?:!|\b(?:exec\w{0,3}|spawn\w{0,3}|system|shell|run|command|popen|call|callcommand|execute|term|terminal|cmd)\b|\s-[a-z]{0,4}c)[\s("'=:[]{0,6}$/i;
/** What may follow a shell that is only opened: nothing, the end of a string, a comment, descriptors, or options of a live one. */
const OPEN = /^(?:\s{0,4}(?:$|[)\]};#|&]|\d?[<>])|["'`,\\]|[\s,\\]{1,4}-[a-z]{0,5}[ilps])/;
/** A shell that takes what a variable holds. */
const ANY_CODE = /^[\s,]{1,4}-[a-z]{0,4}c[\s,"']{1,4}\$/;
/** A shell told to keep the rights of a set-user-id program. */
const KEEPS_RIGHTS = new RegExp(`/(?:${NAMES})[\\s,\\\\"']{1,4}-[a-z]{0,4}p`);
/** A shell whose input and output are put on other descriptors: it is meant to talk to somebody. */
const REWIRED = new RegExp(`/(?:${NAMES})(?:\\s-[a-z]{1,4}){0,2}\\s[012]?<&[012]\\s[012]?>&[012]`);

/** Whether the word is the name or path of a shell, and nothing else. */
export const isShell = (word: string): boolean =>
  word.length < 100 && ENDS.has(word.charAt(word.length - 1)) && EXACT.test(word);
const ENDS: ReadonlySet<string> = new Set('h3u$');

/** Whether the text opens a shell: a shell in a place where it is run, without a script to do. */
export function opensShell(word: string): boolean {
  const text = word.slice(0, MAX_WORD);
  let count = 0;
  for (const match of text.matchAll(SHELL)) {
    if (++count > MAX_MATCHES) return false;
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 24);
    const placed =
      match[0].includes('bin/') ||
      match.index === 0 ||
      RUNS.test(text.slice(Math.max(0, match.index - 30), match.index));
    if (placed && (OPEN.test(after) || ANY_CODE.test(after))) return true;
  }
  return false;
}

/** Whether the text starts a shell that keeps a set-user-id program's rights (`/bin/sh -p`). */
export const keepsRights = (word: string): boolean => KEEPS_RIGHTS.test(word.slice(0, MAX_WORD));

/** Whether the text starts a shell on descriptors that were put elsewhere. */
export const rewired = (word: string): boolean => REWIRED.test(word.slice(0, MAX_WORD));
