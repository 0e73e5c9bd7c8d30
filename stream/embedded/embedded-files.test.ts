import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import type { IncomingMessage, OutgoingMessage } from '../../contracts/stream';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { startThread } from '../../platform/thread';
import { until } from '../contract-context';
import { connectEmbeddedStream } from './connection';
import type { Connection } from './connection';
import { openEmbeddedStream } from './open-embedded';
import type { EmbeddedOptions } from './open-embedded';

const EVENTS = 'gander.events.v1';
const say = (text: string, key = 'key'): OutgoingMessage => ({ topic: EVENTS, key, value: Buffer.from(text) });
const text = ({ value }: IncomingMessage) => Buffer.from(value).toString();

let folder: string;
const opened: Connection[] = [];
const lines: string[] = [];
const log = createLogger({ level: 'info', format: 'json', write: (line) => lines.push(line) });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-stream-'));
  lines.length = 0;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((stream) => stream.close()));
  rmSync(folder, { recursive: true });
});

async function open(changes: Partial<EmbeddedOptions> = {}): Promise<Connection> {
  const defaults = { folder, partitions: 1, retentionHours: 24, retentionBytes: 1e9, log, metrics: createMetrics() };
  const stream = await openEmbeddedStream({ ...defaults, ...changes });
  opened.push(stream);
  return stream;
}

async function readAll(stream: Connection, from = 0): Promise<IncomingMessage[]> {
  const found: IncomingMessage[] = [];
  for await (const message of stream.read(EVENTS, 0, from)) found.push(message);
  return found;
}

const segments = () => readdirSync(join(folder, 'segments')).filter((name) => name.endsWith('.db'));

describe('files of the embedded stream', () => {
  it('are of one Gander at a time', async () => {
    const first = await open();
    await expect(open()).rejects.toMatchObject({ code: 'data_folder_in_use' });
    await first.close();
    await open();
  });

  it('must be writable', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(open({ folder: join(folder, 'file', 'stream') })).rejects.toMatchObject({
      code: 'data_folder_unusable',
    });
  });

  it('keep the number of partitions that they were made with', async () => {
    await (await open({ partitions: 3 })).close();
    expect(await (await open({ partitions: 5 })).partitions(EVENTS)).toBe(3);
    expect(lines.join('')).toContain('"wanted":5,"kept":3');
  });

  it('number the messages on from segment to segment', async () => {
    const stream = await open({ segmentBytes: 1_000 });
    for (let n = 0; n < 30; n += 1) await stream.publish([say(`${n} ${'x'.repeat(200)}`)]);
    expect(segments().length).toBeGreaterThan(3);
    const all = await readAll(stream);
    expect(all.map(({ offset }) => offset)).toEqual(Array.from({ length: 30 }, (_, n) => n));
    expect(all.map((message) => text(message).split(' ')[0])).toEqual(Array.from({ length: 30 }, (_, n) => `${n}`));
    await stream.close();
    const again = await open({ segmentBytes: 1_000 });
    await again.publish([say('after')]);
    expect((await readAll(again, 29)).map(({ offset }) => offset)).toEqual([29, 30]);
  });

  it('are dropped whole past the bound in bytes, oldest first, and counted', async () => {
    const metrics = createMetrics();
    const stream = await open({ segmentBytes: 20_000, retentionBytes: 300_000, metrics });
    for (let n = 0; n < 60; n += 1) await stream.publish([say(`${n}`.padEnd(10_000))]);
    const kept = await readAll(stream);
    expect(kept.length).toBeLessThan(60);
    expect(kept.at(-1)?.offset).toBe(59);
    const dropped = kept[0]!.offset;
    const pages = await metrics.collect();
    const counter = pages.find(({ name }) => name === 'gander_stream_dropped_total');
    expect(counter?.values).toEqual([expect.objectContaining({ value: dropped, labels: { reason: 'size' } })]);
    expect(lines.join('')).toContain('retention dropped a segment');
    const got: number[] = [];
    await stream.consume({
      group: 'late',
      topics: [EVENTS],
      start: 'earliest',
      onBatch: ({ messages }) => {
        got.push(...messages.map(({ offset }) => offset));
        return Promise.resolve();
      },
    });
    await until('it has read the rest', () => got.at(-1) === 59);
    expect(got[0]).toBe(dropped);
    expect(await stream.lag('late')).toEqual([expect.objectContaining({ end: 60, behind: kept.length })]);
  });

  it('are dropped past the bound in age, but never the active one', async () => {
    const stream = await open({ segmentMs: 1, retentionHours: 1 / 3_600_000 });
    for (let n = 0; n < 20; n += 1) {
      await stream.publish([say(`${n}`)]);
      await until(
        'a millisecond has passed',
        (
          (start) => () =>
            Date.now() > start + 1
        )(Date.now()),
      );
    }
    const kept = await readAll(stream);
    expect(kept.length).toBeLessThan(20);
    expect(kept.at(-1)?.offset).toBe(19);
  });

  it('say which one cannot be read', async () => {
    const stream = await open();
    await stream.publish([say('x')]);
    await stream.close();
    writeFileSync(join(folder, 'segments', segments()[0]!), 'this is no database, but text of some length'.repeat(50));
    await expect(open()).rejects.toMatchObject({
      code: 'stream_corrupt',
      message: expect.stringContaining('00000001.db'),
    });
  });

  it('say so when it is the groups', async () => {
    await (await open()).close();
    writeFileSync(join(folder, 'groups.db'), 'this is no database either, but long enough'.repeat(50));
    await expect(open()).rejects.toMatchObject({ code: 'stream_corrupt' });
  });

  it('do without a segment that a crash left unfinished', async () => {
    const stream = await open();
    await stream.publish([say('kept')]);
    await stream.close();
    writeFileSync(join(folder, 'segments', '00000002.db'), '');
    expect((await readAll(await open())).map(text)).toEqual(['kept']);
  });

  it('give no offset twice when the newest segment is lost', async () => {
    const stream = await open();
    await stream.publish(Array.from({ length: 10 }, (_, n) => say(`${n}`)));
    const consumer = await stream.consume({
      group: 'g',
      topics: [EVENTS],
      start: 'earliest',
      onBatch: (batch) => consumer.commit(batch, 10),
    });
    await until('it has committed', () => lines.length >= 0 && consumer.assignments().length === 1);
    let committed = 0;
    while (committed < 10) committed = (await stream.lag('g'))[0]?.committed ?? 0;
    await stream.close();
    for (const name of readdirSync(join(folder, 'segments'))) rmSync(join(folder, 'segments', name));
    const again = await open();
    await again.publish([say('new')]);
    expect((await readAll(again)).map(({ offset }) => offset)).toEqual([10]);
  });
});

describe('threads on the embedded stream', () => {
  function connect(stream: Connection, group: string) {
    const worker: Worker = startThread('test/support/stream-thread', {
      workerData: { handle: structuredClone(stream.handle()), group },
    });
    const read: string[] = [];
    let ready = false;
    worker.on('message', (message: { read: string[]; ready?: boolean }) => {
      read.push(...message.read);
      ready ||= message.ready === true;
    });
    return { worker, read, isReady: () => ready };
  }

  it('publish through the one writer and read for themselves', async () => {
    const stream = await open();
    const [one, two] = [connect(stream, 'one'), connect(stream, 'two')];
    await until('both are connected', () => one.isReady() && two.isReady());
    one.worker.postMessage('from one');
    two.worker.postMessage('from two');
    await stream.publish([say('from main')]);
    await until('both have all', () => one.read.length === 3 && two.read.length === 3);
    expect(new Set(one.read)).toEqual(new Set(['from one', 'from two', 'from main']));
    expect(one.read).toEqual(two.read);
    await Promise.all([one.worker.terminate(), two.worker.terminate()]);
  });

  it('leave their groups when they end', async () => {
    const stream = await open({ partitions: 2 });
    const other = connect(stream, 'shared');
    await until('it is connected', () => other.isReady());
    const consumer = await stream.consume({
      group: 'shared',
      topics: [EVENTS],
      start: 'earliest',
      onBatch: () => Promise.resolve(),
    });
    await until('they share', () => consumer.assignments().length === 1);
    await other.worker.terminate();
    await until('the one left has all', () => consumer.assignments().length === 2);
  });

  it('are told when the stream is gone', async () => {
    const stream = await open();
    const handle = stream.handle();
    await stream.close();

    await expect(connectEmbeddedStream(handle, { log, metrics: createMetrics() })).rejects.toMatchObject({
      code: 'stream_unavailable',
    });
  });

  it('cannot publish when the writer has gone, and can still close', async () => {
    const stream = await open();
    const other = await connectEmbeddedStream(stream.handle(), { log, metrics: createMetrics() });
    await other.publish([say('in time')]);
    expect(other.healthy()).toBe(true);
    await stream.close();
    await until('it is known', () => !other.healthy());
    await expect(other.publish([say('too late')])).rejects.toMatchObject({ code: 'stream_unavailable' });
    await other.close();
    expect((await readAll(await open())).map(text)).toEqual(['in time']);
  });
});
