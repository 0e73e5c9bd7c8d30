/** A real Apache Kafka for the tests: one node in KRaft mode on the loopback, from the jars that `pom.xml` here fetches into `lib/`. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

const root = __filename.endsWith('.ts') ? join(__dirname, '..', '..', '..') : join(__dirname, '..', '..', '..', '..');
const lib = join(root, 'test', 'support', 'kafka', 'lib');
const START_MS = 90_000;
/** A small heap and the quick compiler: the broker starts in a few seconds. */
const JVM = ['-Xms128m', '-Xmx384m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-cp', join(lib, '*')];

/** Why there is no Kafka to test with, or undefined when there is. `own`: a broker that the tests may stop. */
export function whyNoKafka(own = false): string | undefined {
  if (process.env['KAFKA_BROKERS'] && !own) return undefined;
  if (!existsSync(lib) || readdirSync(lib).length === 0)
    return 'no KAFKA_BROKERS, and no jars: mvn -f test/support/kafka/pom.xml dependency:copy-dependencies';
  if (spawnSync('java', ['-version']).status !== 0) return 'no KAFKA_BROKERS, and no java (17 or newer)';
  return undefined;
}

export interface TestKafka {
  brokers: string[];
  /** Ends the broker as an operator would (`SIGTERM`), or as a crash does (`SIGKILL`). */
  stop(signal?: NodeJS.Signals): Promise<void>;
  /** Starts it again on the same port and data. */
  start(): Promise<void>;
  /** Stops it and removes its data. */
  remove(): Promise<void>;
}

export interface KafkaSettings {
  /** Listeners beside the plain one, such as `SECURE://127.0.0.1:9093`. */
  listeners?: readonly string[];
  /** Further broker settings. */
  properties?: Readonly<Record<string, string>>;
}

/** Starts a broker of the tests' own. */
export async function startKafka(more: KafkaSettings = {}): Promise<TestKafka> {
  const folder = mkdtempSync(join(tmpdir(), 'gander-kafka-'));
  const settings = join(folder, 'server.properties');
  const port = await freePort();
  writeFileSync(settings, propertiesText(folder, port, await freePort(), more));
  // With `=`: one id in 64 begins with a dash, and would be read as an option.
  const id = `--cluster-id=${randomBytes(16).toString('base64url')}`;
  execFileSync('java', [...JVM, 'kafka.tools.StorageTool', 'format', id, '-c', settings], { stdio: 'pipe' });
  let broker: ChildProcess | undefined;
  const start = async () => {
    const output = openSync(join(folder, 'output.log'), 'a');
    broker = spawn('java', [...JVM, 'kafka.Kafka', settings], { stdio: ['ignore', output, output] });
    await listening(port, broker, join(folder, 'output.log'));
  };
  const stop = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (broker?.exitCode !== null || broker.signalCode !== null) return;
    const gone = once(broker, 'exit');
    broker.kill(signal);
    await gone;
  };
  const killed = () => broker?.kill('SIGKILL');
  process.once('exit', killed);
  const remove = async () => {
    await stop('SIGKILL');
    process.off('exit', killed);
    rmSync(folder, { recursive: true, force: true });
  };
  await start();
  return { brokers: [`127.0.0.1:${port}`], start, stop, remove };
}

function propertiesText(folder: string, port: number, controllerPort: number, more: KafkaSettings): string {
  const controller = `CONTROLLER://127.0.0.1:${controllerPort}`;
  const settings = {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
    listeners: [`PLAINTEXT://127.0.0.1:${port}`, controller, ...(more.listeners ?? [])].join(','),
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': join(folder, 'logs'),
    'auto.create.topics.enable': 'false',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'group.initial.rebalance.delay.ms': '0',
    'broker.heartbeat.interval.ms': '500',
    'broker.session.timeout.ms': '2000',
    ...more.properties,
  };
  return Object.entries(settings)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** A port of the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function listening(port: number, broker: ChildProcess, output: string): Promise<void> {
  const deadline = Date.now() + START_MS;
  while (!(await accepts(port))) {
    if (broker.exitCode !== null || Date.now() > deadline) throw new Error(`Kafka did not start; see ${output}`);
    await wait(100);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
