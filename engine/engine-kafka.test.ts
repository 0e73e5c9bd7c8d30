import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '../contracts/event';
import type { Finding } from '../contracts/finding';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { encodeEnvelope } from '../stream/envelope';
import { openKafkaStream } from '../stream/kafka/kafka-stream';
import { exec } from '../test/support/agent-events';
import { alertsOf, analyse, evil, thirdOnHost } from '../test/support/engine';
import { eventually } from '../test/support/eventually';
import { describeWithKafka } from '../test/support/kafka/kafka-tests';
import { startEngine } from './engine';

const log = createLogger({ level: 'error', format: 'text', write: () => undefined });
const PATIENCE_MS = 60_000;

const envelope = (event: AgentEvent) => {
  const { value, encoding } = encodeEnvelope([event]);
  const headers = { encoding, tenant: 'default' };
  return { topic: 'gander.events.v1', key: `default/${event.scope}`, value, headers } as const;
};

describeWithKafka('the engine on Kafka', (kafka) => {
  it('keeps its alerts while partitions change hands between members', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'gander-engine-kafka-'));
    const base = loadConfig({ env: {}, overrides: { data: folder } });
    const config = { ...base, engine: { ...base.engine, latenessSeconds: 1, tickSeconds: 1, snapshotSeconds: 1 } };
    const metrics = createMetrics();
    const client = { ...config.stream.kafka, brokers: kafka().brokers };
    const stream = await openKafkaStream({ config: client, partitions: 3 }, { log, metrics });
    const store = await openSqliteStore({ file: join(folder, 'store.db'), log });
    const detectors = [evil, thirdOnHost].map((detector) => ({ detector, config: {} }));
    const start = () => startEngine({ config, stream, store, detectors, analyse, log, metrics });

    const findings: Finding[] = [];
    const reader = await stream.consume({
      group: 'reader',
      topics: ['gander.findings.v1'],
      start: 'earliest',
      onBatch: ({ messages }) => {
        findings.push(...messages.map(({ value }) => JSON.parse(Buffer.from(value).toString()) as Finding));
        return Promise.resolve();
      },
    });
    const severities = () => Object.values(alertsOf(findings.filter(({ detector }) => detector === 'evil')));

    const names = Array.from({ length: 30 }, (_, index) => `s${index}`);
    const of = (name: string) => ({ scope: `session:x:${name}`, callId: 'c', receivedAt: Date.now() });
    const results = names.map((name) =>
      envelope(exec(undefined, { ...of(name), at: 60_000, outcome: { exitCode: 0 } })),
    );

    const first = await start();
    await stream.publish(names.map((name) => envelope(exec(`evil:${name}`, { ...of(name), phase: 'proposed' }))));
    await eventually('thirty alerts', () => severities().length === 30, PATIENCE_MS);
    await eventually('one of the host', () => findings.some(({ scope }) => scope === 'host:build-7'), PATIENCE_MS);
    const second = await start();
    await stream.publish(results.slice(0, 15));
    await first.stop();
    await stream.publish(results.slice(15));
    await eventually('their outcomes', () => severities().every((one) => one === 'critical'), PATIENCE_MS);
    expect(severities()).toHaveLength(30);

    await second.stop();
    await reader.stop();
    await stream.close();
    await store.close();
    rmSync(folder, { recursive: true });
  }, 180_000);
});
