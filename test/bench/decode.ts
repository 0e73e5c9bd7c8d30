/** Speed of the collector's way from body to message on one core, on the standard load, stage by stage and as a whole. */
import { gzipSync } from 'node:zlib';
import { createRedactor } from '../../analysis/redact';
import { normalise } from '../../collector/dialects/normalise';
import { packEvents } from '../../collector/pack-events';
import { readBody } from '../../collector/read-body';
import { inflate } from '../../collector/receive/inflate';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import { loadConfig } from '../../platform/config';
import type { Bench, Figure } from './figure';
import { cpuMicros } from './measure';
import { standardLoad } from './standard-load';

const SPANS = 512;
const GOAL = { atLeast: 300_000 };

interface Stage {
  what: string;
  work: (call: number) => unknown;
}

function measure(): Figure[] {
  const { limits } = loadConfig({ env: {} }).collector;
  const now = Date.now();
  const bodies = [1, 2, 3, 4].map((seed) => standardLoad(SPANS, seed, now));
  const gzipped = bodies.map((body) => gzipSync(body));
  const sender = { tenant: 'default', authenticated: false, loopback: true };
  const redactor = createRedactor(Buffer.alloc(32, 7), 'bench');
  const decoded = bodies.map((body) => decodeRequest('traces', 'protobuf', body, limits));
  const events = decoded.map((request) => normalise(request, sender, now, 'bench').events);
  const clean = events.map((list) => list.map((event) => redactor.redact(event)));
  const of = <T>(list: readonly T[], call: number) => list[call % list.length] as T;
  const context = { limits, instanceId: 'bench', machineHost: 'bench', redactorOf: () => redactor };
  const whole = (list: readonly Buffer[], encoding: 'gzip' | 'identity') => (call: number) =>
    readBody(
      { signal: 'traces', format: 'protobuf', encoding, body: new Uint8Array(of(list, call)), sender, receivedAt: now },
      context,
    );
  const stages: Stage[] = [
    { what: 'inflate (gzip)', work: (call) => inflate(of(gzipped, call), 'gzip', limits.inflatedBytes) },
    { what: 'decode (protobuf)', work: (call) => decodeRequest('traces', 'protobuf', of(bodies, call), limits) },
    { what: 'normalise (dialects)', work: (call) => normalise(of(decoded, call), sender, now, 'bench') },
    { what: 'redact', work: (call) => of(events, call).map((event) => redactor.redact(event)) },
    { what: 'pack (JSON, zstd)', work: (call) => packEvents(of(clean, call), 'default') },
  ];
  const figures = stages.map((stage) => figureOf(stage));
  const floor = figures[0]?.value ?? NaN;
  const ways: Figure[] = [
    { ...figureOf({ what: 'body to messages, plain', work: whole(bodies, 'identity') }), goal: GOAL },
    { ...figureOf({ what: 'body to messages, gzip', work: whole(gzipped, 'gzip') }), goal: GOAL },
  ];
  const [, decode = NaN, dialects = NaN] = figures.map(({ value }) => 1 / value);
  const toEvent = { what: 'decode and normalise', value: 1 / (decode + dialects), unit: 'spans/s', goal: GOAL };
  return [...figures, toEvent, ...ways].map((figure) => ({
    ...figure,
    note: `${(1e6 / figure.value).toFixed(2)} µs a span, ${(figure.value / floor).toFixed(2)} of inflate`,
  }));
}

const figureOf = ({ what, work }: Stage): Figure => ({
  what,
  value: (SPANS / cpuMicros(work)) * 1e6,
  unit: 'spans/s',
});

export const decodeBench: Bench = {
  title: `decode → event: protobuf requests of ${SPANS} spans of 1.6 KB, 18 attributes, half of them commands; CPU of one core`,
  measure,
};
