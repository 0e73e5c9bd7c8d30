import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { apiToken } from './api-token';
import { errorCode } from './errors';
import { fingerprintKey } from './fingerprint-key';
import { createToken, listTokens, openTokens, revokeToken } from './tokens';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'gander-tokens-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const modeOf = (...path: string[]) => (statSync(join(folder, ...path)).mode & 0o777).toString(8);
const codeOf = (run: () => unknown) => {
  try {
    run();
  } catch (error) {
    return errorCode(error);
  }
  return undefined;
};

test('a token is known by its text, which is not kept', () => {
  const text = createToken(folder, { name: 'laptop', tenant: 'red', host: 'laptop-7', user: 'kim' });
  expect(text).toMatch(/^gnd_[A-Za-z0-9_-]{43}$/);
  expect(openTokens(folder).verify(text)).toMatchObject({
    name: 'laptop',
    tenant: 'red',
    host: 'laptop-7',
    user: 'kim',
  });
  expect(readFileSync(join(folder, 'tokens.json'), 'utf8')).not.toContain(text.slice(4));
  expect(modeOf('tokens.json')).toBe('600');
});

test.each(['', 'gnd_', 'Bearer', 'gnd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'])('%j is no token', (text) => {
  createToken(folder, { name: 'laptop' });
  expect(openTokens(folder).verify(text)).toBeUndefined();
});

test('what is made or revoked while a listener runs holds at once', () => {
  const tokens = openTokens(folder);
  expect(tokens.any()).toBe(false);
  const first = createToken(folder, { name: 'first' });
  const second = createToken(folder, { name: 'second' });
  expect([first, second].map((text) => tokens.verify(text)?.name)).toEqual(['first', 'second']);
  expect([revokeToken(folder, 'first'), revokeToken(folder, 'first')]).toEqual([true, false]);
  expect([first, second].map((text) => tokens.verify(text)?.name)).toEqual([undefined, 'second']);
  expect(listTokens(folder).map(({ name, tenant }) => [name, tenant])).toEqual([['second', 'default']]);
});

test('a broken file lets nobody in, and says so, until it is mended', () => {
  const text = createToken(folder, { name: 'laptop' });
  const whole = readFileSync(join(folder, 'tokens.json'), 'utf8');
  const tokens = openTokens(folder);
  writeFileSync(join(folder, 'tokens.json'), '{"tokens": [');
  for (const use of [() => tokens.verify(text), () => tokens.any(), () => listTokens(folder)])
    expect(codeOf(use)).toBe('config_unreadable');
  writeFileSync(join(folder, 'tokens.json'), whole);
  expect(tokens.verify(text)?.name).toBe('laptop');
});

test.each([
  [{ name: '../../etc' }],
  [{ name: '' }],
  [{ name: 'ok', tenant: 'a/b' }],
  [{ name: 'ok', tenant: '..' }],
  [{ name: 'ok', host: '' }],
])('%j is refused', (wanted) => {
  expect(codeOf(() => createToken(folder, wanted))).toBe('usage');
});

test('a name is taken once', () => {
  createToken(folder, { name: 'laptop' });
  expect(codeOf(() => createToken(folder, { name: 'laptop' }))).toBe('usage');
});

test('the API token is made once, for its owner only', () => {
  expect(apiToken(folder)).toMatch(/^gnd_[A-Za-z0-9_-]{43}$/);
  expect(apiToken(folder)).toBe(apiToken(folder));
  expect(modeOf('api-token')).toBe('600');
});

test('each tenant has a fingerprint key of its own, made once', () => {
  const red = fingerprintKey(folder, 'red', { create: true });
  expect(red.key).toHaveLength(32);
  expect(red.id).toMatch(/^[0-9a-f]{8}$/);
  expect(fingerprintKey(folder, 'red', { create: false })).toEqual(red);
  expect(fingerprintKey(folder, 'blue', { create: true }).id).not.toBe(red.id);
  expect([modeOf('keys', 'red.key'), modeOf('keys')]).toEqual(['600', '700']);
});

test('in a cluster a missing key is an error, and so is a file that holds none', () => {
  expect(codeOf(() => fingerprintKey(folder, 'red', { create: false }))).toBe('fingerprint_key_missing');
  fingerprintKey(folder, 'red', { create: true });
  writeFileSync(join(folder, 'keys', 'red.key'), 'hunter2\n');
  expect(codeOf(() => fingerprintKey(folder, 'red', { create: true }))).toBe('config_unreadable');
});
