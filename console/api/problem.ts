/** Errors as RFC 9457 problem details. */
import type { Response } from 'express';
import { ERRORS, GanderError, errorCode } from '../../platform/errors';
import type { ErrorCode } from '../../platform/errors';

export interface Problem {
  status: number;
  code: ErrorCode;
  detail: string;
  /** The query parameter that is wrong. */
  parameter?: string;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** A request that is wrong in one parameter. */
export const wrongParameter = (parameter: string, detail: string): ProblemError =>
  new ProblemError({ status: 400, code: 'request_invalid', detail: `${parameter}: ${detail}`, parameter });

export function sendProblem(response: Response, { status, code, detail, ...more }: Problem): void {
  const body = { type: `urn:gander:error:${code}`, title: ERRORS[code].help, status, detail, ...more };
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/** What to answer when a handler failed; undefined for what nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  // Express: an address that cannot be decoded.
  if (error instanceof URIError) return { status: 400, code: 'request_invalid', detail: 'The address cannot be read.' };
  const code = errorCode(error);
  if (code === undefined || !(error instanceof GanderError)) return undefined;
  if (code === 'request_invalid') return { status: 400, code, detail: error.message, ...parameterOf(error.message) };
  return ERRORS[code].retryable ? { status: 503, code, detail: ERRORS[code].help } : undefined;
}

/** The store names the parameter in front of its message. */
function parameterOf(message: string): { parameter?: string } {
  const [, parameter] = /^([a-z]{1,20}): /.exec(message) ?? [];
  return parameter === undefined ? {} : { parameter };
}
