import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { runCollector } from '../../test/support/running-collector';
import type { RunningCollector } from '../../test/support/running-collector';
import { RecordSink } from '../receive/otlp/record-sink';
import { sensorReaders } from './catalogue';
import { readLines } from './read-lines';

const running: RunningCollector[] = [];
afterEach(async () => {
  await Promise.all(running.splice(0).map((collector) => collector.stop()));
});

async function run(): Promise<RunningCollector> {
  const collector = await runCollector();
  running.push(collector);
  return collector;
}

async function post(at: RunningCollector, path: string, body: string, headers: Record<string, string> = {}) {
  const response = await fetch(`${at.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', ...headers },
    body: headers['content-encoding'] === 'gzip' ? new Uint8Array(gzipSync(body)) : body,
  });
  return [response.status, await response.text()] as const;
}

const lines = (...list: object[]) => list.map((line) => JSON.stringify(line)).join('\n');
const now = () => new Date().toISOString();

const falcoLine = (command: string) => ({
  time: now(),
  rule: 'Outbound tool in agent box',
  priority: 'Warning',
  source: 'syscall',
  hostname: 'runner-3',
  output: 'curl started',
  output_fields: {
    'proc.cmdline': command,
    'proc.name': 'curl',
    'proc.pid': 4312,
    'proc.ppid': 4300,
    'user.name': 'dev',
    'fd.name': '<NA>',
  },
});

test("Falco's rule matches are findings of the host", async () => {
  const at = await run();
  expect(await post(at, '/sensors/falco', JSON.stringify(falcoLine('curl https://example.org')))).toEqual([200, '{}']);
  const [event] = await at.events();
  expect(event).toMatchObject({
    scope: 'host:runner-3',
    host: 'runner-3',
    user: 'dev',
    source: { dialect: 'falco', signal: 'sensor' },
    action: {
      type: 'external.finding',
      sensor: 'falco',
      rule: 'Outbound tool in agent box',
      priority: 'Warning',
      process: { pid: 4312, parentPid: 4300, name: 'curl', command: 'curl https://example.org' },
    },
  });
  expect(event?.action).not.toHaveProperty('destination');
});

test("Tetragon's executions and policy events, with the address of a socket; exits tell nothing", async () => {
  const at = await run();
  const process = { pid: 7, uid: 1000, binary: '/usr/bin/curl', arguments: 'https://example.org' };
  const body = lines(
    { process_exec: { process, parent: { pid: 4 } }, node_name: 'runner-3', time: now() },
    {
      process_kprobe: {
        process,
        policy_name: 'egress',
        function_name: 'tcp_connect',
        args: [{ sock_arg: { daddr: '203.0.113.9', dport: 3333 } }],
      },
      node_name: 'runner-3',
      time: now(),
    },
    { process_exit: { process }, node_name: 'runner-3', time: now() },
  );
  expect(await post(at, '/sensors/tetragon', body, { 'content-encoding': 'gzip' })).toEqual([200, '{}']);
  expect((await at.events()).map(({ action }) => action)).toMatchObject([
    { rule: 'process_exec', process: { name: 'curl', parentPid: 4, owner: '1000' } },
    { rule: 'egress', destination: '203.0.113.9:3333' },
  ]);
  expect(await at.counted('gander_records_ignored_total', { dialect: 'tetragon' })).toBe(1);
});

test("any other sensor speaks Gander's own form", async () => {
  const at = await run();
  const finding = {
    time: now(),
    sensor: 'cloud-firewall',
    rule: 'known-mining-pool',
    host: 'gpu-node-4',
    text: 'outbound 3333/tcp',
    destination: '203.0.113.51:3333',
    priority: 'high',
  };
  await post(at, '/sensors/findings', lines(finding));
  const [event] = await at.events();
  expect(event).toMatchObject({
    host: 'gpu-node-4',
    agent: { family: 'cloud-firewall' },
    action: { sensor: 'cloud-firewall', rule: 'known-mining-pool', destination: '203.0.113.51:3333' },
  });
});

test('a broken line is lost and counted, the others are taken; with none that can be read it is an error', async () => {
  const at = await run();
  const body = `${JSON.stringify(falcoLine('a'))}\n{"rule": \n\n[1]\n${JSON.stringify(falcoLine('b'))}`;
  expect(await post(at, '/sensors/falco', body)).toEqual([
    200,
    '{"rejected":2,"errorMessage":"2 lines that are no JSON object"}',
  ]);
  expect(await at.events()).toHaveLength(2);
  expect(await at.counted('gander_records_lost_total', { reason: 'line' })).toBe(2);
  expect((await post(at, '/sensors/falco', 'nothing'))[0]).toBe(400);
  expect(await post(at, '/sensors/falco', '')).toEqual([200, '{}']);
  expect((await post(at, '/sensors/nosuch', '{}'))[0]).toBe(404);
  expect((await post(at, '/sensors/falco', '{}', { 'content-type': 'text/plain' }))[0]).toBe(415);
});

test('secrets in what a sensor says are taken out', async () => {
  const at = await run();
  await post(at, '/sensors/falco', lines(falcoLine('aws configure set aws_access_key_id AKIAIOSFODNN7EXAMPLE')));
  expect(JSON.stringify(await at.events())).not.toContain('AKIAIOSFODNN7EXAMPLE');
});

test('no line makes a reader fail', () => {
  const limits = { records: 100, attributes: 50, values: 500, stringBytes: 1_000, depth: 8 };
  const around = {
    sender: { tenant: 'default', authenticated: false, loopback: true },
    receivedAt: Date.UTC(2026, 0, 5),
    machineHost: 'devbox',
  };
  const keys = ['rule', 'time', 'hostname', 'host', 'output_fields', 'process', 'process_kprobe', 'args', 'sock_arg'];
  const value = fc.letrec((tie) => ({
    value: fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(tie('value')), tie('object')),
    object: fc.dictionary(fc.constantFrom(...keys, 'binary', 'pid', '__proto__'), tie('value')),
  }));
  fc.assert(
    fc.property(fc.constantFrom(...sensorReaders.keys()), fc.array(value.object), (sensor, objects) => {
      const { normalised } = readLines(
        sensor,
        Buffer.from(lines(...(objects as object[]))),
        new RecordSink(limits),
        around,
      );
      expect(normalised.ignored.filter(({ reason }) => reason === 'failed')).toEqual([]);
    }),
  );
});
