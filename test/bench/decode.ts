/** Speed of the collector's way from body to message on one core, on the standard load, stage by stage. */
import { gzipSync } from 'node:zlib';
import { createRedactor } from '../../analysis/redact';
import { normalise } from '../../collector/dialects/normalise';
import { packEvents } from '../../collector/pack-events';
import { inflate } from '../../collector/receive/inflate';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import { loadConfig } from '../../platform/config';
import { standardLoad } from './standard-load';

const SPANS = 512;
const ROUNDS = 5;

/** CPU microseconds of one call: the median of rounds, each long enough to measure. */
function cpuMicros(work: () => unknown, roundMs: number): number {
  const rounds = Array.from({ length: ROUNDS + 1 }, () => {
    const start = process.cpuUsage();
    const end = performance.now() + roundMs;
    let calls = 0;
    do {
      work();
      calls += 1;
    } while (performance.now() < end);
    const { user, system } = process.cpuUsage(start);
    return (user + system) / calls;
  });
  return rounds.slice(1).sort((a, b) => a - b)[ROUNDS >> 1] as number;
}

/** Prints spans per second and core of each stage and of the stages up to it. Takes about 15 s. */
export function benchDecode(print: (line: string) => void = console.log, roundMs = 300): void {
  const { limits } = loadConfig({ env: {} }).collector;
  const now = Date.now();
  const body = standardLoad(SPANS, 1, now);
  const packed = gzipSync(body);
  const request = decodeRequest('traces', 'protobuf', body, limits);
  const sender = { tenant: 'default', authenticated: false, loopback: true };
  const normalised = () => normalise(request, sender, now, 'bench');
  const { events } = normalised();
  const redactor = createRedactor(Buffer.alloc(32, 7), 'bench');
  const clean = events.map((event) => redactor.redact(event));
  const stages: [string, () => unknown][] = [
    ['inflate (gzip)', () => inflate(packed, 'gzip', limits.inflatedBytes)],
    ['decode (protobuf)', () => decodeRequest('traces', 'protobuf', body, limits)],
    ['dialects (event)', normalised],
    ['redact', () => events.map((event) => redactor.redact(event))],
    ['pack (JSON, zstd)', () => packEvents(clean, 'default')],
  ];
  print(
    `decode → event: ${SPANS} spans of ${Math.round(body.length / SPANS)} bytes, ${events.length} events; per core`,
  );
  let total = 0;
  for (const [name, work] of stages) {
    const micros = cpuMicros(work, roundMs);
    total += micros;
    print(`  ${name.padEnd(20)} ${rate(micros)} spans/s   up to here ${rate(total)} spans/s`);
  }
}

const rate = (micros: number) =>
  Math.round((SPANS / micros) * 1e6)
    .toLocaleString('en')
    .padStart(10);

if (require.main === module) benchDecode();
