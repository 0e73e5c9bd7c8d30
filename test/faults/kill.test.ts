/** `kill -9` of every process at random moments under load: nothing acknowledged is lost, and nobody is told twice. */
import { describeWithKafka } from '../support/kafka/kafka-tests';
import { openFaultRun } from './rounds';
import type { FaultRun } from './rounds';
import type { Mode } from './crowd';

const ROUNDS = 5;
/** `FAULT_SEED` repeats the moments of an earlier run. */
const seed = Number(process.env['FAULT_SEED'] ?? Math.floor(Math.random() * 1e9));

function faults(mode: Mode, brokers: () => readonly string[]): void {
  let run: FaultRun;
  let hits = 0;
  beforeAll(async () => {
    run = await openFaultRun(mode, seed, brokers());
  }, 60_000);
  afterAll(() => run.close(), 30_000);

  test.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))(
    `round %i (FAULT_SEED=${seed})`,
    async () => {
      const { problems, kills, failed } = await run.round();
      expect({ kills, problems }).toEqual({ kills, problems: [] });
      hits += failed;
    },
    90_000,
  );

  test('stopped and started as an operator does, it repeats nothing', async () => {
    expect(await run.restart()).toEqual([]);
    // Else the kills came when nobody sent, and showed nothing.
    expect(hits).toBeGreaterThan(0);
  }, 90_000);
}

describe('one embedded process', () => faults('embedded', () => []));

describeWithKafka(
  'collector, engine and alerts on Kafka',
  (kafka) => faults('kafka', () => kafka().brokers),
  () => Promise.resolve({}),
);
