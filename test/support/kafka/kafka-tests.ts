/** The Kafka of a test file: the cluster of `KAFKA_BROKERS`, or a broker of its own, started when the file's tests begin. */
import { saySkipped } from '../it-needs';
import { startKafka, whyNoKafka } from './start-kafka';
import type { KafkaSettings, TestKafka } from './start-kafka';

/**
 * Declares tests that need Kafka. They are skipped, with the reason in their name, where there is none; with `CI` set they fail instead.
 * `own`: settings of a broker of their own, for tests that stop it or need it special; without it `KAFKA_BROKERS` does.
 */
export function describeWithKafka(
  name: string,
  tests: (kafka: () => Pick<TestKafka, 'brokers' | 'start' | 'stop'>) => void,
  own?: () => Promise<KafkaSettings>,
): void {
  const missing = whyNoKafka(own !== undefined);
  if (missing !== undefined && !process.env['CI']) {
    saySkipped(name, missing);
    describe.skip(`${name} (skipped: ${missing})`, () => {
      tests(() => {
        throw new Error(missing);
      });
    });
    return;
  }
  describe(name, () => {
    let kafka: TestKafka | undefined;
    beforeAll(async () => {
      if (missing !== undefined) throw new Error(`CI runs the Kafka tests: ${missing}`);
      const given = own === undefined ? process.env['KAFKA_BROKERS'] : undefined;
      kafka = given ? givenCluster(given) : await startKafka(await own?.());
    }, 120_000);
    afterAll(() => kafka?.remove(), 30_000);
    tests(() => {
      if (kafka === undefined) throw new Error('Kafka is not started');
      return kafka;
    });
  });
}

function givenCluster(brokers: string): TestKafka {
  const not = () => Promise.reject(new Error('this cluster is not ours to stop'));
  return { brokers: brokers.split(','), stop: not, start: not, remove: () => Promise.resolve() };
}
