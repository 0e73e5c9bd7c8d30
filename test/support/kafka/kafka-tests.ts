/** The Kafka of a test file: the cluster of `KAFKA_BROKERS`, or a broker of its own, started when the file's tests begin. */
import { startKafka, whyNoKafka } from './start-kafka';
import type { TestKafka } from './start-kafka';

/**
 * Declares tests that need Kafka. They are skipped, with the reason in their name, where there is none; with `CI` set they fail instead.
 * `ownBroker`: they stop and start the broker, so that a cluster of `KAFKA_BROKERS` does not do.
 */
export function describeWithKafka(
  name: string,
  tests: (kafka: () => Pick<TestKafka, 'brokers' | 'start' | 'stop'>) => void,
  { ownBroker = false }: { ownBroker?: boolean } = {},
): void {
  const missing = whyNoKafka(ownBroker);
  if (missing !== undefined && !process.env['CI']) {
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
      const given = ownBroker ? undefined : process.env['KAFKA_BROKERS'];
      kafka = given ? givenCluster(given) : await startKafka();
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
