/**
 * All error codes of Gander in one table. An error is told apart by `code`, never by class or text (Jest realms, threads, Kafka).
 * `retryable` is carried to the edge: permanent → 400 or dead letter, transient → 503 or retry. `docs/errors.md` lists the same codes.
 */
export const ERRORS = {
  config_invalid: {
    retryable: false,
    help: 'The configuration is wrong; the message names line, key and what is allowed.',
  },
  config_unreadable: { retryable: false, help: 'The configuration file, or a variable it names, is not there.' },
  listener_needs_tokens: {
    retryable: false,
    help: 'A listener on a non-loopback address needs at least one token (`gander token create`).',
  },
  fingerprint_key_missing: {
    retryable: false,
    help: 'In a cluster the fingerprint key of each tenant must be given in the data folder.',
  },
  address_in_use: { retryable: false, help: 'Another program (perhaps another Gander) listens on the address.' },
  data_folder_in_use: { retryable: false, help: 'Another Gander runs on this data folder.' },
  data_folder_unusable: { retryable: false, help: 'The data folder cannot be made or written.' },
  request_invalid: { retryable: false, help: 'The request can never succeed as it is.' },
  request_too_large: { retryable: false, help: 'The body is over the limit, before or after inflating.' },
  request_unsupported: { retryable: false, help: 'Content type or encoding that the endpoint does not take.' },
  unauthenticated: { retryable: false, help: 'No token, or one that is not known.' },
  request_forbidden: { retryable: false, help: 'The request does not come from where it may.' },
  request_stale: { retryable: false, help: 'What is to be changed was changed meanwhile: read it again.' },
  request_unconditional: { retryable: false, help: 'A change must name the version that it is of, in If-Match.' },
  too_many_requests: { retryable: true, help: 'More than is taken now; send again later.' },
  not_found: { retryable: false, help: 'There is nothing under that address or id.' },
  internal: { retryable: false, help: 'A defect of Gander; the log tells more.' },
  overloaded: { retryable: true, help: 'The queue in front of the stream is full; send again later.' },
  stream_unavailable: { retryable: true, help: 'The stream does not take writes now (broker away, disk full).' },
  stream_message_too_large: { retryable: false, help: 'One message is over the size that the stream takes.' },
  stream_fenced: { retryable: false, help: 'Another member of the group owns the partition now.' },
  stream_corrupt: { retryable: false, help: 'A message on the stream cannot be read.' },
  snapshot_fenced: { retryable: false, help: 'A newer generation has written a snapshot of the partition.' },
  snapshot_incompatible: {
    retryable: false,
    help: 'A snapshot of another version; the engine goes on where it ends, without the memory of its sessions.',
  },
  store_unavailable: { retryable: true, help: 'The store does not answer.' },
  store_corrupt: { retryable: false, help: 'The store cannot be opened.' },
  store_conflict: { retryable: true, help: 'Another process wrote the same rows meanwhile; read and write again.' },
  store_refused: { retryable: false, help: 'The store can never take these rows as they are.' },
  detector_invalid: { retryable: false, help: 'A detector folder or package breaks the contract.' },
  sink_refused: { retryable: false, help: 'The sink answered that it will never take the message.' },
  sink_unavailable: { retryable: true, help: 'The sink did not answer, or asked to wait.' },
  usage: { retryable: false, help: 'The command line is wrong.' },
} as const satisfies Record<string, { retryable: boolean; help: string }>;

export type ErrorCode = keyof typeof ERRORS;

export class GanderError extends Error {
  readonly code: ErrorCode;
  readonly retryable: boolean;
  /** Milliseconds that the other side asked to wait, when it did. */
  readonly retryAfterMs: number | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; retryAfterMs?: number } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'GanderError';
    this.code = code;
    this.retryable = ERRORS[code].retryable;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** The code of anything thrown, or undefined when it is not one of ours. */
export function errorCode(error: unknown): ErrorCode | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && Object.hasOwn(ERRORS, code) ? (code as ErrorCode) : undefined;
}

/** Whether trying again may help. What is not ours is taken as transient: losing data is worse than trying twice. */
export function isRetryable(error: unknown): boolean {
  const code = errorCode(error);
  return code === undefined || ERRORS[code].retryable;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
