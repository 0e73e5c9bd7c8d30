import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Detector } from '../contracts/detector';
import type { AgentEvent } from '../contracts/event';
import type { Finding } from '../contracts/finding';
import type { DeadLetter, OutgoingMessage, Stream, Topic } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { openEmbeddedStream } from '../stream/embedded/open-embedded';
import { encodeEnvelope } from '../stream/envelope';
import { agentEvent, exec } from '../test/support/agent-events';
import { eventually } from '../test/support/eventually';
import { alertsOf, analyse, evil, readThenFetch, thirdOnHost } from '../test/support/engine';
import { startEngine } from './engine';
import type { RunningEngine } from './engine';

const log = createLogger({ level: 'error', format: 'text', write: () => undefined });
const PARTITIONS = 3;

let folder: string;
let stream: Stream;
let store: Store;
let running: RunningEngine[];
let metrics: ReturnType<typeof createMetrics>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'gander-engine-'));
  metrics = createMetrics();
  running = [];
  const size = { partitions: PARTITIONS, retentionHours: 24, retentionBytes: 1e9 };
  stream = await openEmbeddedStream({ folder: join(folder, 'stream'), ...size, log, metrics });
  store = await openSqliteStore({ file: join(folder, 'store.db'), log });
});

afterEach(async () => {
  await Promise.all(running.map((engine) => engine.stop()));
  await stream.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const settings = { engine: { latenessSeconds: 1, tickSeconds: 1, snapshotSeconds: 3_600 } };

async function start(over: { stream?: Stream; detectors?: readonly Detector[] } = {}): Promise<RunningEngine> {
  const base = loadConfig({ env: {}, overrides: { data: folder } });
  const config = { ...base, engine: { ...base.engine, ...settings.engine } };
  const detectors = (over.detectors ?? [evil, readThenFetch, thirdOnHost]).map((detector) => ({
    detector,
    config: {},
  }));
  const engine = await startEngine({ config, stream: over.stream ?? stream, store, detectors, analyse, log, metrics });
  running.push(engine);
  return engine;
}

const envelope = (...events: AgentEvent[]): OutgoingMessage => {
  const { value, encoding } = encodeEnvelope(events);
  return {
    topic: 'gander.events.v1',
    key: `default/${events[0]!.scope}`,
    value,
    headers: { encoding, tenant: 'default' },
  };
};

async function all<T>(topic: Topic): Promise<T[]> {
  const found: T[] = [];
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    for await (const { value } of stream.read(topic, partition, 0))
      found.push(JSON.parse(Buffer.from(value).toString()) as T);
  }
  return found;
}

const findings = () => all<Finding>('gander.findings.v1');
const found = (count: number) => eventually(`${count} findings`, async () => (await findings()).length >= count);
const session = (name: string) => ({ scope: `session:claude-code:${name}` });

test('an event becomes a finding on the stream', async () => {
  await start();
  await stream.publish([envelope(exec('evil:a', { callId: 'c' }))]);
  await found(1);
  expect((await findings())[0]).toMatchObject({ detector: 'evil', why: 'a was run', entities: { host: 'build-7' } });
});

test('a detector keyed by host sees the acts of all sessions on it, in whatever partition', async () => {
  await start();
  const acts = ['one', 'two', 'six'].map((name, index) => envelope(exec('ls', { ...session(name), at: index })));
  await stream.publish(acts);
  await found(1);
  expect((await findings())[0]).toMatchObject({ detector: 'third-on-host', scope: 'host:build-7' });
});

test('silence passes: an act that waits for its order is stepped by a tick', async () => {
  await start({ detectors: [readThenFetch] });
  const now = { receivedAt: Date.now() };
  await stream.publish([
    envelope(
      agentEvent({ ...now, at: 1, action: { type: 'net.fetch', tool: 'F', url: 'https://x.test' } }),
      agentEvent({ ...now, at: 0, action: { type: 'file.read', tool: 'R', path: '/secret' } }),
    ),
  ]);
  await found(1);
});

test('what cannot be read is put aside, and the next message is taken', async () => {
  await start();
  const key = `default/${session('s').scope}`;
  const broken = {
    topic: 'gander.events.v1',
    key,
    value: Buffer.from('{"not'),
    headers: { tenant: 'default' },
  } as const;
  const strange = { ...broken, topic: 'gander.links.v1' } as const;
  await stream.publish([broken, strange, envelope(exec('evil:a', session('s')))]);
  await found(1);
  await eventually('two dead letters', async () => (await all('gander.dead.v1')).length === 2);
  expect(await all<DeadLetter>('gander.dead.v1')).toEqual([
    expect.objectContaining({ stage: 'engine', reason: 'stream_corrupt', bytes: 5, tenant: 'default' }),
    expect.objectContaining({ stage: 'engine', reason: 'stream_corrupt' }),
  ]);
});

test('an engine that starts again knows what the one before knew', async () => {
  const first = await start();
  await stream.publish([envelope(exec('evil:a', { callId: 'c' }))]);
  await found(1);
  await first.stop();
  await start();
  await stream.publish([envelope(exec(undefined, { callId: 'c', at: 60_000, outcome: { exitCode: 0 } }))]);
  await found(2);
  expect(Object.values(alertsOf(await findings()))).toEqual(['critical']);
});

test('a stream that refuses for a while loses no finding', async () => {
  let refusals = 3;
  const flaky: Stream = Object.create(stream, {
    publish: {
      value: (messages: readonly OutgoingMessage[]) => {
        if (messages[0]?.topic !== 'gander.findings.v1' || refusals-- <= 0) return stream.publish(messages);
        return Promise.reject(new Error('not now'));
      },
    },
    consume: { value: stream.consume.bind(stream) },
    partitions: { value: stream.partitions.bind(stream) },
    lag: { value: stream.lag.bind(stream) },
  }) as Stream;
  await start({ stream: flaky });
  await stream.publish([envelope(exec('evil:a', { callId: 'c' })), envelope(exec('evil:b', { callId: 'd' }))]);
  await found(2);
  expect(refusals).toBeLessThanOrEqual(0);
});

test('two engines share the partitions, and a change of hands loses and doubles no alert', async () => {
  const names = Array.from({ length: 40 }, (_, index) => `s${index}`);
  const proposals = names.map((name) =>
    envelope(exec(`evil:${name}`, { ...session(name), callId: 'c', phase: 'proposed' })),
  );
  const results = names.map((name) =>
    envelope(exec(undefined, { ...session(name), callId: 'c', at: 60_000, outcome: { exitCode: 0 } })),
  );
  await start({ detectors: [evil] });
  await stream.publish(proposals.slice(0, 20));
  await start({ detectors: [evil] });
  await stream.publish([...proposals.slice(20), ...results.slice(0, 30)]);
  await running.shift()?.stop();
  await stream.publish(results.slice(30));
  await eventually('forty certain alerts', async () => {
    const severities = Object.values(alertsOf(await findings()));
    return severities.length === 40 && severities.every((severity) => severity === 'critical');
  });
});

test('a snapshot of a newer generation than a broker counts now does not stop the owner', async () => {
  for (let partition = 0; partition < PARTITIONS; partition += 1) {
    const state = Buffer.from('not a snapshot');
    await store.writeSnapshot({ group: 'gander-engine', partition, generation: 99, offsets: {}, state, takenAt: 0 });
  }
  const engine = await start();
  await stream.publish([envelope(exec('evil:a', { callId: 'c' }))]);
  await found(1);
  await engine.stop();
  const snapshots = await Promise.all([0, 1, 2].map((partition) => store.snapshot('gander-engine', partition)));
  expect(snapshots.map((snapshot) => snapshot?.generation)).toEqual([100, 100, 100]);
});
