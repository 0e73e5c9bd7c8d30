import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { ConfigResourceTypes } from 'kafkajs';
import type { IncomingMessage, OutgoingMessage, Stream, Topic } from '../../contracts/stream';
import { loadConfig } from '../../platform/config';
import type { KafkaConfig } from '../../platform/config';
import { errorCode } from '../../platform/errors';
import { createLogger } from '../../platform/log';
import { createMetrics } from '../../platform/metrics';
import { describeWithKafka } from '../../test/support/kafka/kafka-tests';
import { until } from '../contract-context';
import { kafkaClient } from './client';
import { openKafkaStream } from './kafka-stream';

const log = createLogger({ level: 'error', format: 'text', write: () => undefined });
const defaults = loadConfig({ env: {} }).stream.kafka;
/** How much longer the broker stays away once it is known to be; CI takes 20 s. */
const OUTAGE_MS = Number(process.env['KAFKA_OUTAGE_MS'] ?? 0);
const DEAD: Topic = 'gander.dead.v1';

describeWithKafka(
  'Kafka driver with a broker of its own',
  (kafka) => {
    const opened: Stream[] = [];
    const open = async (changes: Partial<KafkaConfig> = {}, partitions = 4) => {
      const config = { ...defaults, brokers: kafka().brokers, ...changes };
      const stream = await openKafkaStream({ config, partitions }, { log, metrics: createMetrics() });
      opened.push(stream);
      return stream;
    };
    afterEach(() => Promise.all(opened.splice(0).map((stream) => stream.close())));

    const say = (text: string, topic: Topic = 'gander.events.v1'): OutgoingMessage => ({
      topic,
      key: text,
      value: Buffer.from(text),
    });
    const listen = async (stream: Stream, topic: Topic, group = randomUUID()) => {
      const got: string[] = [];
      await stream.consume({
        group,
        topics: [topic],
        start: 'earliest',
        onBatch: ({ messages }) => {
          got.push(...messages.map(({ value }: IncomingMessage) => Buffer.from(value).toString()));
          return Promise.resolve();
        },
      });
      return got;
    };

    it.each(['none', 'gzip', 'lz4', 'zstd'] as const)(
      'the broker takes and returns batches of compression %s',
      async (compression) => {
        const stream = await open({ compression });
        const text = `${compression} ${'once more '.repeat(2_000)}`;
        expect(await stream.publish([say(text), say(`${compression} short`)])).toEqual([undefined, undefined]);
        const got = await listen(stream, 'gander.events.v1');
        await until('both arrived', () => got.includes(text) && got.includes(`${compression} short`));
      },
    );

    it('keeps the partitions that the topics have, and refuses engine topics that disagree', async () => {
      expect(await (await open({}, 9)).partitions('gander.events.v1')).toBe(4);
      const admin = kafkaClient({ ...defaults, brokers: kafka().brokers }, log).admin();
      await admin.connect();
      await admin.createPartitions({ topicPartitions: [{ topic: 'gander.findings.v1', count: 6 }] });
      expect(await (await open()).partitions('gander.findings.v1')).toBe(6);
      await admin.deleteTopics({ topics: ['gander.facts.v1'] });
      await admin.createTopics({ topics: [{ topic: 'gander.facts.v1', numPartitions: 5 }] });
      await expect(open()).rejects.toMatchObject({
        code: 'config_invalid',
        message: expect.stringContaining('gander.facts.v1 has 5'),
      });
      await admin.deleteTopics({ topics: ['gander.facts.v1'] });
      await admin.disconnect();
    });

    it('says when the cluster cannot hold the configured replicas', async () => {
      const admin = kafkaClient({ ...defaults, brokers: kafka().brokers }, log).admin();
      await admin.connect();
      await admin.deleteTopics({ topics: [DEAD] }).catch(() => undefined);
      await expect(open({ replication: 3 })).rejects.toMatchObject({ code: 'config_invalid' });
      await admin.disconnect();
    });

    it('refuses alone what the broker refuses, and loses nothing that was with it', async () => {
      const stream = await open();
      const admin = kafkaClient({ ...defaults, brokers: kafka().brokers }, log).admin();
      await admin.connect();
      await admin.alterConfigs({
        validateOnly: false,
        resources: [
          {
            type: ConfigResourceTypes.TOPIC,
            name: DEAD,
            configEntries: [{ name: 'max.message.bytes', value: '2000' }],
          },
        ],
      });
      await admin.disconnect();
      const words = Array.from({ length: 12 }, (_, n) => `word ${n}`);
      const big = { ...say('big', DEAD), value: randomBytes(5_000) };
      const events = words.map((word) => say(`event ${word}`));
      const batch = [...words.map((word) => say(word, DEAD)), big, ...events];
      const results = await stream.publish(batch);
      expect(results[words.length]).toContain('MESSAGE_TOO_LARGE');
      expect(results.filter((result) => result !== undefined)).toHaveLength(1);
      await stream.publish(words.map((word) => say(`later ${word}`, DEAD)));
      const dead = await listen(stream, DEAD);
      const live = await listen(stream, 'gander.events.v1');
      await until('all others arrived', () => {
        const late = words.every((word) => dead.includes(word) && dead.includes(`later ${word}`));
        return late && words.every((word) => live.includes(`event ${word}`));
      });
    });

    it.each(['SIGTERM', 'SIGKILL'] as const)(
      'loses nothing acknowledged when the broker goes by %s under load and comes back',
      async (signal) => {
        const stream = await open({ sessionTimeoutMs: 6_000 });
        const got = await listen(stream, 'gander.events.v1');
        const acknowledged: string[] = [];
        const refusals = new Set<string | undefined>();
        let over = false;
        const publisher = async (name: string) => {
          for (let n = 0; !over; n += 1) {
            const messages = Array.from({ length: 5 }, (_, i) => say(`${signal} ${name} ${n} ${i}`));
            try {
              await stream.publish(messages);
              acknowledged.push(...messages.map(({ key }) => key));
            } catch (error) {
              refusals.add(errorCode(error));
            }
            await wait(5);
          }
        };
        const load = Promise.all(['a', 'b', 'c'].map(publisher));
        await until('it runs', () => acknowledged.length > 100);
        await kafka().stop(signal);
        await until('it is known as unwell', () => !stream.healthy());
        await until('publishes are refused', () => refusals.size > 0);
        await wait(OUTAGE_MS);
        await kafka().start();
        await until('it is well again', () => stream.healthy());
        const before = acknowledged.length;
        await until('it goes on', () => acknowledged.length > before + 100);
        over = true;
        await load;
        const last = say(`${signal} last`);
        await stream.publish([last]);
        await until('all acknowledged arrived', () => {
          const arrived = new Set(got);
          return arrived.has(last.key) && acknowledged.every((key) => arrived.has(key));
        });
        expect([...refusals]).toEqual(['stream_unavailable']);
      },
      120_000,
    );

    it('closes while the broker is away', async () => {
      const stream = await open();
      await listen(stream, 'gander.events.v1');
      await kafka().stop('SIGKILL');
      await expect(stream.publish([say('nobody takes this')])).rejects.toMatchObject({ code: 'stream_unavailable' });
      await stream.close();
      await expect(open()).rejects.toMatchObject({ code: 'stream_unavailable' });
      await kafka().start();
    }, 60_000);
  },
  () => Promise.resolve({}),
);
