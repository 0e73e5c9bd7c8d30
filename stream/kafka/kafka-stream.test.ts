import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { describeWithKafka } from '../../test/support/kafka/kafka-tests';
import { describeStreamContract } from '../stream-contract';
import { openKafkaStream } from './kafka-stream';

const log = createLogger({ level: 'error', format: 'text' });
const defaults = loadConfig({ env: {} }).stream.kafka;

describeWithKafka('Kafka driver', (kafka) => {
  describeStreamContract('Kafka', () => {
    const config = { ...defaults, brokers: kafka().brokers };
    return openKafkaStream({ config, partitions: 4 }, { log, metrics: createMetrics() });
  });
});
