import { userInfo } from 'node:os';
import { isIPv6 } from 'node:net';
import { z } from 'zod';
import { apiToken } from '../platform/api-token';
import { loadConfig } from '../platform/config';
import { GanderError } from '../platform/errors';
import { print, readArguments } from './verb';
import type { Verb } from './verb';

const answer = z.object({ code: z.string(), expiresAt: z.number() });
const WAIT_MS = 5_000;

export const consoleUrlVerb: Verb = {
  help: `Usage: gander console-url [--user NAME] [--api URL] [--data DIR] [--config FILE] [--json]

Asks a Gander that runs for an address that signs a browser in to its console: it works once, for ten minutes. Histories show NAME then.

--user  who signs in (default: the account that runs this)
--api   where it listens (default: console.host and console.port of the configuration); --data is where its api-token lies

Example:
  gander console-url --user ann`,
  async run(args) {
    const { values, positionals } = readArguments(args, {
      user: { type: 'string' },
      api: { type: 'string' },
      data: { type: 'string' },
      config: { type: 'string' },
      json: { type: 'boolean' },
    });
    if (positionals.length > 0) throw new GanderError('usage', `console-url takes no "${positionals[0] ?? ''}"`);
    const config = loadConfig({
      ...(values.config === undefined ? {} : { file: values.config }),
      ...(values.data === undefined ? {} : { overrides: { data: values.data } }),
    });
    const api = values.api ?? addressOf(config.console.host, config.console.port);
    const { code, expiresAt } = await newCode(api, apiToken(config.data), values.user ?? ownName());
    const url = withCode(api, code);
    print(values.json === true ? JSON.stringify({ url, expiresAt }) : url);
    return 0;
  },
};

/** The account that runs this, in letters that a name may have. */
const ownName = (): string => userInfo().username.replace(/[^\p{L}\p{N}._@ -]/gu, '-');

/** An address that signs in: what is behind # never leaves the browser, so that it is in no log on the way. */
export const consoleUrl = (host: string, port: number, code: string): string => withCode(addressOf(host, port), code);

const withCode = (api: string, code: string): string => `${new URL(api).origin}/#code=${code}`;

/** A listener on all addresses is reached on this machine's own. */
function addressOf(host: string, port: number): string {
  if (host === '0.0.0.0') return `http://127.0.0.1:${port}`;
  if (host === '::') return `http://[::1]:${port}`;
  return `http://${isIPv6(host) ? `[${host}]` : host}:${port}`;
}

async function newCode(api: string, token: string, user: string): Promise<z.infer<typeof answer>> {
  const response = await fetch(new URL('/api/codes', api), {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ user }),
    signal: AbortSignal.timeout(WAIT_MS),
  }).catch(() => {
    throw new GanderError('store_unavailable', `no Gander answers at ${api}: is it running (gander start)?`);
  });
  if (response.ok) return answer.parse(await response.json());
  const { detail = `it answered ${response.status}` } = (await response.json().catch(() => ({}))) as {
    detail?: string;
  };
  const code = response.status === 401 ? 'unauthenticated' : 'request_invalid';
  throw new GanderError(code, `${api}: ${detail}`);
}
