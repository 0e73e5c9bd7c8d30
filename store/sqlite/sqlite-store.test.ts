import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { errorCode } from '../../platform/errors';
import { createLogger } from '../../platform/log';
import { alertOf, findingRowOf, outboxRowOf } from '../sample-rows';
import { storeContract } from '../store-contract';
import { openDatabase } from './database';
import { ALERTS_SCHEMA } from './schema';
import { connectSqliteStore, openSqliteStore } from './sqlite-store';
import type { SqliteStore } from './sqlite-store';

const log = createLogger({ level: 'error', format: 'json' });
const root = join(__dirname, '..', '..');
const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'gander-store-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

storeContract('SQLite', async () => {
  const file = join(newFolder(), 'data', 'store.db');
  const opened: SqliteStore[] = [];
  const open = async () => {
    const store = await openSqliteStore({ file, log });
    opened.push(store);
    return store;
  };
  const closeAll = async () => {
    await Promise.all(opened.splice(0).map((store) => store.close()));
  };
  return {
    store: await open(),
    another: open,
    reopen: async () => {
      await closeAll();
      return open();
    },
    remove: closeAll,
  };
});

test('files are for their owner only', async () => {
  const folder = join(newFolder(), 'data');
  const store = await openSqliteStore({ file: join(folder, 'store.db'), log });
  await store.writeAlerts({ at: 1, alerts: [], findings: [], outbox: [outboxRowOf({})] });
  const modes = readdirSync(folder).map((name) => [name, statSync(join(folder, name)).mode & 0o777]);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(Object.fromEntries(modes)).toMatchObject({
    'store.db': 0o600,
    'store.db-wal': 0o600,
    'store-archive.db': 0o600,
  });
  expect(modes.every(([, mode]) => mode === 0o600)).toBe(true);
  await store.close();
});

test('another thread of the process connects with the handle', async () => {
  const store = await openSqliteStore({ file: join(newFolder(), 'store.db'), log });
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { connectSqliteStore } = require(workerData.module);
    connectSqliteStore(workerData.handle)
      .then((store) => store.writeSnapshot(workerData.snapshot).then(() => store.close()))
      .then(() => parentPort.postMessage('done'), (error) => parentPort.postMessage(String(error)));`;
  const snapshot = { group: 'g', partition: 0, generation: 1, offsets: {}, state: new Uint8Array([1, 2]), takenAt: 1 };
  const workerData = { module: join(root, 'build/store/sqlite/sqlite-store.js'), handle: store.handle(), snapshot };
  const worker = new Worker(code, { eval: true, workerData });
  expect(await new Promise((resolve) => worker.once('message', resolve))).toBe('done');
  expect(await store.snapshot('g', 0)).toEqual(snapshot);
  await store.close();
  const refused = await connectSqliteStore(store.handle()).catch(errorCode);
  expect(refused).toBe('store_unavailable');
});

test.each([
  ['a file that is no database', 'x'.repeat(5_000), 'store_corrupt'],
  ['a database of a newer Gander', 999, 'store_corrupt'],
])('%s is refused', async (_, content, code) => {
  const file = join(newFolder(), 'store.db');
  if (typeof content === 'string') writeFileSync(file, content);
  else {
    const database = new DatabaseSync(file);
    database.exec(`PRAGMA user_version=${content}`);
    database.close();
  }
  expect(await openSqliteStore({ file, log }).catch(errorCode)).toBe(code);
});

test('a folder that cannot be made is unavailable', async () => {
  const file = join(newFolder(), 'plain');
  writeFileSync(file, '');
  expect(await openSqliteStore({ file: join(file, 'data', 'store.db'), log }).catch(errorCode)).toBe(
    'store_unavailable',
  );
});

test('a file of the first schema opens, and its alerts are found by what was added since', async () => {
  const file = join(newFolder(), 'store.db');
  const old = openDatabase(file, ALERTS_SCHEMA.slice(0, 1));
  const alert = alertOf({ entities: { host: 'build-1', user: 'ana' } });
  old
    .prepare('INSERT INTO alerts VALUES (?, ?, ?, 3, ?, ?, 10, 10, 100, 4, ?, ?)')
    .run(alert.id, 'default', 'reverse-shell', 'new', 's1', JSON.stringify(alert), '{}');
  old.close();
  const store = await openSqliteStore({ file, log });
  expect(await store.alert('a1')).toEqual({ alert, fold: '{}', revision: 4 });
  for (const query of [{ host: 'build-1' }, { user: 'ana' }, { text: 'Bash CONNECTS' }, { hidden: false }])
    expect((await store.alerts({ limit: 5, ...query })).alerts).toEqual([alert]);
  await store.close();
});

test('what a write has answered is there after kill -9', async () => {
  const file = join(newFolder(), 'store.db');
  const code = `
    const { openSqliteStore } = require(${JSON.stringify(join(root, 'build/store/sqlite/sqlite-store.js'))});
    const { alertOf, findingRowOf, outboxRowOf } = require(${JSON.stringify(join(root, 'build/store/sample-rows.js'))});
    const log = { error() {}, warn() {}, info() {}, debug() {}, child: () => log };
    (async () => {
      const store = await openSqliteStore({ file: process.argv[1], log });
      for (let n = 0; ; n++) {
        const alert = alertOf({ id: 'a' + n });
        await store.writeAlerts({
          at: 1, alerts: [{ alert, fold: '{}', revision: 0 }],
          findings: [findingRowOf({ id: 'f' + n, alertId: alert.id })], outbox: [outboxRowOf({ id: 'n' + n, alertId: alert.id })],
        });
        console.log(n);
      }
    })();`;
  const child = spawn(process.execPath, ['-e', code, file], { stdio: ['ignore', 'pipe', 'inherit'] });
  let last = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    last = Number(line);
    if (last === 40) child.kill('SIGKILL');
  }
  expect(last).toBeGreaterThanOrEqual(40);
  const store = await openSqliteStore({ file, log });
  const all = await store.alertsById(Array.from({ length: last + 1 }, (_, n) => `a${n}`));
  const asked = all.map((_, n) => findingRowOf({ id: `f${n}`, alertId: `a${n}` }));
  expect(all).toHaveLength(last + 1);
  expect((await store.foldGround(asked)).findings).toHaveLength(last + 1);
  const [counts] = await store.outboxCounts();
  const [{ alerts: stored }] = [await store.alerts({ limit: 1_000 })];
  expect(counts?.pending).toBe(stored.length);
  expect(alertOf({ id: 'a0' })).toEqual(all[0]);
  await store.close();
});

test('every commit of what must last is synced, leases are not', () => {
  const file = join(newFolder(), 'store.db');
  const level = (relaxed: boolean) => {
    const database = openDatabase(file, [], relaxed);
    const { synchronous } = database.prepare('PRAGMA synchronous').get() as { synchronous: number };
    database.close();
    return synchronous;
  };
  expect([level(false), level(true)]).toEqual([2, 1]);
});
