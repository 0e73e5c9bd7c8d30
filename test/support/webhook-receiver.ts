/** A webhook receiver for tests, on a free loopback port: behaves as told, checks every signature with the standard's own library. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import type { AlertNotification } from '../../contracts/alert';

export const SECRET = 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=';

export interface Received {
  id: string;
  body: AlertNotification;
  request: IncomingMessage;
  at: number;
}

/** Answers the nth request, counted from 0; does not answer when it does nothing. */
export type Behaviour = (response: ServerResponse, nth: number, received: Received) => void;

export const answer =
  (status: number, headers: Record<string, string> = {}, body = ''): Behaviour =>
  (response) =>
    response.writeHead(status, headers).end(body);

export interface WebhookReceiver {
  url: string;
  /** Requests with a good signature. */
  received: Received[];
  /** Why others were refused. */
  forged: string[];
  /** Connections that were made. */
  connections(): number;
  behave(behaviour: Behaviour): void;
  /** Resolves when `count` requests have come. */
  until(count: number): Promise<void>;
  close(): Promise<void>;
}

export async function startWebhookReceiver(behaviour: Behaviour = answer(204), port = 0): Promise<WebhookReceiver> {
  const verifier = new Webhook(SECRET);
  const received: Received[] = [];
  const forged: string[] = [];
  const waiting: { count: number; resolve: () => void }[] = [];
  let current = behaviour;
  let connections = 0;

  const take = (request: IncomingMessage, response: ServerResponse, text: string) => {
    try {
      const body = verifier.verify(text, request.headers as Record<string, string>) as AlertNotification;
      const entry = { id: String(request.headers['webhook-id']), body, request, at: Date.now() };
      received.push(entry);
      current(response, received.length - 1, entry);
    } catch (error) {
      forged.push(String(error));
      response.writeHead(401).end();
    }
    for (const { count, resolve } of waiting) if (received.length >= count) resolve();
  };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      take(request, response, Buffer.concat(chunks).toString());
    });
  });
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    forged,
    connections: () => connections,
    behave: (next) => {
      current = next;
    },
    until: (count) =>
      new Promise((resolve) => {
        if (received.length >= count) resolve();
        else waiting.push({ count, resolve });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}
