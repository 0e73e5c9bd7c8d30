/**
 * A stand-in for the API of 4319 that serves the built pages under the real policy: for what a real Gander cannot be brought to in a test,
 * such as fifty thousand alerts, or a field of an answer that the collector would have refused.
 */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import express from 'express';
import { servePages, BUILT_PAGES } from '../../../console/api/pages';

/** Answers by `METHOD /path`; `:id` stands for one part of the path. */
export type Answers = Readonly<Record<string, (url: URL, body: unknown) => unknown>>;

export interface Stub {
  /** An address that signs a browser in. */
  address: string;
  /** Sends one event on the live stream. */
  tell(kind: 'alert' | 'incident', id: string): void;
  stop(): Promise<void>;
}

export async function startStub(answers: Answers): Promise<Stub> {
  const streams = new Set<ServerResponse>();
  const app = express();
  app.use(express.json());
  app.get('/api/stream', (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' }).flushHeaders();
    streams.add(response);
  });
  app.use('/api', (request, response) => {
    const url = new URL(request.originalUrl, 'http://stub');
    const found = find({ ...SESSION_ANSWERS, ...answers }, request, url.pathname);
    if (found === undefined)
      response.status(404).json({ status: 404, code: 'not_found', detail: 'There is nothing here.' });
    else response.json(found(url, request.body));
  });
  servePages(app, BUILT_PAGES);
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  let sequence = 0;
  return {
    address: `http://127.0.0.1:${(server.address() as AddressInfo).port}/#code=stub`,
    tell: (kind, id) => {
      for (const stream of streams)
        stream.write(`id: ${++sequence}\nevent: ${kind}\ndata: ${JSON.stringify({ kind, id })}\n\n`);
    },
    stop: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const SESSION_ANSWERS: Answers = {
  'GET /api/session': () => ({ user: 'ana', csrf: 'word' }),
  'POST /api/session': () => ({ user: 'ana', csrf: 'word' }),
};

function find(answers: Answers, { method }: IncomingMessage, path: string): Answers[string] | undefined {
  for (const [name, answer] of Object.entries(answers)) {
    const [wanted, pattern = ''] = name.split(' ');
    if (wanted === method && matches(pattern, path)) return answer;
  }
  return undefined;
}

function matches(pattern: string, path: string): boolean {
  const [parts, given] = [pattern.split('/'), path.split('/')];
  return parts.length === given.length && parts.every((part, at) => part === ':id' || part === given[at]);
}
