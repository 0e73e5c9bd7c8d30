/** The same telemetry gives the same alerts: whatever the stream, however many partitions, in another order and twice. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { anew } from '../../cli/demo/recorded';
import type { Message } from '../../cli/demo/tell';
import { ALL_TOPICS, ENGINE_TOPICS } from '../../contracts/stream';
import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { kafkaClient } from '../../stream/kafka/client';
import { seeded } from '../bench/standard-load';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { describeWithKafka } from '../support/kafka/kafka-tests';
import { mixed, takeApart } from '../support/loose-records';
import { genaiSpan, gpuLoad } from '../support/tool-calls';

const FIXTURES = [
  'claude-code/suspicious-full',
  'claude-code/benign-full',
  'codex/suspicious-full',
  'copilot/suspicious-full',
  'gemini-cli/suspicious-default',
  'qwen-code/suspicious-default',
  'opencode/suspicious-full',
  'genai/openai-suspicious-full',
  'openinference/openai-suspicious-full',
  'openinference/agents-suspicious-full',
  'vercel-ai/5-suspicious-full',
  'vercel-ai/7-suspicious-full',
  'traceloop/suspicious-full',
  'langfuse/suspicious-full',
  'mastra/suspicious-full',
];
const now = Date.now();
const folder = join(__dirname, '..', '..', 'collector', 'dialects', 'fixtures');
const recorded = FIXTURES.flatMap((name) => anew(readFileSync(join(folder, `${name}.json`), 'utf8'), now, 'same'));

/** A GPU that gets busy though the agent on its host only reads: found in order of time alone, on the partition of the host. */
const HOST = 'trainer-1';
const LATENESS_S = 30;
const T = now - 3_600_000;
const call = (id: string) => ({ session: 'on-trainer', id });
const agentAt = (id: string, at: number) =>
  genaiSpan(call(id), { argumentsText: JSON.stringify({ command: 'git status' }), host: HOST }, at);
const load = [
  agentAt('act', T),
  ...Array.from({ length: 12 }, (_, second) => gpuLoad(HOST, second < 2 ? 0.01 : 0.97, T + second * 1_000)),
];
/** What comes minutes later, one step after the other, so that the time of session and host passes what waits for its turn. */
const later: readonly Message[] = [
  agentAt('later', T + 600_000),
  gpuLoad(HOST, 0.5, T + 600_000),
  gpuLoad(HOST, 0.5, T + 1_200_000),
];

const records = takeApart([...recorded, ...load]);
const config = (stream: object) => ({
  stream,
  alerts: { terminal: 'off' },
  engine: {
    latenessSeconds: LATENESS_S,
    tickSeconds: 1,
    detectors: { 'resource-hijacking-load': { settings: { minutes: 0.1, samples: 5 } } },
  },
});

/** Until the engine and the alerts role have handled all that was published; what they do then is told by `what`. */
async function settled(gander: GanderProcess): Promise<void> {
  const topics = [...ENGINE_TOPICS.filter((topic) => topic !== 'gander.control.v1'), 'gander.findings.v1'];
  let before = '';
  await eventually(
    'everything published is handled',
    async () => {
      await wait(150);
      const page = await gander.metrics();
      const published = topics.map((topic) => page.sum('gander_published_total', { topic }));
      const role = (topic: string) => (topic === 'gander.findings.v1' ? 'gander-alerts' : 'gander-engine');
      const consumed = topics.map((topic) => page.sum('gander_consumed_total', { group: role(topic), topic }));
      const still = before === published.join();
      before = published.join();
      return still && consumed.join() === before;
    },
    60_000,
  );
}

/** Fingerprints of secrets are part of some alerts' ids. */
const KEY = 'ab'.repeat(32);

/** Severity by alert, with words in front that say which it is. */
async function alertsFrom(stream: object, requests: readonly Message[]): Promise<Record<string, string>> {
  const data = newDataFolder(KEY);
  const gander = await startGander({ folder: data.folder, config: config(stream) });
  try {
    const exporter = createExporter(() => gander.otlp);
    for (const request of requests) await exporter.send(request);
    await settled(gander);
    for (const request of later) {
      await exporter.send(request);
      await settled(gander);
    }
    const alerts = await gander.allAlerts();
    return Object.fromEntries(
      alerts
        .map((alert) => [`${alert.source.dialect} ${alert.detector} ${alert.why} ${alert.id}`, alert.severity] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  } finally {
    await gander.kill();
    data.remove();
  }
}

const shuffled = (seed: number) => mixed(records, seeded(seed), LATENESS_S * 1_000, 16);
let expected: Record<string, string>;

beforeAll(async () => {
  expected = await alertsFrom({ driver: 'embedded', partitions: 1 }, [...recorded, ...load]);
}, 60_000);

test('sent in order and once, every agent alerts on each class, and the load on the host does', () => {
  const classes = Map.groupBy(Object.keys(expected), (alert) => alert.split(' ', 1)[0] ?? '');
  const detectors = [...classes].map(([dialect, alerts]) => [
    dialect,
    [...new Set(alerts.map((alert) => alert.split(' ')[1]))].sort(),
  ]);
  const found = Object.fromEntries(detectors) as Record<string, string[]>;
  const agents = new Set(FIXTURES.map((name) => name.split('/', 1)[0] ?? ''));
  for (const agent of agents) {
    expect([agent, ...(found[agent] ?? [])]).toEqual(
      expect.arrayContaining([agent, 'credential-access', 'resource-hijacking', 'reverse-shell']),
    );
  }
  expect(found['host-metrics']).toEqual(['resource-hijacking-load']);
});

test.each([
  ['1 partition', 1],
  ['12 partitions', 12],
])(
  'embedded, %s, twice and shuffled',
  async (_, partitions) => {
    expect(await alertsFrom({ driver: 'embedded', partitions }, shuffled(partitions))).toEqual(expected);
  },
  60_000,
);

describeWithKafka(
  'Kafka',
  (kafka) => {
    /** The next test makes its own, with another number of partitions. */
    afterEach(async () => {
      const { kafka: usual } = loadConfig({ env: {} }).stream;
      const client = kafkaClient(
        { ...usual, brokers: kafka().brokers },
        createLogger({ level: 'error', format: 'text' }),
      );
      const admin = client.admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [...ALL_TOPICS] });
      await admin.disconnect();
    });

    test.each([
      ['1 partition', 1],
      ['12 partitions', 12],
    ])(
      '%s, twice and shuffled',
      async (_, partitions) => {
        const stream = { driver: 'kafka', partitions, kafka: { brokers: kafka().brokers } };
        expect(await alertsFrom(stream, shuffled(100 + partitions))).toEqual(expected);
      },
      60_000,
    );
  },
  () => Promise.resolve({}),
);
