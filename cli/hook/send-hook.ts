/**
 * Posting a hook while an agent waits. Whatever goes wrong, the agent must not notice: nothing on standard output, exit code 0 (an exit
 * code of 2 would refuse the agent's act), and an end within `SEND_MS`.
 */
import { request } from 'node:http';
import { parseArgs } from 'node:util';
import { messageOf } from '../../platform/errors';
import { senderToken } from '../../platform/sender-token';

export const HOOK_ENDPOINT = 'http://127.0.0.1:4318';

/** From the start of the verb until it gives up, milliseconds: reading, sending and waiting for the answer together. */
const SEND_MS = 80;
/** Largest hook that is read, bytes: what the collector takes by default. */
const MAX_BYTES = 20 * 1024 * 1024;

/** Always resolves with 0. */
export async function sendHook(args: readonly string[]): Promise<number> {
  const verbose = args.includes('--verbose');
  const say = (problem: string) => {
    if (verbose) process.stderr.write(`gander: the hook was not sent: ${problem}\n`);
  };
  try {
    const stop = AbortSignal.timeout(SEND_MS);
    const problem = await send(args, stop);
    if (problem !== undefined) say(problem);
  } catch (error) {
    say(messageOf(error));
  }
  process.stdin.destroy();
  return 0;
}

async function send(args: readonly string[], stop: AbortSignal): Promise<string | undefined> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { to: { type: 'string' }, token: { type: 'string' }, verbose: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [agent] = positionals;
  if (agent === undefined || positionals.length > 1) return 'name one agent';
  const url = new URL(`/hooks/${encodeURIComponent(agent)}`, values.to ?? HOOK_ENDPOINT);
  if (url.protocol !== 'http:') return `${url.protocol} is not supported, use http:`;
  const body = await readAll(stop);
  if (body === undefined) return `more than ${MAX_BYTES} bytes`;
  const status = await post(url, body, values.token ?? senderToken(), stop);
  return status === 200 ? undefined : `${url.origin} answered ${status}`;
}

/** Standard input to its end; undefined when it is too much. */
function readAll(stop: AbortSignal): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    process.stdin.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BYTES) resolve(undefined);
      else chunks.push(chunk);
    });
    process.stdin.on('end', () => resolve(Buffer.concat(chunks)));
    process.stdin.on('error', reject);
    stop.addEventListener('abort', () => reject(new Error(`standard input did not end within ${SEND_MS} ms`)));
  });
}

function post(url: URL, body: Buffer, token: string | undefined, stop: AbortSignal): Promise<number> {
  const authorization = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const headers = { 'content-type': 'application/json', 'content-length': body.length, ...authorization };
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { method: 'POST', headers, signal: stop, agent: false }, (response) => {
      response.destroy();
      resolve(response.statusCode ?? 0);
    });
    outgoing.on('error', (error) =>
      reject(stop.aborted ? new Error(`no answer from ${url.origin} within ${SEND_MS} ms`) : error),
    );
    outgoing.end(body);
  });
}
