/** Why a rule cannot run, and which of its fields says so. */

/** `invalid`: against the format; `unsupported`: in the format, but not something that can run here. */
export type ProblemKind = 'invalid' | 'unsupported';

export class RuleProblem extends Error {
  constructor(
    readonly kind: ProblemKind,
    /** Keys and indexes from the top of the document. */
    readonly path: readonly (string | number)[],
    message: string,
  ) {
    super(message);
  }
}

export const invalid = (path: readonly (string | number)[], message: string): RuleProblem =>
  new RuleProblem('invalid', path, message);
export const unsupported = (path: readonly (string | number)[], message: string): RuleProblem =>
  new RuleProblem('unsupported', path, message);
