/** Kafka goes away for 20 seconds under load and comes back; Gander's processes stay up and lose nothing that they acknowledged. */
import { setTimeout as wait } from 'node:timers/promises';
import { seeded } from '../bench/standard-load';
import { actsOfSessions } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { describeWithKafka } from '../support/kafka/kafka-tests';
import { startCrowd } from './crowd';
import type { Crowd } from './crowd';
import { problemsOf } from './invariants';

const AWAY_MS = 20_000;
const SENDERS = 4;
/** Between two requests of a sender. */
const PACE_MS = 25;

describeWithKafka(
  'a broker that is away for 20 seconds',
  (kafka) => {
    let crowd: Crowd;
    beforeAll(async () => {
      crowd = await startCrowd('kafka', kafka().brokers, seeded(1));
    }, 60_000);
    afterAll(() => crowd.close(), 30_000);

    test('is answered with 503, and everything acknowledged is told once when it is back', async () => {
      const exporter = createExporter(crowd.otlp);
      const acknowledged = new Set<string>();
      const count = (status: number) => exporter.answers.get(status) ?? 0;
      const more = (by: number) => {
        const goal = count(200) + by;
        return eventually(`${by} more requests acknowledged`, () => wait(20, count(200) >= goal), 60_000);
      };
      let session = 0;
      let sending = true;
      const sender = async () => {
        while (sending) {
          for (const { message, mark } of actsOfSessions(1, session++).flat()) {
            await exporter.send(message);
            if (mark !== undefined) acknowledged.add(mark);
            await wait(PACE_MS);
          }
        }
      };
      const senders = Array.from({ length: SENDERS }, sender);
      await more(40);
      await kafka().stop();
      await eventually('a refusal that asks to come back', () => wait(20, count(503) > 0), AWAY_MS);
      const before = count(200);
      await wait(AWAY_MS);
      expect(count(200)).toBe(before);
      await kafka().start();
      await more(40);
      sending = false;
      await Promise.all(senders);
      const problems = async () => problemsOf(acknowledged, await crowd.alerts(), crowd.hook.received, crowd.taken);
      await eventually('nothing lost', () => wait(200).then(async () => (await problems()).length === 0), 60_000).catch(
        () => undefined,
      );
      expect(await problems()).toEqual([]);
      expect([...exporter.answers.keys()].sort()).toEqual([200, 503]);
      expect([...crowd.processes.values()].map((gander) => gander.running())).toEqual([true, true, true]);
    }, 180_000);
  },
  () => Promise.resolve({}),
);
