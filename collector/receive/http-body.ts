/** Reading request bodies within bounds, and answering when a body is not wanted. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { GanderError } from '../../platform/errors';
import type { Hold } from '../intake';

/** How long a refused sender may go on sending before the connection is closed, so that it gets to read the answer. */
const LINGER_MS = 1_000;

/** The connection ended before the request did: nobody is there to be answered. */
export class SenderGone extends Error {}

/** The whole body in a buffer of its own. `request_too_large` over `maxBytes`, `overloaded` when too much is waiting. */
export function readWhole(request: IncomingMessage, maxBytes: number, hold: Hold): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (error: Error) => {
      request.off('data', take);
      chunks.length = 0;
      reject(error);
    };
    const take = (chunk: Buffer) => {
      size += chunk.length;
      if (size > maxBytes) fail(tooLarge(maxBytes));
      else if (!hold.take(chunk.length)) fail(new GanderError('overloaded', 'too many bytes of requests are waiting'));
      else chunks.push(chunk);
    };
    request.on('data', take);
    request.on('end', () => resolve(joined(chunks, size)));
    request.on('error', () => fail(new SenderGone()));
    request.on('close', () => fail(new SenderGone()));
  });
}

export function tooLarge(maxBytes: number): GanderError {
  return new GanderError('request_too_large', `the body is over ${maxBytes} bytes (collector.limits.bodyBytes)`);
}

function joined(chunks: readonly Buffer[], size: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

/** Connections whose last answer is out while the sender still sends. */
const answered = new WeakSet<Duplex>();

/** Whether nothing may be written to the connection any more: it would be read as a part of the answer that is out. */
export const isAnswered = (socket: Duplex): boolean => answered.has(socket);

/** Answers. When the body was not read, what still comes is thrown away for a moment and then the connection ends. */
export function answer(
  request: IncomingMessage,
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  body: Buffer,
): void {
  if (response.destroyed || response.writableEnded) return;
  const unread = hasBody(request) && !request.complete;
  response.writeHead(status, {
    ...headers,
    'content-length': body.length,
    'x-content-type-options': 'nosniff',
    ...(unread ? { connection: 'close' } : {}),
  });
  if (!unread) {
    response.end(body);
    return;
  }
  response.write(body);
  answered.add(request.socket);
  const end = () => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS).unref();
  request.on('end', end);
  request.on('close', end);
  request.resume();
}

const hasBody = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0';
