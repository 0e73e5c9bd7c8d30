/** How the detectors of this group read the words of an invocation. */
import type { Invocation } from '../../contracts/shell';
import { argv } from '../programs';

/** Of a command that is shown, in characters. */
const MAX_EXCERPT = 300;

/** The command as started, for the person who reads the alert; at most 300 characters. */
export const excerptOf = (one: Invocation): string =>
  [
    one.path,
    ...argv(one)
      .slice(0, MAX_EXCERPT)
      .map((word) => word.slice(0, MAX_EXCERPT)),
  ]
    .join(' ')
    .slice(0, MAX_EXCERPT);

/** Words that are no options. Values of options stay, as which options take one differs from program to program. */
export function plainWords(words: readonly string[]): string[] {
  return words.filter((word) => !word.startsWith('-'));
}

/** Value of the first of these options: `--name value`, `--name=value`; `-n value` and `-nvalue` for one letter. */
export function optionOf(words: readonly string[], ...names: readonly string[]): string | undefined {
  for (const [at, word] of words.entries()) {
    if (names.includes(word)) return words[at + 1];
    const equals = word.indexOf('=');
    if (equals > 0 && names.includes(word.slice(0, equals))) return word.slice(equals + 1);
    if (/^-[a-zA-Z][^-]/.test(word) && names.includes(word.slice(0, 2))) return word.slice(2);
  }
  return undefined;
}

/** Whether the program only tells what it would do, or explains itself. */
export function isRehearsal(words: readonly string[]): boolean {
  // A lone bracket is the usage line of a page: `npm unpublish [<spec>]`.
  return words.some((word) =>
    /^\[$|^--?(?:dry-?run(?:=(?!none|false).{1,10})?|dryrun|what-?if|check|simulate|no-?op|help|version|plan)$/i.test(
      word,
    ),
  );
}

/** Whether nobody will be asked: `--force`, `--yes`, `-y`, `--auto-approve`, `--quiet` … */
export function isUnasked(words: readonly string[]): boolean {
  return words.some((word) =>
    /^(?:-y|-f|-q|--?(?:yes|force|auto-approve|quiet|non-?interactive|confirm|assume-yes|skip-confirmation|no-prompt|no-interactive|skip-preview|approve)(?:[=:].{0,100})?)$/i.test(
      word,
    ),
  );
}

/** Whether the words hold those of the pattern in their order, others between them allowed; `a|b` is either. */
export function follows(words: readonly string[], pattern: string): boolean {
  let at = 0;
  for (const wanted of pattern.split(' ')) {
    const choices = wanted.split('|');
    while (at < words.length && !choices.includes(words[at] ?? '')) at++;
    if (at >= words.length) return false;
    at++;
  }
  return true;
}
