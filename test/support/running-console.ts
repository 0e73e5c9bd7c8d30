/** A console over a real stream and store on a free port, and requests to it that are held to the document it serves. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { request as httpRequest } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startConsole } from '../../console/api/console';
import type { Console, ConsoleParts } from '../../console/api/console';
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import { DETECTORS } from '../../detectors/catalogue';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import type { Metrics } from '../../platform/metrics';
import { openSqliteStore } from '../../store/sqlite/sqlite-store';
import { openEmbeddedStream } from '../../stream/embedded/open-embedded';
import { documented } from './documented';

export interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  text: string;
  json: () => ReturnType<typeof JSON.parse>;
}

export interface Question extends RequestOptions {
  /** Sent as JSON. */
  json?: unknown;
  body?: string;
  /** Default is the API token; `''` for none. */
  token?: string;
}

export interface RunningConsole {
  folder: string;
  token: string;
  store: Store;
  stream: Stream;
  metrics: Metrics;
  console: Console;
  parts: ConsoleParts;
  ask(path: string, question?: Question): Promise<Answer>;
  stop(): Promise<void>;
}

const log = createLogger({ level: 'error', format: 'json', write: () => undefined });

export async function runConsole(
  given: Partial<ConsoleParts> = {},
  alerts: Partial<ConsoleParts['config']['alerts']> = {},
): Promise<RunningConsole> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-console-'));
  const metrics = createMetrics();
  const bounds = { partitions: 2, retentionHours: 1, retentionBytes: 1e9 };
  const stream = await openEmbeddedStream({ folder: join(folder, 'stream'), ...bounds, log, metrics });
  const store = await openSqliteStore({ file: join(folder, 'store.db'), log });
  const parts: ConsoleParts = {
    config: {
      alerts: { webhooks: [], learningDays: 7, terminal: 'off', maxAttempts: 20, ...alerts },
      console: { host: '127.0.0.1', port: 0 },
      data: folder,
    },
    store,
    stream,
    log,
    metrics,
    pages: async () => [await metrics.collect()],
    detectors: DETECTORS.map(({ manifest }) => manifest),
    web: join(folder, 'web'),
    ...given,
  };
  const console = await startConsole(parts);
  const token = readFileSync(join(folder, 'api-token'), 'utf8').trim();
  const send = (path: string, question: Question = {}) => ask(console.port, path, { token, ...question });
  const check = documented((await send('/api/openapi.json')).json());
  return {
    folder,
    token,
    store,
    stream,
    metrics,
    console,
    parts,
    async ask(path, question) {
      const answer = await send(path, question);
      check(question?.method ?? 'GET', path, answer);
      return answer;
    },
    async stop() {
      await console.stop();
      await store.close();
      await stream.close();
      rmSync(folder, { recursive: true });
    },
  };
}

/** One request; the answer is read as text. */
export function ask(port: number, path: string, question: Question): Promise<Answer> {
  const { json, body = json === undefined ? undefined : JSON.stringify(json), token = '', ...more } = question;
  const headers = {
    ...(token !== '' && { authorization: `Bearer ${token}` }),
    ...(json !== undefined && { 'content-type': 'application/json' }),
    ...(body !== undefined && { 'content-length': String(Buffer.byteLength(body)) }),
    ...(more.headers as object | undefined),
  };
  return new Promise((resolve, reject) => {
    const request = httpRequest({ host: '127.0.0.1', port, path, ...more, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text, json: () => JSON.parse(text) }),
      );
    });
    request.on('error', reject);
    request.end(body);
  });
}
