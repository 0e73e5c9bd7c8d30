/** A thread that connects to a stream by its handle: publishes what it is told, and tells what it reads. */
import { parentPort, workerData } from 'node:worker_threads';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { connectStream } from '../../stream/open-stream';
import type { StreamHandle } from '../../stream/open-stream';

const { handle, group } = workerData as { handle: StreamHandle; group: string };
const parts = { log: createLogger({ level: 'error', format: 'text' }), metrics: createMetrics() };

void connectStream(handle, parts).then(async (stream) => {
  parentPort?.on('message', (text: string) => {
    void stream.publish([{ topic: 'gander.events.v1', key: text, value: Buffer.from(text) }]);
  });
  const consumer = await stream.consume({
    group,
    topics: ['gander.events.v1'],
    start: 'latest',
    onBatch: async (batch) => {
      parentPort?.postMessage({ read: batch.messages.map(({ value }) => Buffer.from(value).toString()) });
      await consumer.commit(batch, (batch.messages.at(-1)?.offset ?? 0) + 1);
    },
  });
  parentPort?.postMessage({ read: [], ready: true });
});
