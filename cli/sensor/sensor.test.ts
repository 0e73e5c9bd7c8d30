import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCollector } from '../../test/support/running-collector';
import { parseGpus, readGpus } from './nvidia';
import { hostReader } from './proc';
import { requestOf } from './request';
import { sensorVerb } from './sensor';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

/** A `/proc` of one process that has used so many ticks, on a machine that has been busy for so many. */
function procOf(folder: string, busy: number, idle: number, ticks: number): void {
  mkdirSync(join(folder, '42'), { recursive: true });
  writeFileSync(join(folder, 'stat'), `cpu  ${busy} 0 0 ${idle} 0 0 0 0 0 0\ncpu0 1 1\n`);
  writeFileSync(join(folder, 'meminfo'), 'MemTotal:       1000 kB\nMemFree:  1 kB\nMemAvailable:    250 kB\n');
  writeFileSync(join(folder, '42', 'stat'), `42 (a (b) c) S 1 1 1 0 -1 0 0 0 0 0 ${ticks} 0 0 0 20 0 1 0 777 0 0\n`);
  writeFileSync(join(folder, '42', 'cmdline'), 'trainer\0--pool\0pool.example.net:3333\0');
  writeFileSync(join(folder, '42', 'status'), 'Name:\ta\nUid:\t1000\t1000\t1000\t1000\n');
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'gander-sensor-'));
  folders.push(folder);
  return folder;
}

test('shares are what was used since the reading before', () => {
  const folder = newFolder();
  const read = hostReader(folder);
  procOf(folder, 100, 100, 50);
  expect(read(1_000)).toBeUndefined();
  procOf(folder, 175, 125, 150);
  expect(read(2_000)).toEqual({
    cpu: 0.75,
    memory: 0.75,
    processes: [
      expect.objectContaining({
        pid: 42,
        name: 'a (b) c',
        command: 'trainer --pool pool.example.net:3333',
        owner: '1000',
        cpu: 1,
      }),
    ],
  });
});

test('an idle process is not told, nor a clock that stands still', () => {
  const folder = newFolder();
  const read = hostReader(folder);
  procOf(folder, 100, 100, 50);
  read(1_000);
  procOf(folder, 101, 199, 50);
  expect(read(2_000)).toMatchObject({ processes: [] });
  expect(read(2_000)).toBeUndefined();
});

test('reads GPUs, and what a card does not say', async () => {
  expect(parseGpus('GPU-1, 97, 4096, 210.5\nGPU-2, [N/A], 0, [N/A]\n')).toEqual([
    { id: 'GPU-1', utilization: 0.97, memoryBytes: 4_294_967_296, watts: 210.5 },
    { id: 'GPU-2', memoryBytes: 0 },
  ]);
  expect(await readGpus('/nonexistent/nvidia-smi')).toEqual([]);
});

test('what it sends becomes samples of the host, processes with them, and no secret leaves', async () => {
  const collector = await runCollector();
  try {
    const process = { pid: 42, name: 'trainer', command: 'trainer --key AKIAIOSFODNN7EXAMPLE', owner: '0', cpu: 0.9 };
    const gpus = [{ id: 'GPU-1', utilization: 0.97, watts: 200 }];
    const reading = { at: Date.now(), host: 'gpu-4', use: { cpu: 0.5, memory: 0.25, processes: [process] }, gpus };
    const clean = (text: string) => text.replace('AKIAIOSFODNN7EXAMPLE', 'gone');
    const body = JSON.stringify(requestOf(reading, clean));
    expect(body).not.toContain('AKIA');
    const response = await fetch(`${collector.url}/v1/metrics`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(response.status).toBe(200);
    const samples = (await collector.events()).map(({ host, action }) => ({ host, ...action }));
    expect(samples).toMatchObject([
      { host: 'gpu-4', metric: 'cpu.utilization', value: 0.5 },
      { metric: 'memory.utilization', value: 0.25 },
      { metric: 'gpu.utilization', value: 0.97, series: 'gpu=GPU-1' },
      { metric: 'gpu.power', value: 200 },
      {
        metric: 'process.cpu.utilization',
        value: 0.9,
        process: { pid: 42, command: 'trainer --key gone', owner: '0' },
      },
    ]);
  } finally {
    await collector.stop();
  }
});

test('runs against a collector, and fails in words when there is none', async () => {
  const collector = await runCollector();
  try {
    const options = ['--interval', '1', '--count', '1', '--host', 'this-one'];
    expect(await sensorVerb.run(['--to', collector.url, ...options])).toBe(0);
    expect(await collector.events()).toContainEqual(
      expect.objectContaining({ host: 'this-one', action: expect.objectContaining({ metric: 'cpu.utilization' }) }),
    );
  } finally {
    await collector.stop();
  }
});
