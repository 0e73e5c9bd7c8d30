/** No secret leaves the collector, in whichever field of whichever agent's telemetry it stands: recorded requests with one planted in. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createRedactor } from '../analysis/redact';
import { checksum } from '../analysis/secrets/checksum';
import { loadConfig } from '../platform/config';
import type { DecodedRequest } from '../contracts/telemetry';
import { envelopeText } from '../stream/envelope';
import { RECORDED_AT, SENDER } from '../test/support/recorded';
import { readBody } from './read-body';
import type { ReadingContext } from './read-body';

const random = 'Zk4Wd7Qx2Lm9Rt3Bn6Vp8Yc1Hs5Jf0';
const TOKEN = `ghp_${random}${checksum(random)}`;
const redactor = createRedactor(new Uint8Array(32).fill(3), 'k1');
const context: ReadingContext = {
  limits: loadConfig({ env: {} }).collector.limits,
  instanceId: 'none',
  machineHost: 'devbox',
  redactorOf: () => redactor,
};

interface Recorded {
  signal: DecodedRequest['signal'];
  body: unknown;
}

const folder = join(__dirname, 'dialects/fixtures');
const fixtures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'));

/** Everything that the collector makes of the request. */
function told({ signal, body }: Recorded): string {
  const bytes = new Uint8Array(Buffer.from(JSON.stringify(body)));
  const job = { signal, format: 'json', encoding: 'identity', body: bytes, sender: SENDER } as const;
  const { messages, losses, counts } = readBody({ ...job, receivedAt: RECORDED_AT }, context);
  const texts = messages.map(({ value, headers = {}, key }) => `${key} ${envelopeText({ value, headers })}`);
  return JSON.stringify([texts, losses, counts]);
}

type Change = (text: string, name: string) => string;

/** The JSON with `change` applied to every text; `name` is the key of the attribute that it belongs to, else of its member. */
function map(json: unknown, change: Change, name = ''): unknown {
  if (typeof json === 'string') return change(json, name);
  if (Array.isArray(json)) return json.map((one) => map(one, change, name));
  if (typeof json !== 'object' || json === null) return json;
  const { key, value } = json as { key?: unknown; value?: unknown };
  if (typeof key === 'string' && value !== undefined) return { key, value: map(value, change, key) };
  return Object.fromEntries(
    Object.entries(json).map(([member, one]) => [member, map(one, change, nameOf(member, name))]),
  );
}

const WRAPPERS = new Set(['stringValue', 'arrayValue', 'values', 'kvlistValue']);
const nameOf = (member: string, around: string) => (WRAPPERS.has(member) ? around : member);

function namesIn(requests: readonly Recorded[]): string[] {
  const names = new Set<string>();
  for (const { body } of requests)
    map(body, (text, name) => {
      names.add(name);
      return text;
    });
  return [...names];
}

/** How a secret comes into a field: it is all of it, a part, in an address, inside JSON. */
const WAYS: readonly ((text: string) => string)[] = [
  () => TOKEN,
  (text) => `${text} ${TOKEN}`,
  () => `https://u:${TOKEN}@git.example/a`,
  () => JSON.stringify({ [TOKEN]: [TOKEN], command: `echo ${TOKEN}`, file_path: TOKEN, url: TOKEN }),
];

/** Requests of one recording in which the same name is tried. */
const MOST_OF_A_NAME = 4;

test.each(fixtures)('%s', (file) => {
  const requests = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Recorded[];
  const leaks: string[] = [];
  let seen = 0;
  for (const wanted of namesIn(requests)) {
    const holding = requests.filter(({ body }) => namesIn([{ signal: 'logs', body }]).includes(wanted));
    for (const [index, { signal, body }] of holding.slice(0, MOST_OF_A_NAME).entries()) {
      for (const number of [index % 2, 2 + (index % 2)]) {
        const planted = map(body, (text, name) => (name === wanted ? (WAYS[number]?.(text) ?? text) : text));
        try {
          const text = told({ signal, body: planted });
          if (text.includes(TOKEN)) leaks.push(`${wanted} (${number})`);
          if (text.includes('REDACTED_github-token_')) seen += 1;
        } catch (error) {
          if (String(error).includes(TOKEN)) leaks.push(`error about ${wanted}`);
        }
      }
    }
  }
  expect([...new Set(leaks)]).toEqual([]);
  expect(seen).toBeGreaterThan(0);
});
