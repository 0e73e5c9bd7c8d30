/** The OTLP/HTTP listener: raw node:http, with bounds on connections and on the time that a client has. */
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { listen } from '../../platform/listener';
import type { Address } from '../../platform/listener';
import { isAnswered } from './http-body';
import { serveHttp } from './http-request';
import type { HttpParts } from './http-request';

export interface Receiver {
  port: number;
  /** Takes no more connections, answers the requests under way (at most `graceMs`), and ends. */
  stop(graceMs: number): Promise<void>;
}

const KEEP_ALIVE_MS = 65_000;

/** Listens. Rejects with `address_in_use`. */
export async function startHttpReceiver(address: Address, parts: HttpParts): Promise<Receiver> {
  const { limits, metrics } = parts;
  const server = createServer({
    headersTimeout: Math.min(limits.headersTimeoutMs, limits.requestTimeoutMs),
    requestTimeout: limits.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    connectionsCheckingInterval: Math.min(1_000, limits.headersTimeoutMs / 4),
  });
  server.maxConnections = limits.connections;
  server.on('request', (request, response) => void serveHttp(request, response, parts, false));
  server.on('checkContinue', (request, response) => void serveHttp(request, response, parts, true));
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const status = brokenRequest(error, socket);
    if (status) metrics.count('gander_requests_total', { transport: 'http', signal: 'none', status });
  });
  server.on('drop', () =>
    metrics.count('gander_requests_total', { transport: 'http', signal: 'none', status: 'dropped' }),
  );
  const port = await listen(server, address);
  return { port, stop: (graceMs) => stop(server, graceMs) };
}

const BROKEN: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large',
};

/** Answers what is no HTTP request (two lengths, a length beside chunks, slow senders) and ends the connection. */
function brokenRequest(error: NodeJS.ErrnoException, socket: Duplex): string | undefined {
  if (error.code === 'ECONNRESET' || !socket.writable || isAnswered(socket)) {
    socket.destroy();
    return undefined;
  }
  const status = BROKEN[error.code ?? ''] ?? '400 Bad Request';
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
  return status.slice(0, 3);
}

function stop(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), graceMs);
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(idle);
      resolve();
    });
    server.closeIdleConnections();
  });
}
