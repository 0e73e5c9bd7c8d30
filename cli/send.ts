import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { GanderError, messageOf } from '../platform/errors';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

type Signal = 'traces' | 'logs' | 'metrics';

export const sendVerb: Verb = {
  help: `Usage: gander send FILE… [--to URL] [--signal traces|logs|metrics] [--token TOKEN] [--json]

Posts each file, as recorded, to an OTLP/HTTP endpoint (default http://127.0.0.1:4318). Files may be protobuf (.pb) or JSON (.json),
either also as brotli (.br). The signal is read from the JSON, or from the file's name (0001-logs.pb), unless --signal says it.

Example:
  gander send recorded/*-logs.pb --to http://127.0.0.1:4318`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      to: { type: 'string', default: 'http://127.0.0.1:4318' },
      signal: { type: 'string' },
      token: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.length === 0) throw new GanderError('usage', 'name at least one file');
    let failed = 0;
    for (const file of positionals) {
      const answer = await sendFile(file, values.to, values.signal, values.token);
      if (answer.status !== 200) failed++;
      print(
        values.json === true
          ? JSON.stringify({ file, ...answer })
          : `${file}: ${answer.signal} ${answer.status} ${answer.text}`.trimEnd(),
      );
    }
    return failed === 0 ? 0 : 1;
  },
};

export interface Answer {
  signal: Signal;
  status: number;
  /** Body of the answer as text, when it is JSON. */
  text: string;
}

/** Posts one body; a connection that fails is an error that names the endpoint. */
export async function post(
  endpoint: string,
  signal: Signal,
  body: Uint8Array | string,
  token?: string,
): Promise<Answer> {
  const url = new URL(`/v1/${signal}`, endpoint);
  const headers: Record<string, string> = {
    'content-type': typeof body === 'string' ? 'application/json' : 'application/x-protobuf',
  };
  if (token !== undefined) headers['authorization'] = `Bearer ${token}`;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers,
      body: typeof body === 'string' ? body : new Uint8Array(body),
      signal: AbortSignal.timeout(60_000),
    });
    const text = await response.text();
    return {
      signal,
      status: response.status,
      text: response.headers.get('content-type')?.includes('json') === true ? text : '',
    };
  } catch (error) {
    const cause = error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
    throw new GanderError('stream_unavailable', `${url.origin} does not answer: ${cause}`, { cause: error });
  }
}

async function sendFile(
  file: string,
  endpoint: string,
  given: string | undefined,
  token: string | undefined,
): Promise<Answer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
    if (file.endsWith('.br')) bytes = brotliDecompressSync(bytes, { maxOutputLength: 256 * 1024 * 1024 });
  } catch (error) {
    throw new GanderError('usage', `${file}: ${messageOf(error)}`, { cause: error });
  }
  const json = file.replace(/\.br$/, '').endsWith('.json');
  return post(endpoint, signalOf(file, json ? bytes : undefined, given), json ? bytes.toString('utf8') : bytes, token);
}

function signalOf(file: string, json: Buffer | undefined, given: string | undefined): Signal {
  if (given === 'traces' || given === 'logs' || given === 'metrics') return given;
  if (given !== undefined) throw new GanderError('usage', `--signal: expected traces, logs or metrics, got "${given}"`);
  const head = json?.subarray(0, 4_096).toString('utf8') ?? '';
  const named =
    /"resource(Spans|Logs|Metrics)"/.exec(head)?.[1]?.toLowerCase().replace('spans', 'traces') ??
    /traces|logs|metrics/.exec(basename(file))?.[0];
  if (named === undefined)
    throw new GanderError('usage', `${file}: cannot tell the signal from its name; give --signal`);
  return named as Signal;
}
