/** One credential that was read, and how it is told. */
import type { Invocation } from '../../../contracts/shell';
import type { EvidenceFact, Severity } from '../../../contracts/finding';
import { argv } from '../../programs';

/** One thing that was read or asked for. */
export interface Access {
  /** Groups what is said once: a path, a store, `environment`. */
  what: string;
  why: string;
  severity: Severity;
  techniques: readonly string[];
  path?: string;
  excerpt: string;
  /** Taken in by the shell rather than shown, as `source .env` does: what is sent along is not it. */
  used?: true;
  facts?: readonly EvidenceFact[];
}

/** Words that name secrets, in variables, patterns and searches. */
export const SECRET_WORD =
  /pass(?:w|wd|word|phrase)?|secret|token|api_?-?key|credential|private.?key|aws_|access_?key/i;

/** An access by one program of the command. */
export function access(
  one: Invocation,
  what: string,
  why: string,
  severity: Severity,
  techniques: readonly string[],
): Access {
  return { what, why, severity, techniques, excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300) };
}
