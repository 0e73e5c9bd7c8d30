import { spawn, spawnSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { IncomingMessage } from '../../contracts/stream';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { itNeeds } from '../../test/support/it-needs';
import { until } from '../contract-context';
import { openEmbeddedStream } from './open-embedded';

const CHILD = join(__dirname, '..', '..', 'build', 'test', 'support', 'stream-child.js');
/** `CRASH_ROUNDS=50 npx jest embedded-crash` tries harder. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 6);
const log = createLogger({ level: 'error', format: 'text' });

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gander-stream-'));
});
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) await kill(child);
  rmSync(folder, { recursive: true });
});

function follow(process: ChildProcess): string[] {
  const lines: string[] = [];
  createInterface({ input: process.stdout! }).on('line', (line) => lines.push(line));
  child = process;
  return lines;
}

async function kill(process: ChildProcess): Promise<void> {
  const gone = once(process, 'exit');
  process.kill('SIGKILL');
  await gone;
}

const acknowledged = (lines: readonly string[]) =>
  lines.filter((line) => line.startsWith('ack ')).map((line) => line.slice(4));

/** Keys of all messages of the folder; checks that each partition's offsets have no hole. */
async function storedKeys(): Promise<Set<string>> {
  const options = { folder, partitions: 4, retentionHours: 24, retentionBytes: 1e9, log, metrics: createMetrics() };
  const stream = await openEmbeddedStream(options);
  const keys = new Set<string>();
  for (let partition = 0; partition < 4; partition += 1) {
    const found: IncomingMessage[] = [];
    for await (const message of stream.read('gander.events.v1', partition, 0)) found.push(message);
    expect(found.map(({ offset }) => offset)).toEqual([...found.keys()]);
    for (const { key } of found) keys.add(key);
  }
  await stream.close();
  return keys;
}

describe('the embedded stream when its process dies', () => {
  it(
    'loses nothing that it has acknowledged, by kill -9 at any moment under load',
    async () => {
      const all: string[] = [];
      for (let round = 0; round < ROUNDS; round += 1) {
        const process = spawn(globalThis.process.execPath, [CHILD, folder, '8'], {
          stdio: ['ignore', 'pipe', 'inherit'],
        });
        const lines = follow(process);
        const enough = 1 + Math.floor(Math.random() * 2_000);
        await until('it has published', () => acknowledged(lines).length >= enough);
        await kill(process);
        all.push(...acknowledged(lines));
        const stored = await storedKeys();
        expect(all.filter((key) => !stored.has(key))).toEqual([]);
      }
      expect(all.length).toBeGreaterThan(ROUNDS);
    },
    ROUNDS * 10_000,
  );

  it('keeps the folder to itself while it lives, and no longer', async () => {
    const living = spawn(globalThis.process.execPath, [CHILD, folder, '1'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const more = follow(living);
    await until('it works', () => acknowledged(more).length > 0);
    await expect(storedKeys()).rejects.toMatchObject({ code: 'data_folder_in_use' });
    await kill(living);
    expect((await storedKeys()).size).toBeGreaterThan(0);
  });
});

describe('the embedded stream on a full disk', () => {
  const missing = spawnSync('prlimit', ['--version']).error ? 'prlimit is not installed' : undefined;
  itNeeds(missing, 'refuses, counts as unwell, and recovers by itself', async () => {
    const script = `ulimit -S -f 600; exec "$0" "$@"`;
    const starved = spawn('bash', ['-c', script, process.execPath, CHILD, folder, '2'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const lines = follow(starved);
    await until('it is refused', () => lines.some((line) => line.startsWith('refused')));
    const refusals = lines.filter((line) => line.startsWith('refused'));
    expect(new Set(refusals)).toEqual(new Set(['refused stream_unavailable unhealthy']));
    const before = acknowledged(lines).length;
    spawnSync('prlimit', ['--pid', `${starved.pid}`, '--fsize=unlimited:unlimited']);
    await until('it goes on', () => acknowledged(lines).length > before + 100);
    await kill(starved);
    const stored = await storedKeys();
    expect(acknowledged(lines).filter((key) => !stored.has(key))).toEqual([]);
  });
});

describe('an acknowledgement of the embedded stream', () => {
  const missing =
    spawnSync('strace', ['-f', '-o', '/dev/null', 'true']).status === 0
      ? undefined
      : 'strace is missing, or may not trace';
  itNeeds(missing, 'comes after the write-ahead log was written and synced (synchronous=FULL)', async () => {
    const trace = join(folder, 'trace');
    const calls = 'trace=fsync,fdatasync,pwrite64,write';
    const traced = spawn('strace', ['-f', '-y', '-e', calls, '-o', trace, process.execPath, CHILD, folder, '1', '20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const lines = follow(traced);
    await once(traced, 'exit');
    expect(acknowledged(lines)).toHaveLength(20);
    expect(statesAtAcknowledgements(readFileSync(trace, 'utf8'))).toEqual(new Array(20).fill('synced'));
  });
});

/** For each `ack` that was written: whether the log of the segment was, since the one before, written and after that synced. */
function statesAtAcknowledgements(trace: string): string[] {
  const states: string[] = [];
  const open = new Map<string, boolean>();
  let state = 'untouched';
  for (const line of trace.split('\n')) {
    const [, thread = '', call = ''] = /^(\d+) +(.*)$/.exec(line) ?? [];
    const log = call.includes('segments/00000001.db-wal');
    if (/^pwrite64\(/.test(call) && log) state = 'written';
    if (/^(fsync|fdatasync)\(/.test(call)) {
      if (call.includes('<unfinished')) open.set(thread, log);
      else if (log && state === 'written') state = 'synced';
    }
    if (/^<\.\.\. (fsync|fdatasync) resumed>/.test(call)) {
      if (open.get(thread) && state === 'written') state = 'synced';
      open.delete(thread);
    }
    if (/^write\(1<.*"ack /.test(call)) {
      states.push(state);
      state = 'untouched';
    }
  }
  return states;
}
