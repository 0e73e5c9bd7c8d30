/** Errors of a request as OTLP wants them answered: permanent ones so that the sender gives up, all others so that it tries again. */
import { ERRORS, errorCode, messageOf } from '../../platform/errors';
import type { ErrorCode, GanderError } from '../../platform/errors';
import type { CodeName } from './answer';

export interface Refusal {
  httpStatus: number;
  code: CodeName;
  message: string;
  /** How long to wait before the next try; only with errors that pass. */
  retryAfterMs?: number;
}

const DEFAULT_WAIT_MS = 2_000;

const PERMANENT: Partial<Record<ErrorCode, Pick<Refusal, 'httpStatus' | 'code'>>> = {
  request_invalid: { httpStatus: 400, code: 'INVALID_ARGUMENT' },
  request_too_large: { httpStatus: 413, code: 'RESOURCE_EXHAUSTED' },
  request_unsupported: { httpStatus: 415, code: 'INVALID_ARGUMENT' },
  unauthenticated: { httpStatus: 401, code: 'UNAUTHENTICATED' },
};

/** Whether the cause is neither the request nor a passing lack: somebody has to look at it. */
export function isOwnFault(error: unknown): boolean {
  const code = errorCode(error);
  return code === undefined || (PERMANENT[code] === undefined && !ERRORS[code].retryable);
}

/** What is no fault of the request is transient, whatever it is: the sender keeps its data. Only our own words are told. */
export function refusalOf(error: unknown): Refusal {
  const code = errorCode(error);
  const permanent = code === undefined ? undefined : PERMANENT[code];
  if (permanent) return { ...permanent, message: messageOf(error) };
  return {
    httpStatus: 503,
    code: code === 'overloaded' ? 'RESOURCE_EXHAUSTED' : 'UNAVAILABLE',
    message: code === undefined ? 'the request failed inside Gander; its log says why' : ERRORS[code].help,
    retryAfterMs: (error as Partial<GanderError>).retryAfterMs ?? DEFAULT_WAIT_MS,
  };
}
