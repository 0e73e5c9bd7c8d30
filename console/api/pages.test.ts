import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runConsole } from '../../test/support/running-console';
import type { RunningConsole } from '../../test/support/running-console';

let running: RunningConsole;
beforeEach(async () => {
  running = await runConsole();
});
afterEach(() => running.stop());

const get = (path: string) => running.ask(path, { token: '' });

function build(): void {
  mkdirSync(join(running.folder, 'web', 'assets'), { recursive: true });
  writeFileSync(join(running.folder, 'web', 'index.html'), '<!doctype html><title>Gander</title>');
  writeFileSync(join(running.folder, 'web', 'assets', 'app-1.js'), 'start()');
}

test('pages are open to all, under a policy that runs and loads nothing but our files', async () => {
  build();
  for (const path of ['/', '/incidents/1', '/replay/host%3Abuild.local?at=1', '/alerts/<script>']) {
    const { status, headers, text } = await get(encodeURI(path));
    expect([status, headers['content-type'], text]).toEqual([
      200,
      'text/html; charset=utf-8',
      expect.stringContaining('<title>'),
    ]);
    expect(headers['content-security-policy']).toContain("default-src 'self'; object-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'private, no-cache' });
  }
});

test('files with a digest in their name are kept by the browser; one that is not there is told so', async () => {
  build();
  const { headers, text } = await get('/assets/app-1.js');
  expect([text, headers['cache-control']]).toEqual(['start()', 'public, max-age=31536000, immutable']);
  expect(headers['content-security-policy']).toContain("default-src 'self'");
  for (const path of ['/assets/app-2.js', '/favicon.ico', '/assets/..%2f..%2fapi-token', '/..%2fapi-token', '/.env'])
    expect([path, (await get(path)).text]).toEqual([path, expect.not.stringContaining('gnd_')]);
  expect((await get('/assets/app-2.js')).status).toBe(404);
});

test('pages that were not built are told in words', async () => {
  const { status, headers, text } = await get('/');
  expect([status, headers['content-type']]).toEqual([404, 'text/plain; charset=utf-8']);
  expect(text).toContain('npm run build');
});

test('nothing below /api is a page', async () => {
  build();
  expect((await get('/api/nothing')).status).toBe(401);
  expect((await running.ask('/api/nothing')).headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect((await running.ask('/', { method: 'POST' })).status).toBe(404);
});
