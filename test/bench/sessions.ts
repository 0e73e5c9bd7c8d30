/** Memory of live sessions in the engine's core: heap a session right after its acts, once they have had their turn, and at rest. */
import { UNKNOWN_INSTALLATION } from '../../contracts/detector';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createAnalyser } from '../../analysis/analyse';
import { normalise } from '../../collector/dialects/normalise';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import type { AgentEvent } from '../../contracts/event';
import { DETECTORS } from '../../detectors/catalogue';
import { createPartitionEngine } from '../../engine/core/partition';
import type { PartitionEngine } from '../../engine/core/partition';
import { controlEvent } from '../../engine/ticks';
import { loadConfig } from '../../platform/config';
import type { Bench, Figure } from './figure';
import { standardLoad } from './standard-load';

const SESSIONS = 100_000;
const EVENTS = 4;
const PARTITIONS = 4;
const GIB = 1024 ** 3;
const LIMITS = { latenessMs: 10_000, maxSessions: SESSIONS, sessionMs: 86_400_000, maxSize: GIB };

/** Events as they come from the stream, without end: each a new object of a session of its own number. */
function* sessions(): Generator<AgentEvent[]> {
  const now = Date.now();
  const { limits } = loadConfig({ env: {} }).collector;
  const request = decodeRequest('traces', 'protobuf', standardLoad(512, 1, now), limits);
  const { events } = normalise(request, { tenant: 'default', authenticated: false, loopback: true }, now, 'bench');
  const lines = events.map((event) => JSON.stringify(event));
  for (let session = 0; ; session += 1) {
    yield Array.from({ length: EVENTS }, (_, index): AgentEvent => {
      const number = session * EVENTS + index;
      const event = JSON.parse(lines[number % lines.length] ?? '') as AgentEvent;
      const id = number.toString(16).padStart(32, '0');
      const callId = event.callId === undefined ? {} : { callId: `${event.callId}-${session}` };
      return { ...event, id, scope: `session:bench:${session}`, session: String(session), ...callId };
    });
  }
}

function measure(): Figure[] {
  const collect = garbageCollector();
  const engines = Array.from({ length: PARTITIONS }, (_, partition) =>
    createPartitionEngine({
      partition,
      detectors: DETECTORS.map((detector) => ({ detector, config: detector.defaults })),
      analyse: createAnalyser(),
      installation: UNKNOWN_INSTALLATION,
      limits: LIMITS,
    }),
  );
  const source = sessions();
  const before = collect();
  for (let session = 0; session < SESSIONS; session += 1)
    engines[session % PARTITIONS]?.event(source.next().value as AgentEvent[]);
  const after = (what: string): Figure[] => {
    const held = collect() - before;
    return [
      { what: `${what}, a session`, value: held / SESSIONS, unit: 'bytes' },
      { what: `  ${SESSIONS.toLocaleString('en')} of them`, value: held / GIB, unit: 'GiB', goal: { atMost: 1 } },
    ];
  };
  const live = after('heap right after the acts');
  tickAll(engines, 60_000);
  const settled = after('heap when all had their turn');
  tickAll(engines, 600_000);
  return [...live, ...settled, ...after('heap after 3 minutes of silence')];
}

function tickAll(engines: readonly PartitionEngine[], afterMs: number): void {
  for (const [partition, engine] of engines.entries())
    engine.control(controlEvent({ type: 'tick' }, partition, Date.now() + afterMs));
}

/** Bytes of heap in use once all garbage is gone. */
function garbageCollector(): () => number {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  return () => {
    collect();
    return process.memoryUsage().heapUsed;
  };
}

export const sessionsBench: Bench = {
  title: `live sessions: ${SESSIONS.toLocaleString('en')} of ${EVENTS} events of the standard load in the engine's core`,
  measure,
};
