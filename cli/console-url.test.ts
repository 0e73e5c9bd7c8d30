import { errorCode } from '../platform/errors';
import { runConsole } from '../test/support/running-console';
import type { RunningConsole } from '../test/support/running-console';
import { consoleUrl, consoleUrlVerb } from './console-url';

let running: RunningConsole;
let printed: string;

beforeEach(async () => {
  running = await runConsole();
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await running.stop();
});

const run = (...args: string[]) => consoleUrlVerb.run(args);
const api = () => `http://127.0.0.1:${running.console.port}`;

test('the address that it prints signs a browser in, once, under the name that was given', async () => {
  expect(await run('--api', api(), '--data', running.folder, '--user', 'ann')).toBe(0);
  const [, code] = /^http:\/\/127\.0\.0\.1:\d+\/#code=([\w-]{43})\n$/.exec(printed) ?? [];
  const answer = await running.ask('/api/session', { method: 'POST', json: { code }, token: '' });
  expect([answer.status, answer.json().user]).toEqual([200, 'ann']);
});

test('as JSON it tells until when', async () => {
  await run('--api', api(), '--data', running.folder, '--json');
  expect(JSON.parse(printed)).toEqual({ url: expect.stringContaining('/#code='), expiresAt: expect.any(Number) });
});

test('no Gander, another data folder and a wrong name are told', async () => {
  const problem = (...args: string[]) => run(...args).catch(errorCode);
  expect(await problem('--api', 'http://127.0.0.1:1', '--data', running.folder)).toBe('store_unavailable');
  expect(await problem('--api', api(), '--data', `${running.folder}/other`)).toBe('unauthenticated');
  expect(await problem('--api', api(), '--data', running.folder, '--user', '<b>')).toBe('request_invalid');
  expect(await problem('now')).toBe('usage');
});

test('an address that a browser can open, wherever the console listens', () => {
  expect(consoleUrl('0.0.0.0', 4319, 'c')).toBe('http://127.0.0.1:4319/#code=c');
  expect(consoleUrl('::1', 4319, 'c')).toBe('http://[::1]:4319/#code=c');
  expect(consoleUrl('localhost', 1, 'c')).toBe('http://localhost:1/#code=c');
});
