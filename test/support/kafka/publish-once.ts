/** A program that publishes one message and reads it back: `node publish-once.js KAFKA_SETTINGS`, for looking at what it prints besides. */
import type { KafkaConfig } from '../../../platform/config';
import { createLogger } from '../../../platform/log';
import { createMetrics } from '../../../platform/metrics';
import { openKafkaStream } from '../../../stream/kafka/kafka-stream';

async function main(config: KafkaConfig): Promise<void> {
  const parts = { log: createLogger({ level: 'error', format: 'text' }), metrics: createMetrics() };
  const stream = await openKafkaStream({ config, partitions: 4 }, parts);
  const consumer = await stream.consume({
    group: `once-${process.pid}`,
    topics: ['gander.dead.v1'],
    start: 'latest',
    onBatch: async ({ messages }) => {
      console.log(`read back: ${Buffer.from(messages[0]?.value ?? '').toString()}`);
      void stream.close();
      await Promise.resolve();
    },
  });
  while (consumer.assignments().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  await stream.publish([{ topic: 'gander.dead.v1', key: 'once', value: Buffer.from('hello') }]);
}

void main(JSON.parse(process.argv[2] ?? '') as KafkaConfig);
