/** Lines of JSON of a host sensor to events, finished as those of telemetry are. The same line sent twice is the same event. */
import type { Attributes } from '../../contracts/telemetry';
import type { Sender } from '../../contracts/tenant';
import { GanderError } from '../../platform/errors';
import { digest } from '../dialects/event-id';
import { finish } from '../dialects/finish';
import type { Witness } from '../dialects/finish';
import type { NormalisedRequest } from '../dialects/normalise';
import { readJsonObject } from '../receive/json-object';
import type { RecordSink } from '../receive/otlp/record-sink';
import { sensorReaders } from './catalogue';

const NO_SESSIONS = new Map();
const NO_RESOURCE: Attributes = Object.freeze({});
const NEWLINE = 0x0a;

export interface SensorLines {
  normalised: NormalisedRequest;
  /** Lines that are not blank. */
  lines: number;
}

/**
 * `sensor` is a name of the catalogue. Broken lines and those over `collector.limits.records` are lost and counted in `sink.losses`, the
 * others are taken; `request_invalid` when no line can be read.
 */
export function readLines(
  sensor: string,
  body: Buffer,
  sink: RecordSink,
  around: { sender: Sender; receivedAt: number; machineHost: string },
): SensorLines {
  const witnesses: Witness[] = [];
  const ignored: NormalisedRequest['ignored'] = [];
  let lines = 0;
  let readable = 0;
  for (const line of linesOf(body)) {
    lines += 1;
    if (readable >= sink.limits.records) {
      sink.losses.record('records');
      continue;
    }
    const told = toldBy(line, sink);
    if (!told) continue;
    readable += 1;
    const reading = read(sensor, told);
    if ('ignored' in reading) ignored.push({ dialect: sensor, reason: reading.ignored, count: 1 });
    else {
      const key = `sensor\0${sensor}\0${digest(JSON.stringify(told))}`;
      witnesses.push({ dialect: { name: sensor }, signal: 'sensor', resource: NO_RESOURCE, key, drafts: reading });
    }
  }
  if (lines > 0 && readable === 0) throw new GanderError('request_invalid', 'JSON: no line is an object');
  const finished = finish(witnesses, { ...around, sessions: NO_SESSIONS });
  return { normalised: { ...finished, ignored, unknownScopes: 0 }, lines };
}

function* linesOf(body: Buffer): Generator<Buffer> {
  for (let start = 0; start < body.length;) {
    const found = body.indexOf(NEWLINE, start);
    const end = found < 0 ? body.length : found;
    const line = body.subarray(start, end);
    if (line.some((byte) => byte > 0x20)) yield line;
    start = end + 1;
  }
}

function toldBy(line: Buffer, sink: RecordSink): Attributes | undefined {
  try {
    return readJsonObject(line, sink);
  } catch {
    sink.losses.record('line');
    return undefined;
  }
}

function read(sensor: string, line: Attributes) {
  try {
    return sensorReaders.get(sensor)?.read(line) ?? { ignored: 'unknown sensor' };
  } catch {
    return { ignored: 'failed' };
  }
}
