import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AgentEvent } from '../contracts/event';
import type { DeadLetter, OutgoingMessage } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { loadConfig } from '../platform/config';
import { createLogger } from '../platform/log';
import { createMetrics } from '../platform/metrics';
import type { Metrics } from '../platform/metrics';
import { openSqliteStore } from '../store/sqlite/sqlite-store';
import type { SqliteStore } from '../store/sqlite/sqlite-store';
import { openEmbeddedStream } from '../stream/embedded/open-embedded';
import { encodeEnvelope } from '../stream/envelope';
import { agentEvent, exec, T0 } from '../test/support/agent-events';
import { eventually } from '../test/support/eventually';
import { startArchive } from './archive';
import { archiveRows, searchText } from './rows';
import { startArchiveThread } from './start-thread';

const log = createLogger({ level: 'error', format: 'text', write: () => undefined });
let metrics: Metrics;
let folder: string;
let stream: Awaited<ReturnType<typeof openEmbeddedStream>>;
let store: SqliteStore;

beforeEach(async () => {
  metrics = createMetrics();
  folder = mkdtempSync(join(tmpdir(), 'gander-archive-'));
  const size = { partitions: 2, retentionHours: 24, retentionBytes: 1e9 };
  stream = await openEmbeddedStream({ folder: join(folder, 'stream'), ...size, log, metrics });
  store = await openSqliteStore({ file: join(folder, 'store.db'), log });
});

afterEach(async () => {
  await stream.close();
  await store.close();
  rmSync(folder, { recursive: true });
});

/** The archive forgets by the clock; these events are of a fixed day. */
const clock = () => T0;
const start = (over: { store?: Store } = {}) =>
  startArchive({ stream, store: over.store ?? store, retentionHours: 24, maxBytes: 1e9, log, metrics, clock });

const envelope = (...events: AgentEvent[]): OutgoingMessage => {
  const { value, encoding } = encodeEnvelope(events);
  return {
    topic: 'gander.events.v1',
    key: `default/${events[0]!.scope}`,
    value,
    headers: { encoding, tenant: 'default' },
  };
};

const hidden = { field: 'action.command', state: 'hidden' as const, setting: 'OTEL_LOG_TOOL_DETAILS=1' };
const seen = (session: string, events: number) =>
  eventually(
    `${events} events of ${session}`,
    async () => (await store.session('default', session))?.events === events,
  );

test('sessions, sources and search text are found again', async () => {
  const archive = await start();
  await stream.publish([
    envelope(exec('cat notes.txt', { at: 1 }), exec(undefined, { at: 5, visibility: [hidden] })),
    envelope(agentEvent({ at: 9, action: { type: 'net.fetch', tool: 'WebFetch', url: 'https://example.test/a' } })),
  ]);
  await seen('s1', 3);
  expect(await store.session('default', 's1')).toMatchObject({
    scope: 'session:claude-code:s1',
    dialect: 'claude-code',
    host: 'build-7',
    firstSeen: T0 + 1,
    lastSeen: T0 + 9,
    ranges: [{ from: 0, to: 2 }],
  });
  expect(await store.sources()).toMatchObject([{ dialect: 'claude-code', events: 3, hidden: [hidden] }]);
  expect((await store.search({ text: 'notes', limit: 5 })).hits).toMatchObject([{ at: T0 + 1 }]);
  expect((await store.search({ text: 'example.test', limit: 5 })).hits).toHaveLength(1);
  await archive.stop();
});

test('a restart, and a store that fails, count no event twice and none never', async () => {
  let failures = 2;
  const failing: Store = {
    ...store,
    writeArchive: async (write) => {
      if (failures-- > 0) throw new Error('not now');
      await store.writeArchive(write);
      if (failures === -1) throw new Error('written, and the answer lost');
    },
  };
  const first = await start({ store: failing });
  await stream.publish([envelope(exec('a', { at: 1 })), envelope(exec('b', { at: 2 }))]);
  await seen('s1', 2);
  await stream.publish([envelope(exec('c', { at: 3 }))]);
  await seen('s1', 3);
  await first.stop();
  await stream.publish([envelope(exec('d', { at: 4 }))]);
  const second = await start();
  await seen('s1', 4);
  await second.stop();
});

test('a message that cannot be read is passed over', async () => {
  const archive = await start();
  const good = envelope(exec('a'));
  await stream.publish([{ ...good, value: Buffer.from('{{') }, good]);
  await seen('s1', 1);
  await archive.stop();
});

const letters = async () => {
  const all: DeadLetter[] = [];
  for (let partition = 0; partition < 2; partition++)
    for await (const { value } of stream.read('gander.dead.v1', partition, 0))
      all.push(JSON.parse(Buffer.from(value).toString()) as DeadLetter);
  return all;
};

test('an event with a value of the wrong kind is put aside; what is beside it in the same message is not', async () => {
  const archive = await start();
  const bad = [
    { at: 1.5 },
    { scope: 7 },
    { source: null },
    { action: 'exec' },
    { session: {} },
    { visibility: [null] },
  ] as unknown as Partial<AgentEvent>[];
  const events = bad.map((parts) => ({ ...exec('bad'), ...parts }));
  await stream.publish([envelope(exec('a'), ...events, exec('b')), envelope(exec('c'))]);
  await seen('s1', 3);
  expect(await letters()).toMatchObject([{ stage: 'archive', reason: 'invalid', tenant: 'default' }]);
  const counted = (await metrics.collect()).find(({ name }) => name === 'gander_dead_letters_total');
  expect(counted?.values).toEqual([{ labels: { stage: 'archive', reason: 'invalid' }, value: bad.length }]);
  await archive.stop();
});

test('a message that the store refuses for good is put aside alone, and counted once', async () => {
  const refusing: Store = {
    ...store,
    // As if no check had seen it coming: the store's own refusal of a value that it cannot hold.
    writeArchive: (write) =>
      store.writeArchive({
        ...write,
        search: write.search.map((row) => (row.text.includes('poison') ? { ...row, at: 0.5 } : row)),
      }),
  };
  const archive = await start({ store: refusing });
  const message = (n: number) => envelope(exec(n === 3 ? 'poison' : `good ${n}`, { at: n }));
  await stream.publish([0, 1, 2, 3, 4].map(message));
  await stream.publish([5].map(message));
  await seen('s1', 5);
  expect((await store.search({ text: 'good', limit: 9 })).hits).toHaveLength(5);
  expect(await letters()).toMatchObject([{ stage: 'archive', reason: 'refused' }]);
  await archive.stop();
});

test('runs in a thread of its own', async () => {
  const config = loadConfig({ env: {}, overrides: { data: folder } });
  const thread = await startArchiveThread({ config, stream: stream.handle(), store: store.handle() }, log);
  await stream.publish([envelope(exec('a', { receivedAt: Date.now() }))]);
  await seen('s1', 1);
  expect((await thread.collect()).some(({ name }) => name === 'gander_archive_lag')).toBe(true);
  await thread.stop();
});

test('search text is bounded, and a lone surrogate does no harm', () => {
  const text = searchText({ type: 'exec', tool: 'Bash', command: `\ud83d${'x'.repeat(5_000)}` });
  expect(text).toHaveLength(2_000);
  expect(text.isWellFormed()).toBe(true);
});

test('rows of one batch are summed before they go to the store', () => {
  const located = [0, 1, 1, 4].map((offset) => ({ event: exec('a', { at: offset }), partition: 1, offset }));
  const { sessions, sources, search } = archiveRows(located);
  expect(sessions).toMatchObject([
    {
      events: 4,
      ranges: [
        { from: 0, to: 2 },
        { from: 4, to: 5 },
      ],
    },
  ]);
  expect(sources).toMatchObject([{ events: 4, hidden: [] }]);
  expect(search).toHaveLength(4);
});
