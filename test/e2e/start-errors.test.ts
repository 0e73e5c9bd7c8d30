/** What `gander start` does when it cannot start: says why in one line with a code, ends with 1, and leaves nothing running or locked. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { newDataFolder, startGander } from '../support/gander-process';

const root = resolve(__dirname, '..', '..');
let folder: string;
let data: string;
let taken: Server;
let port: number;

beforeAll(async () => {
  taken = createServer().listen(0, '127.0.0.1');
  await new Promise((listens) => taken.once('listening', listens));
  port = (taken.address() as AddressInfo).port;
});
afterAll(() => taken.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-start-'));
  data = join(folder, 'data');
});
afterEach(() => rmSync(folder, { recursive: true }));

const FREE = { collector: { http: { port: 0 }, grpc: { port: 0 } }, console: { port: 0 } };

function start(config: object = {}): Promise<{ code: number; err: string }> {
  const file = join(folder, 'gander.yaml');
  writeFileSync(file, JSON.stringify({ data, ...FREE, log: { level: 'error' }, ...config }));
  const command = [join(root, 'bin', 'gander.js'), 'start', '--config', file];
  return new Promise((done) => {
    execFile(process.execPath, command, { cwd: folder, timeout: 25_000 }, (error, _, err) => {
      done({ code: error === null ? 0 : Number(error.code), err });
    });
  });
}

function put(path: string, text: string): void {
  mkdirSync(join(data, path, '..'), { recursive: true });
  writeFileSync(join(data, path), text);
}

/** The last line of standard error: what a person, or a unit's status, shows. */
const lastLine = (err: string) => err.trimEnd().split('\n').at(-1);

test.each([
  ['http', { ...FREE, collector: { http: { port: -1 }, grpc: { port: 0 } } }],
  ['grpc', { ...FREE, collector: { http: { port: 0 }, grpc: { port: -1 } } }],
  ['console', { ...FREE, console: { port: -1 } }],
])('the port of %s is taken', async (_, config) => {
  const given = JSON.parse(JSON.stringify(config).replace('-1', String(port))) as object;
  const { code, err } = await start(given);
  expect([code, lastLine(err)]).toEqual([1, `gander: 127.0.0.1:${port} is taken by another program [address_in_use]`]);
});

test.each([
  ['tokens.json', '{"tokens": [{', 'config_unreadable'],
  ['api-token', '\n', 'config_unreadable'],
  ['keys/default.key', 'short', 'config_unreadable'],
  ['store/gander.db', 'x'.repeat(5_000), 'store_corrupt'],
  ['store/gander-archive.db', 'x'.repeat(5_000), 'store_corrupt'],
  ['store/gander-snapshots.db', 'x'.repeat(5_000), 'store_corrupt'],
  ['stream/groups.db', 'x'.repeat(5_000), 'stream_corrupt'],
  ['stream/segments/00000001.db', 'x'.repeat(5_000), 'stream_corrupt'],
])('a broken %s is named', async (file, text, errorCode) => {
  put(file, text);
  const { code, err } = await start();
  expect([code, lastLine(err)]).toEqual([1, expect.stringContaining(join(data, file))]);
  expect(lastLine(err)).toMatch(new RegExp(`^gander: .* \\[${errorCode}\\]$`));
});

test('a data folder that cannot be made', async () => {
  writeFileSync(join(folder, 'file'), '');
  data = join(folder, 'file', 'data');
  const { code, err } = await start();
  expect([code, lastLine(err)]).toEqual([
    1,
    expect.stringMatching(/^gander: the data folder .* \[data_folder_unusable\]$/),
  ]);
});

test('a data folder that another Gander uses, which goes on', async () => {
  const own = newDataFolder();
  const other = await startGander({ folder: own.folder });
  data = own.folder;
  const { code, err } = await start();
  expect([code, lastLine(err)]).toEqual([1, expect.stringMatching(/another Gander uses .* \[data_folder_in_use\]$/)]);
  expect((await other.get('/readyz')).status).toBe(200);
  expect(await other.stop()).toMatchObject({ code: 0 });
  own.remove();
});

test('a configuration that is wrong tells everything that is, and makes no data folder', async () => {
  const webhook = { name: 'ops', url: 'https://hooks.example', secret: 'whsec_MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIz' };
  const { code, err } = await start({ alerts: { webhooks: [webhook, webhook] }, engine: { tickSeconds: 0 } });
  expect(code).toBe(1);
  expect(err).toContain('alerts.webhooks.1.name: another webhook is named ops too');
  expect(err).toContain('engine.tickSeconds: ');
  expect(readdirSync(folder)).toEqual(['gander.yaml']);
});

test('a listener that others reach, without a token', async () => {
  const { code, err } = await start({ ...FREE, console: { host: '0.0.0.0', port: 0 } });
  expect([code, lastLine(err)]).toEqual([1, expect.stringContaining('[listener_needs_tokens]')]);
});

test('what failed to start has left the data folder free for the next', async () => {
  expect((await start({ ...FREE, console: { port } })).code).toBe(1);
  const gander = await startGander({ folder: data });
  expect(await gander.stop()).toMatchObject({ code: 0 });
});
