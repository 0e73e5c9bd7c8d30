/** Errors as RFC 9457 problem details. */
import type { Response } from 'express';
import { ERRORS, GanderError, errorCode } from '../../platform/errors';
import type { ErrorCode } from '../../platform/errors';

export interface Problem {
  status: number;
  code: ErrorCode;
  detail: string;
  /** The query parameter, or the field of the body, that is wrong. */
  field?: string;
}

export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

/** A request that is wrong in one field. */
export const wrongField = (field: string, detail: string): ProblemError =>
  new ProblemError({ status: 400, code: 'request_invalid', detail: `${field}: ${detail}`, field });

export const notFound = (detail = 'There is nothing under this address.'): ProblemError =>
  new ProblemError({ status: 404, code: 'not_found', detail });

export function sendProblem(response: Response, { status, code, detail, ...more }: Problem): void {
  const body = { type: `urn:gander:error:${code}`, title: ERRORS[code].help, status, code, detail, ...more };
  if (status === 503 || status === 429) response.set('Retry-After', status === 503 ? '5' : '60');
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/** What to answer when a handler failed; undefined for what nobody foresaw. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof ProblemError) return error.problem;
  // Express: an address that cannot be decoded.
  if (error instanceof URIError) return { status: 400, code: 'request_invalid', detail: 'The address cannot be read.' };
  const code = errorCode(error);
  if (code === undefined || !(error instanceof GanderError)) return ofBody(error);
  if (code === 'request_invalid') return { status: 400, code, detail: error.message, ...fieldOf(error.message) };
  if (code === 'not_found') return { status: 404, code, detail: error.message };
  return ERRORS[code].retryable ? { status: 503, code, detail: ERRORS[code].help } : undefined;
}

/** What Express says of a body that it cannot read; its own words may hold some of it. */
function ofBody(error: unknown): Problem | undefined {
  const { type } = error as { type?: unknown };
  if (type === 'entity.too.large') return { status: 413, code: 'request_too_large', detail: 'The body is too large.' };
  if (type === 'encoding.unsupported' || type === 'charset.unsupported')
    return { status: 415, code: 'request_unsupported', detail: 'The body has an encoding that is not taken.' };
  if (typeof type !== 'string') return undefined;
  return { status: 400, code: 'request_invalid', detail: 'The body cannot be read as JSON.' };
}

/** The store names the field in front of its message. */
function fieldOf(message: string): { field?: string } {
  const [, field] = /^([a-z][A-Za-z.]{0,40}): /.exec(message) ?? [];
  return field === undefined ? {} : { field };
}
