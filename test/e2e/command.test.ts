import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const root = resolve(__dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'gander-command-'));
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs the command in an empty folder. */
function gander(...args: string[]): Promise<Ended> {
  return new Promise((done) => {
    execFile(
      process.execPath,
      [join(root, 'bin', 'gander.js'), ...args],
      { cwd: folder, timeout: 20_000 },
      (error, out, err) => {
        done({ code: error === null ? 0 : Number(error.code), out, err });
      },
    );
  });
}

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test.each([
  'start',
  'demo',
  'send',
  'detectors',
  'config',
  'token',
  'outbox',
  'hook',
  'scan',
  'verdicts',
  'anomaly-score',
  'sensor',
])('%s --help tells its options with an example', async (verb) => {
  const { code, out } = await gander(verb, '--help');
  expect(code).toBe(0);
  expect(out).toMatch(new RegExp(`Usage: gander ${verb}[^]*Example:\\n {2}gander ${verb}`));
});

test('without a verb it lists the verbs, and an unknown one is an error', async () => {
  expect(await gander()).toMatchObject({ code: 2, out: expect.stringContaining('Usage: gander <verb>') });
  expect(await gander('strat')).toMatchObject({ code: 2, err: expect.stringContaining('there is no verb "strat"') });
  expect((await gander('--version')).out.trim()).toBe(
    JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).version,
  );
});

test('an option that does not exist is named', async () => {
  expect(await gander('start', '--prot', '1')).toMatchObject({ code: 2, err: expect.stringContaining('--prot') });
});

test('config check names file, line and key of what is wrong, and hides secrets', async () => {
  const bad = file('bad.yaml', 'stream:\n  driver: rabbit\n');
  expect(await gander('config', 'check', '--config', bad)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`${bad}:2: stream.driver`),
  });
  const good = file(
    'good.yaml',
    'alerts:\n  webhooks:\n    - { name: ops, url: "http://127.0.0.1:9/", secret: whsec_MDEyMzQ1Njc4OWFiY2RlZg== }\n',
  );
  const { code, out } = await gander('config', 'check', '--config', good, '--json');
  expect([code, JSON.parse(out).alerts.webhooks[0].secret]).toEqual([0, '<hidden>']);
});

test('token create prints a token once, keeps its digest alone, and list and revoke know it', async () => {
  const data = join(folder, 'data');
  const { out } = await gander('token', 'create', '--name', 'build-7', '--host', 'build-7', '--data', data);
  const token = out.trim();
  expect(token).toMatch(/^gnd_[\w-]{43}$/);
  expect(readFileSync(join(data, 'tokens.json'), 'utf8')).not.toContain(token);
  expect(statSync(join(data, 'tokens.json')).mode & 0o777).toBe(0o600);
  expect((await gander('token', 'create', '--name', 'build-7', '--data', data)).code).toBe(2);
  expect((await gander('token', 'list', '--data', data)).out).toContain('build-7');
  expect((await gander('token', 'revoke', '--name', 'build-7', '--data', data)).code).toBe(0);
  expect((await gander('token', 'list', '--data', data)).out).toBe('');
});

test('detectors list, show and test', async () => {
  expect((await gander('detectors', 'list')).out).toMatch(/^reverse-shell +high/m);
  expect((await gander('detectors', 'show', 'credential-access')).out).toContain('What it cannot see');
  expect(await gander('detectors', 'show', 'nosuch')).toMatchObject({
    code: 2,
    err: expect.stringContaining('nosuch'),
  });
  expect(await gander('detectors', 'test')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/reverse-shell: (\d+) of \1 cases hold/),
  });
});

test('send posts the bytes as they are, to the path of their signal, with the token', async () => {
  const got: string[] = [];
  const server = createServer((request, response) => {
    let size = 0;
    request.on('data', (chunk: Buffer) => (size += chunk.length));
    request.on('end', () => {
      got.push(
        `${request.url ?? ''} ${request.headers['content-type'] ?? ''} ${request.headers.authorization ?? ''} ${size}`,
      );
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const to = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const spans = file('a.json', '{"resourceSpans":[]}');
  const logs = file('0001-logs.pb', '\n\u0000');
  expect((await gander('send', spans, logs, '--to', to, '--token', 'gnd_decoy')).code).toBe(0);
  server.close();
  expect(got).toEqual([
    '/v1/traces application/json Bearer gnd_decoy 20',
    '/v1/logs application/x-protobuf Bearer gnd_decoy 2',
  ]);
  expect(await gander('send', spans, '--to', to)).toMatchObject({
    code: 1,
    err: expect.stringContaining(`${to} does not answer`),
  });
});
