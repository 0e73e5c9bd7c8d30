import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../platform/config';
import { errorCode } from '../platform/errors';
import { createLogger } from '../platform/log';
import { goodSpan } from '../test/support/bad-inputs/bad-input';
import { startDecoder } from './decoder';
import type { Decoder } from './decoder';
import type { BodyJob } from './read-body';

const folder = mkdtempSync(join(tmpdir(), 'gander-decoder-'));
afterAll(() => rmSync(folder, { recursive: true }));

let decoder: Decoder;
afterEach(() => decoder.stop());

function start(bounds: { timeoutMs?: number }): Decoder {
  const { limits } = loadConfig({ env: {} }).collector;
  const log = createLogger({ level: 'error', format: 'text' });
  const options = {
    limits,
    instanceId: 'none',
    machineHost: 'test-host',
    dataFolder: folder,
    createKeys: true,
    decoys: [],
    log,
  };
  return (decoder = startDecoder({ ...options, ...bounds }));
}

const job = (text: string): BodyJob => ({
  signal: 'traces',
  format: 'json',
  encoding: 'identity',
  body: new Uint8Array(Buffer.from(text)),
  sender: { tenant: 'default', authenticated: false, loopback: true },
  receivedAt: Date.now(),
});

const good = () => job(JSON.stringify(goodSpan('ls')));
const outcome = (reading: Promise<{ messages: unknown[] }>) =>
  reading.then(
    ({ messages }) => messages.length,
    (error: unknown) => errorCode(error),
  );

test('a request that takes too long is refused, those behind it are asked to come again, and a new thread is there', async () => {
  start({ timeoutMs: 1 });
  const reads = [good(), good()].map((each) => outcome(decoder.read(each)));
  expect(await Promise.all(reads)).toEqual(['request_too_large', 'overloaded']);
  expect(await outcome(decoder.read(good()))).toBe('request_too_large');
});

test('an error of the reading comes back as it was', async () => {
  start({});
  expect(await outcome(decoder.read(job('[')))).toBe('request_invalid');
});

test('after a stop nothing is read', async () => {
  start({});
  await decoder.stop();
  expect(await outcome(decoder.read(good()))).toBe('overloaded');
});
