/** Speed of the streaming anomaly scorer a value, the room of its streams, and the command from text to text. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { StreamScorer } from '../../engine/baselines/stream-scorer';
import { normal, uniform } from '../support/numbers';
import type { Bench, Figure } from './figure';

const VALUES = 1_000_000;
const STREAMS = 100_000;
/** Values of each stream: past the cold start, each part of the state in use. */
const EACH = 40;
const ROWS = [20_000, 200_000, 2_000_000];
const START = Date.UTC(2026, 0, 5) / 1_000;
const COMMAND = join(__dirname, '..', '..', '..', 'bin', 'gander.js');

/** Run inside the command: its peak of resident kilobytes on standard error at the end (Linux; that of `resourceUsage` is inherited). */
const TELL_PEAK = `
  import { readFileSync } from 'node:fs';
  process.on('exit', () => {
    process.stderr.write(/VmHWM:\\s+(\\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))[1]);
  });`;

/** Load with a daily course, noise and a spike now and then. */
function load(count: number): Float64Array {
  const random = uniform(1);
  return Float64Array.from(
    { length: count },
    (_, row) =>
      50 + 20 * Math.sin((2 * Math.PI * row) / 1_440) + 3 * normal(random) + (random() < 0.001 ? 100 * random() : 0),
  );
}

/** CPU microseconds a value, of one stream and of many in turn. */
function perValue(streams: number): number {
  const values = load(VALUES);
  const scorers = Array.from({ length: streams }, () => new StreamScorer());
  const round = (from: number): void => {
    values.forEach((value, row) => {
      scorers[row % streams]?.take(START + (from + Math.floor(row / streams)) * 60, value);
    });
  };
  round(0);
  const before = process.cpuUsage();
  round(Math.ceil(VALUES / streams));
  const { user, system } = process.cpuUsage(before);
  return (user + system) / VALUES;
}

/** Resident bytes of many live streams. */
function room(): number {
  const before = process.memoryUsage.rss();
  const values = load(STREAMS);
  const scorers = Array.from({ length: STREAMS }, () => new StreamScorer());
  for (let round = 0; round < EACH; round++)
    scorers.forEach((scorer, at) => scorer.take(START + round * 60, values[(at + round) % STREAMS] ?? 0));
  return process.memoryUsage.rss() - before;
}

interface Run {
  rows: number;
  seconds: number;
  peak: number;
}

/** Scores rows with the command: text in by a pipe, text out read and dropped; peak memory as the process itself tells it. */
async function command(rows: number): Promise<Run> {
  const child = spawn(process.execPath, [
    '--import',
    `data:text/javascript,${encodeURIComponent(TELL_PEAK)}`,
    COMMAND,
    'anomaly-score',
  ]);
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdout.resume();
  const ended = once(child, 'close');
  const values = load(rows);
  const began = performance.now();
  let text = 'timestamp,value\n';
  for (let row = 0; row < rows; row++) {
    const time = new Date((START + row * 60) * 1_000).toISOString().slice(0, 19).replace('T', ' ');
    text += `${time},${(values[row] ?? 0).toFixed(3)}\n`;
    if (text.length < 60_000) continue;
    if (!child.stdin.write(text)) await once(child.stdin, 'drain');
    text = '';
  }
  child.stdin.end(text);
  await ended;
  return { rows, seconds: (performance.now() - began) / 1_000, peak: Number(said) / 1_024 };
}

async function measure(): Promise<readonly Figure[]> {
  const figures: Figure[] = [
    { what: 'score, one stream', value: perValue(1), unit: 'µs a value', goal: { atMost: 1 } },
    { what: 'score, 1,000 streams in turn', value: perValue(1_000), unit: 'µs a value', goal: { atMost: 1 } },
    {
      what: `${STREAMS} live streams`,
      value: room() / 1024 ** 2,
      unit: 'MiB resident',
      goal: { atMost: 1_024 },
    },
  ];
  for (const rows of ROWS) {
    const run = await command(rows);
    figures.push({
      what: `command, ${rows} rows`,
      value: run.rows / run.seconds,
      unit: 'rows/s wall',
      ...(rows === ROWS[0] ? {} : { goal: { atLeast: 100_000 } }),
      note: `peak ${Math.round(run.peak)} MiB resident`,
    });
  }
  return figures;
}

export const baselinesBench: Bench = {
  title: 'streaming anomaly scores: a daily course with noise and spikes; the command with its start, text in and out',
  measure,
};
