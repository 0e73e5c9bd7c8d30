import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config';
import { errorCode, messageOf } from './errors';

const folder = mkdtempSync(join(tmpdir(), 'gander-config-'));
afterAll(() => rmSync(folder, { recursive: true }));

function load(text: string, env: Record<string, string> = {}) {
  const file = join(folder, 'gander.yaml');
  writeFileSync(file, text);
  return loadConfig({ file, env });
}

function problem(text: string, env: Record<string, string> = {}): { code: string | undefined; message: string } {
  try {
    load(text, env);
  } catch (error) {
    return { code: errorCode(error), message: messageOf(error) };
  }
  throw new Error('was accepted');
}

test('without a file everything listens on the loopback and keeps its data in ./data', () => {
  const config = loadConfig({ env: {} });
  expect([config.collector.http, config.collector.grpc, config.console]).toEqual([
    { host: '127.0.0.1', port: 4318 },
    { host: '127.0.0.1', port: 4317 },
    { host: '127.0.0.1', port: 4319 },
  ]);
  expect(config.data).toBe(join(process.cwd(), 'data'));
  expect(config.stream.driver).toBe('embedded');
});

test('an unknown key is an error that names its line', () => {
  expect(problem('console:\n  host: 127.0.0.1\n  prot: 4319\n')).toEqual({
    code: 'config_invalid',
    message: `${join(folder, 'gander.yaml')}:3: console.prot: unknown key`,
  });
});

test('all problems are told at once, each with its line', () => {
  const { message } = problem('stream:\n  partitions: 0\n  driver: rabbit\nlog:\n  level: loud\n');
  expect(message.split('\n').map((line) => /:(\d+): (\S+):/.exec(line)?.slice(1))).toEqual([
    ['3', 'stream.driver'],
    ['2', 'stream.partitions'],
    ['5', 'log.level'],
  ]);
});

test.each([
  ['a list at the top', '- a\n', ':1: '],
  ['broken YAML', 'a: [1, 2\n', 'gander.yaml:'],
  [
    'a webhook secret that is none',
    'alerts:\n  webhooks:\n    - { name: ops, url: "http://127.0.0.1:1/", secret: hunter2 }\n',
    'alerts.webhooks.0.secret',
  ],
  [
    'a webhook that is no web address',
    'alerts:\n  webhooks:\n    - { name: ops, url: "file:///etc/passwd", secret: whsec_MDEyMzQ1Njc4OWFiY2RlZg== }\n',
    'alerts.webhooks.0.url',
  ],
])('%s is refused', (_, text, expected) => {
  expect(problem(text).message).toContain(expected);
});

test('a variable is put in, and one that is not set is an error that names it', () => {
  const text = 'alerts:\n  webhooks:\n    - { name: ops, url: "http://127.0.0.1:1/x", secret: "${env:HOOK_SECRET}" }\n';
  expect(load(text, { HOOK_SECRET: 'whsec_MDEyMzQ1Njc4OWFiY2RlZg==' }).alerts.webhooks[0]?.secret).toBe(
    'whsec_MDEyMzQ1Njc4OWFiY2RlZg==',
  );
  expect(problem(text)).toEqual({ code: 'config_unreadable', message: expect.stringContaining('HOOK_SECRET') });
});

test('the secret of a webhook is never in an error', () => {
  const { message } = problem(
    'alerts:\n  webhooks:\n    - { name: "Not Good", url: "http://127.0.0.1:1/x", secret: whsec_MDEyMzQ1Njc4OWFiY2RlZg== }\n',
  );
  expect(message).toContain('alerts.webhooks.0.name');
  expect(message).not.toContain('MDEyMzQ1');
});

test('the command line wins over the environment, the environment over the file', () => {
  const file = join(folder, 'order.yaml');
  writeFileSync(file, 'data: /from/file\n');
  expect(loadConfig({ file, env: {} }).data).toBe('/from/file');
  expect(loadConfig({ file, env: { GANDER_DATA: '/from/env' } }).data).toBe('/from/env');
  expect(loadConfig({ file, env: { GANDER_DATA: '/from/env' }, overrides: { data: '/from/line' } }).data).toBe(
    '/from/line',
  );
});

test('nobody can change a configuration that was read', () => {
  const config = loadConfig({ env: {} });
  expect(() => {
    (config.stream as { partitions: number }).partitions = 99;
  }).toThrow();
});
