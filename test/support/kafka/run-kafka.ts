/** `node build/test/support/kafka/run-kafka.js`: runs the tests' Kafka until it is interrupted, and prints where it listens. */
import { startKafka, whyNoKafka } from './start-kafka';

const missing = whyNoKafka();
if (missing !== undefined) {
  console.error(missing);
  process.exit(1);
}
void startKafka().then((kafka) => {
  console.log(`KAFKA_BROKERS=${kafka.brokers.join(',')}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void kafka.remove());
});
