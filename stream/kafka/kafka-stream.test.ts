import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { loadConfig } from '../../platform/config';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { describeWithKafka } from '../../test/support/kafka/kafka-tests';
import { describeStreamContract } from '../stream-contract';
import { openKafkaStream } from './kafka-stream';

const log = createLogger({ level: 'error', format: 'text' });
const defaults = loadConfig({ env: {} }).stream.kafka;

describeWithKafka('Kafka driver', (kafka) => {
  const config = () => ({ ...defaults, brokers: kafka().brokers });

  describeStreamContract('Kafka', () =>
    openKafkaStream({ config: config(), partitions: 4 }, { log, metrics: createMetrics() }),
  );

  it('makes no program that uses it print warnings of Node or of kafkajs', async () => {
    const script = join(__dirname, '..', '..', 'build', 'test', 'support', 'kafka', 'publish-once.js');
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [script, JSON.stringify(config())]);
    expect(stdout).toBe('read back: hello\n');
    expect(stderr).toBe('');
  });
});
