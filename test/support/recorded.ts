/** Recorded telemetry for tests: our trimmed fixtures, and the whole recordings where somebody has them beside the repository. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import { normalise } from '../../collector/dialects/normalise';
import type { IgnoredRecords } from '../../collector/dialects/normalise';
import type { AgentEvent } from '../../contracts/event';
import type { Link } from '../../contracts/stream';
import type { DecodedRequest } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';

/** Of the sources, also when this runs from the build. */
export const root = resolve(__dirname, '../..').replace(/\/build$/, '');
export const LIMITS = { records: 100_000, attributes: 512, values: 16_384, stringBytes: 128 * 1024, depth: 32 };
/** When the recordings were received, so that no time is clamped. */
export const RECORDED_AT = Date.UTC(2026, 10, 21, 8, 0, 0);
export const SENDER: Sender = { tenant: 'default', authenticated: false, loopback: true };

type Signal = DecodedRequest['signal'];

/** Requests of a fixture, such as `claude-code/benign-full`. */
export function fixture(name: string): DecodedRequest[] {
  const file = join(root, 'collector/dialects/fixtures', `${name}.json`);
  const requests = JSON.parse(readFileSync(file, 'utf8')) as { signal: Signal; body: unknown }[];
  return requests.map(({ signal, body }) => decodeRequest(signal, 'json', Buffer.from(JSON.stringify(body)), LIMITS));
}

export interface Told {
  events: AgentEvent[];
  links: Link[];
  ignored: IgnoredRecords[];
  unknownScopes: number;
  clamped: { past: number; future: number };
}

/** What requests become, each normalised for itself and the results put together. */
export function tell(requests: readonly DecodedRequest[], sender = SENDER, receivedAt = RECORDED_AT): Told {
  const all: Told = { events: [], links: [], ignored: [], unknownScopes: 0, clamped: { past: 0, future: 0 } };
  for (const request of requests) {
    const one = normalise(request, sender, receivedAt, 'devbox');
    all.events.push(...one.events);
    all.links.push(...one.links);
    for (const { dialect, reason, count } of one.ignored) {
      const entry = all.ignored.find((known) => known.dialect === dialect && known.reason === reason);
      if (entry) entry.count += count;
      else all.ignored.push({ dialect, reason, count });
    }
    all.unknownScopes += one.unknownScopes;
    all.clamped.past += one.clamped.past;
    all.clamped.future += one.clamped.future;
  }
  return all;
}

/** The folder of whole recordings, when it is there. */
export const recordings: string | undefined = [join(root, '../shared/captures')].find((folder) => existsSync(folder));

/** Runs such as `codex-0.169.0/benign-full`, of agents whose folder name matches. */
export function recordedRuns(agents: RegExp): string[] {
  const all = recordings;
  if (all === undefined) return [];
  const folders = readdirSync(all).filter((folder) => agents.test(folder));
  return folders.flatMap((folder) =>
    readdirSync(join(all, folder))
      .filter((run) => existsSync(join(all, folder, run, 'otlp')))
      .map((run) => `${folder}/${run}`),
  );
}

interface Meta {
  signal: Signal;
  body: string;
  stored_brotli?: boolean;
  'content-type': string | null;
}

/** Requests of a recorded run, decoded from the bytes that the agent sent. */
export function recordedRun(name: string): DecodedRequest[] {
  const folder = join(recordings ?? '', name, 'otlp');
  const metas = readdirSync(folder).filter((file) => file.endsWith('.meta.json'));
  return metas.sort().map((file) => {
    const meta = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Meta;
    const stored = readFileSync(join(folder, meta.body));
    const body = meta.stored_brotli === true ? brotliDecompressSync(stored) : stored;
    const format = (meta['content-type'] ?? '').includes('json') ? 'json' : 'protobuf';
    return decodeRequest(meta.signal, format, body, LIMITS);
  });
}

/** One event as a line that a person reads: signal, record, phase, act, how it ended. */
export function line(event: AgentEvent): string {
  const { action, outcome } = event;
  const fields = Object.entries(action).filter(([key]) => !['type', 'tool', 'description', 'metric'].includes(key));
  const shown = fields.map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
  const ends = [outcome?.status, outcome?.exitCode === undefined ? undefined : `exit ${outcome.exitCode}`];
  const ended = ends.filter((part) => part !== undefined).join(', ');
  const head = `${event.source.record} ${event.phase}: ${action.type}`;
  return [head, ...shown, ...(ended === '' ? [] : [`(${ended})`])].join(' ');
}

/** Step of the script that a call belongs to, by its id. */
export function stepOf(event: AgentEvent): number | undefined {
  const found = /(?:_|01)S(\d\d)x\d/.exec(event.callId ?? '')?.[1];
  return found === undefined ? undefined : Number(found);
}

/** Lines of the events of one step. */
export function step(events: readonly AgentEvent[], number: number): string[] {
  return events.filter((event) => stepOf(event) === number).map(line);
}
