/** Recorded hooks for tests: our trimmed fixtures, and the whole recordings where somebody has them beside the repository. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { readHook } from '../../collector/hooks/read-hook';
import { readJsonObject } from '../../collector/receive/json-object';
import { RecordSink } from '../../collector/receive/otlp/record-sink';
import type { AgentEvent } from '../../contracts/event';
import { LIMITS, RECORDED_AT, SENDER, recordings, root } from './recorded';

const fixtures = join(root, 'collector/hooks/fixtures');

/** Bodies of hooks in the order they were called. Some recordings have the hook's name in front of each line. */
function bodiesIn(file: string): string[] {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.br') ? brotliDecompressSync(bytes) : bytes).toString('utf8');
  return text.split('\n').flatMap((line) => (line.includes('{') ? [line.slice(line.indexOf('{'))] : []));
}

/** Bodies of a fixture, such as `claude-code`. */
export function hookFixture(agent: string): string[] {
  return bodiesIn(join(fixtures, `${agent}.jsonl`));
}

/** Bodies of a recorded run; undefined when it has none. */
export function recordedHooks(run: string): string[] | undefined {
  const base = join(recordings ?? '', run, 'hooks.jsonl');
  const file = [base, `${base}.br`].find((one) => existsSync(one));
  return recordings === undefined || file === undefined ? undefined : bodiesIn(file);
}

/** The events of one hook, as the collector would publish them but for the redaction. */
export function eventsOfHook(agent: string, body: string, receivedAt = RECORDED_AT): AgentEvent[] {
  const payload = readJsonObject(Buffer.from(body), new RecordSink(LIMITS));
  return readHook(agent, payload, SENDER, receivedAt, 'devbox').events;
}

/** Why a hook told nothing. */
export function ignoredOf(agent: string, body: string): string | undefined {
  const payload = readJsonObject(Buffer.from(body), new RecordSink(LIMITS));
  return readHook(agent, payload, SENDER, RECORDED_AT, 'devbox').ignored[0]?.reason;
}
