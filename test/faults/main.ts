/** `node build/test/faults/main.js --rounds 50 --mode embedded|kafka [--seed N]`: the rounds of kill.test.ts as often as wanted, as a table. */
import { parseArgs } from 'node:util';
import { startKafka, whyNoKafka } from '../support/kafka/start-kafka';
import { openFaultRun } from './rounds';
import type { Round } from './rounds';
import type { Mode } from './crowd';

interface Wish {
  mode: Mode;
  rounds: number;
  seed: number;
}

function wish(): Wish {
  const { values } = parseArgs({
    options: {
      mode: { type: 'string', default: 'embedded' },
      rounds: { type: 'string', default: '50' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1e9)) },
    },
  });
  const { mode } = values;
  if (mode !== 'embedded' && mode !== 'kafka') throw new Error(`--mode: embedded or kafka, not ${mode}`);
  return { mode, rounds: Number(values.rounds), seed: Number(values.seed) };
}

const COLUMNS = ['round', 'acknowledged', 'failed', 'alerts', 'drained ms', 'problems', 'killed'] as const;
const line = (cells: readonly (string | number)[]) =>
  cells.map((cell, index) => String(cell).padStart(COLUMNS[index]?.length ?? 0)).join('  ');

function row({ number, acknowledged, failed, alerts, drainedMs, problems, kills }: Round): string {
  return line([number, acknowledged, failed, alerts, drainedMs, problems.length, kills.join(', ')]);
}

async function main({ mode, rounds, seed }: Wish): Promise<number> {
  const missing = mode === 'kafka' ? whyNoKafka(true) : undefined;
  if (missing !== undefined) throw new Error(missing);
  const kafka = mode === 'kafka' ? await startKafka() : undefined;
  const run = await openFaultRun(mode, seed, kafka?.brokers).catch(async (error: unknown) => {
    await kafka?.remove();
    throw error;
  });
  const wrong: string[] = [];
  try {
    console.log(`mode ${mode}, seed ${seed}\n${line(COLUMNS)}`);
    for (let number = 1; number <= rounds; number += 1) {
      const round = await run.round();
      console.log(row(round));
      wrong.push(...round.problems.map((problem) => `round ${round.number}: ${problem}`));
      if (round.problems.length > 0) break;
    }
    if (wrong.length === 0) wrong.push(...(await run.restart()));
  } finally {
    await run.close();
    await kafka?.remove();
  }
  console.log(wrong.length === 0 ? 'nothing lost, nobody told twice' : wrong.slice(0, 50).join('\n'));
  return wrong.length === 0 ? 0 : 1;
}

main(wish()).then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(String(error));
    process.exit(1);
  },
);
