/**
 * `npm run bench [-- name…]`: measures, and prints one table. Each bench runs in a process of its own, so that none is slowed down by what
 * another has taught the compiler. The machine may be shared: compare figures within a run, and CPU rather than wall.
 */
import { fork } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { analysisBench } from './analysis';
import { baselinesBench } from './baselines';
import { behaviourBench } from './behaviour';
import { decodeBench } from './decode';
import { detectorsBench } from './detectors';
import { embeddedBench } from './embedded';
import { engineBench } from './engine';
import { NotHere, table } from './figure';
import type { Bench, Section } from './figure';
import { kafkaLatencyBench, latencyBench } from './latency';
import { scanBench } from './scan';
import { sessionsBench } from './sessions';
import { shellBench } from './shell';
import { embeddedStreamBench, kafkaStreamBench } from './stream';
import { worstBench } from './worst';

const BENCHES: Readonly<Record<string, Bench>> = {
  decode: decodeBench,
  shell: shellBench,
  analysis: analysisBench,
  worst: worstBench,
  detectors: detectorsBench,
  baselines: baselinesBench,
  behaviour: behaviourBench,
  engine: engineBench,
  sessions: sessionsBench,
  scan: scanBench,
  stream: embeddedStreamBench,
  embedded: embeddedBench,
  latency: latencyBench,
  'stream-kafka': kafkaStreamBench,
  'latency-kafka': kafkaLatencyBench,
};

async function main(names: readonly string[]): Promise<void> {
  const unknown = names.filter((name) => BENCHES[name] === undefined);
  if (unknown.length > 0)
    throw new Error(`no bench ${unknown.join(', ')}; there are ${Object.keys(BENCHES).join(', ')}`);
  const sections: Section[] = [];
  for (const name of names.length > 0 ? names : Object.keys(BENCHES)) {
    process.stderr.write(`measuring ${name} …\n`);
    sections.push({ name, title: BENCHES[name]?.title ?? '', ...(await apart(name)) });
  }
  const [cpu] = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  console.log(`${cpu?.model ?? 'unknown CPU'}, ${cpus().length} cores, ${memory} GiB; Node ${process.version}\n`);
  console.log(table(sections));
}

type Outcome = Pick<Section, 'figures' | 'reason'>;

/** Measures in a new process. */
function apart(name: string): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = fork(__filename, [ONE, name]);
    let outcome: Outcome = { figures: [], reason: 'it has failed' };
    child.on('message', (message) => (outcome = message as Outcome));
    child.once('close', () => resolve(outcome));
  });
}

/** In that process. */
async function one(name: string): Promise<void> {
  try {
    process.send?.({ figures: await BENCHES[name]?.measure() });
  } catch (error) {
    if (!(error instanceof NotHere)) throw error;
    process.send?.({ figures: [], reason: error.message });
  }
  process.disconnect();
}

const ONE = '--one';
const [first, second, ...others] = process.argv.slice(2);
if (first === ONE && second !== undefined) void one(second);
else void main([first, second, ...others].filter((name) => name !== undefined));
