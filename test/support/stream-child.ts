/**
 * A process that publishes to an embedded stream and says on standard output what was acknowledged, so that a test may kill it, starve it or
 * watch its system calls: `node stream-child.js FOLDER PUBLISHERS [MESSAGES]`. Without MESSAGES it goes on until it is killed.
 */
import { setTimeout as wait } from 'node:timers/promises';
import type { Stream } from '../../contracts/stream';
import { errorCode } from '../../platform/errors';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { openEmbeddedStream } from '../../stream/embedded/open-embedded';

const say = (line: string) => process.stdout.write(`${line}\n`);

async function publish(stream: Stream, name: string, count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const key = `${name}-${n}`;
    try {
      await stream.publish([{ topic: 'gander.events.v1', key, value: Buffer.alloc(1_000, key) }]);
      say(`ack ${key}`);
    } catch (error) {
      say(`refused ${errorCode(error)} ${stream.healthy() ? 'healthy' : 'unhealthy'}`);
      await wait(20);
    }
  }
}

async function main(folder: string, publishers: number, count: number): Promise<void> {
  const log = createLogger({ level: 'error', format: 'text' });
  const stream = await openEmbeddedStream({
    folder,
    partitions: 4,
    retentionHours: 24,
    retentionBytes: 1e9,
    segmentBytes: 2_000_000,
    log,
    metrics: createMetrics(),
  });
  say('open');
  const names = Array.from({ length: publishers }, (_, n) => `${process.pid}-${n}`);
  await Promise.all(names.map((name) => publish(stream, name, count)));
  await stream.close();
}

// A write over the file size limit shall fail, not end the process.
process.on('SIGXFSZ', () => undefined);
const [folder = '', publishers = '1', count = 'Infinity'] = process.argv.slice(2);
void main(folder, Number(publishers), Number(count));
