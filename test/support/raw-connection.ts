/** TCP as it is, for requests that no HTTP client would send. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

/** Sends the pieces and returns all that comes back until the other side ends the connection. */
export function exchange(port: number, ...pieces: (string | Buffer)[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    const received: Buffer[] = [];
    const done = () => resolve(Buffer.concat(received).toString('latin1'));
    socket.on('data', (chunk: Buffer) => received.push(chunk));
    socket.on('close', done);
    socket.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'ECONNRESET' || error.code === 'EPIPE') done();
      else reject(error);
    });
    for (const piece of pieces) socket.write(piece);
  });
}

/** Status of the last answer in what came back; `closed` when there was none. */
export function statusOf(received: string): string {
  const statuses = [...received.matchAll(/^HTTP\/1\.[01] (\d{3})/gm)].map((match) => match[1] ?? '');
  return statuses.at(-1) ?? 'closed';
}

/** An open connection, once it is there. */
export function open(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.on('error', reject);
  });
}
