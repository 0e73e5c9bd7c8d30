/**
 * Calls between threads: one request-response protocol over a MessagePort for all of Gander's threads. Bytes are transferred, not
 * copied; errors keep code and retryability.
 */
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Transferable, WorkerOptions } from 'node:worker_threads';
import { GanderError, errorCode, messageOf } from './errors';
import type { ErrorCode } from './errors';

interface Request {
  call: number;
  method: string;
  argument: unknown;
}

type Response =
  | { call: number; ok: true; value: unknown }
  | { call: number; ok: false; message: string; code: ErrorCode | undefined; retryAfterMs: number | undefined };

/** A port, a Worker, or `parentPort`. */
export interface Port {
  postMessage(value: unknown, transfer?: readonly Transferable[]): void;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any -- as Node's own types have it
  on(event: 'message', listener: (value: any) => void): unknown;
}

/** Wraps an answer whose buffers go over without a copy. */
export class Transfer<T> {
  constructor(
    readonly value: T,
    readonly list: readonly Transferable[],
  ) {}
}

export type Handlers = Readonly<Record<string, (argument: never) => unknown>>;

/** Answers calls that arrive on the port until it closes. */
export function serve(port: Port, handlers: Handlers): void {
  const answer = async ({ call, method, argument }: Request) => {
    try {
      const handler = handlers[method] as ((argument: unknown) => unknown) | undefined;
      if (!handler) throw new Error(`no method ${method}`);
      const value = await handler(argument);
      if (value instanceof Transfer)
        port.postMessage({ call, ok: true, value: value.value } satisfies Response, value.list);
      else port.postMessage({ call, ok: true, value } satisfies Response);
    } catch (error) {
      const retryAfterMs = error instanceof GanderError ? error.retryAfterMs : undefined;
      port.postMessage({
        call,
        ok: false,
        message: messageOf(error),
        code: errorCode(error),
        retryAfterMs,
      } satisfies Response);
    }
  };
  port.on('message', (message: Request) => void answer(message));
}

export interface Caller {
  /** Rejects with the other side's error, or with `stream_unavailable`-like transient errors made by `onGone` when the thread ends. */
  call<T>(method: string, argument?: unknown, transfer?: readonly Transferable[]): Promise<T>;
  /** Rejects all open calls and every later one. */
  fail(error: Error): void;
  /** Calls without an answer yet. */
  open(): number;
}

/** Makes calls over the port. One caller a port. */
export function caller(port: Port): Caller {
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (error: Error) => void }>();
  let next = 1;
  let gone: Error | undefined;
  port.on('message', (response: Response) => {
    const entry = waiting.get(response.call);
    if (!entry) return;
    waiting.delete(response.call);
    if (response.ok) entry.resolve(response.value as never);
    else entry.reject(revive(response));
  });
  return {
    call: (method, argument, transfer) =>
      new Promise((resolve, reject) => {
        if (gone) {
          reject(gone);
          return;
        }
        const call = next++;
        waiting.set(call, { resolve, reject });
        port.postMessage({ call, method, argument } satisfies Request, transfer ?? []);
      }),
    fail: (error) => {
      gone = error;
      for (const entry of waiting.values()) entry.reject(error);
      waiting.clear();
    },
    open: () => waiting.size,
  };
}

function revive(response: Extract<Response, { ok: false }>): Error {
  if (response.code === undefined) return new Error(response.message);
  return new GanderError(
    response.code,
    response.message,
    response.retryAfterMs === undefined ? {} : { retryAfterMs: response.retryAfterMs },
  );
}

/**
 * Starts a thread from a room's file, named from the project root without extension: `stream/embedded/writer-thread`. Threads always run
 * built code; tests run after a build.
 */
export function startThread(file: string, options: WorkerOptions = {}): Worker {
  const root = __filename.endsWith('.ts') ? join(__dirname, '..', 'build') : join(__dirname, '..');
  return new Worker(join(root, `${file}.js`), options);
}

/** A thread, and the calls that its owner makes over the parent port. */
export interface OwnedThread {
  readonly worker: Worker;
  call: Caller['call'];
  /** Settles, with the reason, only when the thread ends without `end`. Open and later calls are rejected with the same. */
  readonly crashed: Promise<GanderError>;
  /** Ends the thread at once. */
  end(): Promise<void>;
}

/** Starts a thread and watches it. Calls to one that is gone are rejected with `code`. */
export function ownThread(file: string, code: ErrorCode, options: WorkerOptions = {}): OwnedThread {
  const worker = startThread(file, options);
  const calls = caller(worker);
  const crashed = Promise.withResolvers<GanderError>();
  let reason = new GanderError(code, `the thread ${file} has ended`);
  let ending = false;
  worker.on('error', (error) => {
    reason = new GanderError(code, `the thread ${file} has crashed: ${messageOf(error)}`, { cause: error });
  });
  worker.on('exit', () => {
    calls.fail(reason);
    if (!ending) crashed.resolve(reason);
  });
  return {
    worker,
    call: (method, argument, transfer) => calls.call(method, argument, transfer),
    crashed: crashed.promise,
    end: async () => {
      ending = true;
      await worker.terminate();
    },
  };
}
