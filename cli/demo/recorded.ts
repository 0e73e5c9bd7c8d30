/** Recorded runs of real agents, trimmed, told anew: times moved to now, sessions and traces under new ids. */
import { createHash, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Message } from './tell';

export interface RecordedSession {
  name: string;
  messages: Message[];
}

const FIXTURES = join(__dirname, '..', '..', '..', 'collector', 'dialects', 'fixtures');
const RUNS = [
  'claude-code/benign-full',
  'claude-code/suspicious-full',
  'codex/suspicious-full',
  'gemini-cli/suspicious-default',
];

export function recordedSessions(): RecordedSession[] {
  return RUNS.map((run) => ({ name: run, messages: anew(readFileSync(join(FIXTURES, `${run}.json`), 'utf8')) }));
}

const TIMES = /"(\w*[uU]nixNano)":\s?"(\d{16,20})"/g;
const SESSIONS =
  /\{"key":\s?"(?:session\.id|conversation\.id|gen_ai\.conversation\.id)",\s?"value":\s?\{"stringValue":\s?"([\w:-]{8,80})"\}\}/g;
const TRACES = /"traceId":\s?"([0-9a-f]{32})"/g;

/** The same requests, as if they were sent for the first time now. */
export function anew(text: string, now = Date.now(), salt = randomBytes(8).toString('hex')): Message[] {
  const last = [...text.matchAll(TIMES)].reduce(
    (latest, [, , nanos]) => (BigInt(nanos ?? 0) > latest ? BigInt(nanos ?? 0) : latest),
    0n,
  );
  const shift = BigInt(now) * 1_000_000n - last;
  let told = text.replace(
    TIMES,
    (_, name: string, nanos: string) => `"${name}":"${nanos === '0' ? '0' : BigInt(nanos) + shift}"`,
  );
  for (const id of new Set([...text.matchAll(SESSIONS), ...text.matchAll(TRACES)].map((match) => match[1] ?? ''))) {
    told = told.replaceAll(id, renamed(id, salt));
  }
  return JSON.parse(told) as Message[];
}

/** Another id of the same form: hex digits are drawn anew, everything else stays. */
function renamed(id: string, salt: string): string {
  const digits = createHash('sha512').update(`${salt}${id}`).digest('hex');
  let at = 0;
  return id.replace(/[0-9a-f]/g, () => digits[at++ % digits.length] ?? '0');
}
