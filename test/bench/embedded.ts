/** The whole embedded path in real processes: `gander start` on an empty folder, the standard load over HTTP, until engine and archive have all of it. */
import { readFileSync } from 'node:fs';
import { eventually } from '../support/eventually';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import type { Bench, Figure } from './figure';
import { median } from './measure';
import { SPANS, startSender } from './sender';
import type { Sender } from './sender';

const ROUNDS = 3;
const REQUESTS = 60;
const WARM_UP = 40;
const PATIENCE_MS = 120_000;
/** Of `/proc/<pid>/stat`: Linux counts in hundredths of a second (getconf CLK_TCK). */
const TICK_MICROS = 10_000;

interface Round {
  ackedPerSecond: number;
  /** Until the last event was through engine, detectors and archive. */
  donePerSecond: number;
  cpuMicros: number;
}

async function measure(): Promise<Figure[]> {
  const { folder, remove } = newDataFolder();
  const sender = startSender();
  try {
    const gander = await startGander({ folder });
    await through(gander, sender, WARM_UP);
    const rounds: Round[] = [];
    for (let round = 0; round < ROUNDS; round += 1) rounds.push(await through(gander, sender, REQUESTS));
    const resident = residentBytes(gander.pid);
    await gander.stop();
    return figuresOf(gander.readyMs, rounds, resident);
  } finally {
    sender.stop();
    remove();
  }
}

async function through(gander: GanderProcess, sender: Sender, requests: number): Promise<Round> {
  const cpu = cpuMicros(gander.pid);
  const start = performance.now();
  const { spans, ms } = await sender.send(gander.otlp, requests);
  const made = performance.now() - start - ms;
  await eventually('the engine and the archive have everything', () => isThrough(gander), PATIENCE_MS);
  return {
    ackedPerSecond: (spans / ms) * 1000,
    donePerSecond: (spans / (performance.now() - start - made)) * 1000,
    cpuMicros: (cpuMicros(gander.pid) - cpu) / spans,
  };
}

async function isThrough(gander: GanderProcess): Promise<boolean> {
  const metrics = await gander.metrics();
  const taken = ['taken', 'late', 'duplicate'].map((result) => metrics.sum('gander_engine_events_total', { result }));
  const events = metrics.sum('gander_events_total');
  return events > 0 && taken.reduce((a, b) => a + b) >= events && metrics.sum('gander_archive_lag') === 0;
}

/** User and system time of all threads so far; NaN where there is no /proc. */
function cpuMicros(pid: number): number {
  const [, ticks] = / (?:\S+ ){10}(\d+ \d+) /.exec(proc(pid, 'stat').replace(/^.*\)/, ')')) ?? [];
  return (ticks ?? 'NaN').split(' ').reduce((sum, one) => sum + Number(one), 0) * TICK_MICROS;
}

const residentBytes = (pid: number): number => Number(/^VmRSS:\s+(\d+) kB/m.exec(proc(pid, 'status'))?.[1]) * 1024;

function proc(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function figuresOf(readyMs: number, rounds: readonly Round[], resident: number): Figure[] {
  const of = (field: keyof Round) => median(rounds.map((round) => round[field]));
  const cpu = of('cpuMicros');
  return [
    { what: 'start to ready', value: readyMs, unit: 'ms', goal: { atMost: 5_000 }, note: 'on an empty data folder' },
    { what: 'acknowledged', value: of('ackedPerSecond'), unit: 'spans/s', note: 'wall, durable' },
    { what: 'through engine and archive', value: of('donePerSecond'), unit: 'spans/s', note: 'wall' },
    {
      what: 'CPU of the whole process',
      value: 1e6 / cpu,
      unit: 'spans/s a core',
      goal: { atLeast: 30_000 },
      note: `${cpu.toFixed(1)} µs a span, all threads, archive and search too`,
    },
    { what: 'resident memory after it', value: resident / 1024 ** 2, unit: 'MiB' },
  ];
}

export const embeddedBench: Bench = {
  title: `embedded, whole path: ${REQUESTS} requests of ${SPANS} spans a round (gzip, another process), median of ${ROUNDS}`,
  measure,
};
