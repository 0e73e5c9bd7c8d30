/** Redirections after expansion: descriptors, targets, and the text that comes in through them. */
import type { Redirection, ResolvedRedirection } from '../../../contracts/shell';
import type { Host } from '../expand/host';
import { UNKNOWN, derived, literal } from '../expand/value';
import type { Value } from '../expand/value';
import { expandQuoted, expandText } from '../expand/words';
import { MAX_REDIRECTIONS } from '../limits';
import type { State } from './state';

/** A resolved redirection that remembers whether its text came out of a decoder. */
export interface Resolved extends ResolvedRedirection {
  target: Value;
  body?: Value;
}

const READS = new Set(['<', '<>', '<&', '<<', '<<-', '<<<']);

export function resolveRedirections(redirections: readonly Redirection[], host: Host): Resolved[] {
  return redirections.slice(0, MAX_REDIRECTIONS).map((redirection) => {
    const { operator, heredoc } = redirection;
    const fd = redirection.fd === undefined ? (READS.has(operator) ? 0 : 1) : descriptor(redirection.fd, host);
    if (!heredoc) return { fd, operator, target: expandText(redirection.target, host) };
    const body = heredoc.expands ? expandQuoted(heredoc.parts, host) : literal(heredoc.body);
    return { fd, operator, target: literal(redirection.target.raw), heredoc: body.text, body };
  });
}

/** Redirections of the constructs around, then a command's own; the innermost are kept at the cap. */
export function inherit(
  outer: readonly ResolvedRedirection[],
  own: readonly ResolvedRedirection[],
): readonly ResolvedRedirection[] {
  if (outer.length === 0) return own;
  return own.length === 0 ? outer : [...outer, ...own].slice(-MAX_REDIRECTIONS);
}

/** Kept under a name that no variable can have: the descriptor that was given out last. */
const LAST = '{last}';

/** `{name}` is given a descriptor of the shell's choice, 10 and up, and the variable holds it. */
function descriptor(fd: string, { variables }: Host): number {
  if (/^\d+$/.test(fd)) return Number(fd);
  const name = fd.replace(/^\{|\}$/g, '');
  const next = Number(variables.get(LAST)?.value.text ?? 9) + 1;
  variables.set(LAST, { value: literal(String(next)) });
  variables.set(name, { value: derived(String(next)) });
  return next;
}

/** Text on standard input after the redirections, UNKNOWN when they take it from elsewhere. */
export function stdinOf(redirections: readonly Resolved[], state: State, before: Value | undefined): Value | undefined {
  let stdin = before;
  for (const { fd, operator, target, body } of redirections) {
    if (fd !== 0) continue;
    if (body) stdin = body;
    else if (operator === '<<<') stdin = { ...target, text: `${target.text}\n` };
    else if (operator === '<')
      stdin = (target.known ? state.files.get(state.resolve(target.text)) : undefined) ?? UNKNOWN;
    else stdin = UNKNOWN;
  }
  return stdin;
}

/** The file that standard output goes to, when it goes to one. */
export function outputFile(
  redirections: readonly ResolvedRedirection[],
): { path: string; append: boolean } | undefined {
  let file: { path: string; append: boolean } | undefined;
  for (const { fd, operator, target } of redirections) {
    if (fd !== 1 || operator.startsWith('<')) continue;
    if (operator === '>&' && /^(?:\d+|-)$/.test(target.text)) file = undefined;
    else file = target.known ? { path: target.text, append: operator.endsWith('>>') } : undefined;
  }
  return file;
}
