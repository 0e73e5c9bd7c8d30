/** What a raised program runs, loads or reads from a place where its caller can write. */
import type { Invocation } from '../../../contracts/shell';
import { SUDO, gain } from './gain';
import type { Gain } from './gain';
import { onlyNames } from './plain-programs';
import { owner } from './raised';
import type { Raised } from './raised';
import { isShell, opensShell } from './shell-words';

/** Content of files that the command or the session wrote, by path. */
export type Written = (path: string) => string | undefined;

/** A place that the caller writes to: what runs or is loaded from there is the caller's. */
export const WRITABLE = /^(?:file:\/\/)?(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)\/|^\/(?:home|Users)\/[^/]{1,60}\//;
const TEMPORARY = /^(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm)\//;
const LIBRARY = /\.(?:so(?:\.\d{1,3})?|dylib)$/;
/** A library in such a place, inside a longer text. */
const LOADED =
  /(?:^|[\s"'=(:])(?:\/private)?\/(?:tmp|var\/tmp|dev\/shm|home\/[^\s/]{1,60})\/[^\s"';)]{1,200}\.(?:so|dylib)\b/;
const SCRIPT = /\.(?:lua|py|rb|nse|pl|tcl|scm|el|js|php|sh|cow|vim)$/;
/** Interpreters: a script is what they are for. */
const INTERPRETER =
  /^(?:i?python[\d.]{0,5}|node|deno|bun|ruby|perl|php|lua[\d.]{0,4}|tclsh[\d.]{0,4}|java|dotnet|source|\.)$/;
/** Options whose value is run or loaded. */
const RUN_OPTION =
  /^-{1,2}[\w-]{0,30}(?:exec|command|cmd|hook|script|action|program|pager|editor|shell|rsh|helper|plugin|module|librar(?:y|ies)|preload|load|filter|handler|askpass|callback|wrapper|extension)(?:[=:]|$)/i;

/** A command, hook or library of a raised program, or settings that open a shell, in a place where the caller can write. */
export function fromWritable(
  one: Invocation,
  words: readonly string[],
  raised: Raised,
  written: Written,
): Gain | undefined {
  if (onlyNames(one.program, words) || isShell(one.program) || INTERPRETER.test(one.program)) return undefined;
  const found = words.find((word, at) => isCallers(word, words[at - 1] ?? '', written));
  return found === undefined
    ? undefined
    : gain(
        one,
        `arguments:${one.program}`,
        `${one.program} runs as ${owner(raised)} and runs or loads what its caller can write (${found.slice(0, 80)})`,
        'medium',
        SUDO,
      );
}

function isCallers(word: string, before: string, written: Written): boolean {
  const option = word.startsWith('-') ? word : before;
  const path = pathIn(word);
  if (LOADED.test(word.slice(0, 1_000)) || (word !== before && LIBRARY.test(path) && path.startsWith('./')))
    return true;
  if (!WRITABLE.test(path)) return false;
  if (
    RUN_OPTION.test(option) ||
    (SCRIPT.test(path) && TEMPORARY.test(path) && (option !== before || before.startsWith('-') || path !== word))
  )
    return true;
  const content = written(path);
  return content !== undefined && opensShell(content);
}

/** What stands behind `--option=`, `key:` or `exec=`. */
function pathIn(word: string): string {
  const at = word.search(/(?:^|[=:])(?:file:\/\/)?[./]/);
  if (at < 0) return word;
  return at === 0 && /^[./]/.test(word) ? word : word.slice(at + 1);
}
