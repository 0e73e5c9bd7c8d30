import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../platform/config';
import { storeFile } from '../platform/data-folder';
import { errorCode } from '../platform/errors';
import { createLogger } from '../platform/log';
import { outboxRowOf } from '../store/sample-rows';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import { outboxVerb } from './outbox';

const log = createLogger({ level: 'error', format: 'json', write: () => undefined });
let data: string;
let printed: string;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'gander-outbox-'));
  printed = '';
  jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(data, { recursive: true });
});

const run = (...args: string[]) => outboxVerb.run([...args, '--data', data]);

test('shows and revives what is dead, beside a store that is in use', async () => {
  const store = await openSqliteStore({ file: storeFile(loadConfig({ env: {}, overrides: { data } })), log });
  const outbox = [outboxRowOf({ id: 'n1', alertId: 'a1' }), outboxRowOf({ id: 'n2', alertId: 'a2' })];
  await store.writeAlerts({ at: 1, alerts: [], findings: [], outbox });
  await store.outboxDead('n1', 1, 'gone');
  expect(await run('list')).toBe(0);
  expect(printed).toBe('ops  1 waiting  1 dead\n');
  printed = '';
  expect(await run('revive', '--sink', 'ops')).toBe(0);
  expect(printed).toBe('1 notifications of ops are sent again.\n');
  expect(await store.outboxCounts()).toEqual([{ sink: 'ops', pending: 2, dead: 0 }]);
  await store.close();
});

test('a sink is named to revive and only then; a folder without a store is not made one', async () => {
  for (const args of [['revive'], ['list', '--sink', 'ops'], ['bury'], []]) {
    expect(await run(...args).catch(errorCode)).toBe('usage');
  }
  await expect(run('list')).rejects.toThrow(`there is no store in ${data}`);
});
