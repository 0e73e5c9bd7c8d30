/* eslint-disable @typescript-eslint/no-non-null-assertion -- test code */
/** What every driver of the stream must do. Run by the tests of each driver against the real thing. */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  Assignment,
  Batch,
  Consumer,
  ConsumerOptions,
  IncomingMessage,
  OutgoingMessage,
  Stream,
  Topic,
} from '../contracts/stream';
import { ENGINE_TOPICS } from '../contracts/stream';
import { MAX_MESSAGE_BYTES } from './message-limit';
import { partitionOf } from './partitioner';

/** A stream of 4 partitions, or more, that keeps its messages from one `open` to the next. */
export type OpenStream = () => Promise<Stream>;

const EVENTS: Topic = 'gander.events.v1';
const PATIENCE_MS = 25_000;

/** Waits until the condition holds; fails after 25 s, saying what was waited for. */
export async function until(what: string, condition: () => boolean): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!condition()) {
    if (Date.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await wait(5);
  }
}

/** Messages of this test only: streams are shared between tests, and a topic keeps what earlier ones wrote. */
class Run {
  readonly id = randomUUID();

  message(key: string, text: string, topic: Topic = EVENTS): OutgoingMessage {
    return { topic, key: this.key(key), value: Buffer.from(text), headers: { run: this.id } };
  }

  key(key: string): string {
    return `${key}-${this.id}`;
  }

  /** A key that falls into the partition. */
  keyIn(partition: number, partitions: number): string {
    for (let n = 0; ; n += 1) if (partitionOf(this.key(`k${n}`), partitions) === partition) return `k${n}`;
  }

  group(name = 'group'): string {
    return `${name}-${this.id}`;
  }

  mine(messages: readonly IncomingMessage[]): IncomingMessage[] {
    return messages.filter(({ headers }) => headers['run'] === this.id);
  }
}

const text = ({ value }: IncomingMessage) => Buffer.from(value).toString();
const texts = (messages: readonly IncomingMessage[]) => messages.map(text);
const after = (batch: Batch) => (batch.messages.at(-1)?.offset ?? 0) + 1;

export function describeStreamContract(driver: string, open: OpenStream): void {
  describe(`stream contract: ${driver}`, () => {
    let stream: Stream;
    let run: Run;
    const consumers: Consumer[] = [];

    beforeAll(async () => {
      stream = await open();
    }, 60_000);
    afterAll(() => stream.close());
    beforeEach(() => {
      run = new Run();
    });
    afterEach(async () => {
      await Promise.all(consumers.splice(0).map((consumer) => consumer.stop()));
    });

    async function consume(options: Partial<ConsumerOptions>): Promise<Consumer> {
      const consumer = await stream.consume({
        group: run.group(),
        topics: [EVENTS],
        start: 'earliest',
        onBatch: () => Promise.resolve(),
        ...options,
      });
      consumers.push(consumer);
      return consumer;
    }

    /** A consumer that notes what it gets of this test. */
    async function tape(options: Partial<ConsumerOptions> = {}) {
      const got: IncomingMessage[] = [];
      const onBatch = async (batch: Batch) => {
        await options.onBatch?.(batch);
        got.push(...run.mine(batch.messages));
      };
      return { got, consumer: await consume({ ...options, onBatch }) };
    }

    it('keeps the order of a key, in the partition that Kafka would choose', async () => {
      const partitions = await stream.partitions(EVENTS);
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (let round = 0; round < 5; round += 1)
        await stream.publish(keys.map((key) => run.message(key, `${key}${round}`)));
      const { got } = await tape();
      await until('all arrived', () => got.length === 30);
      for (const key of keys) {
        const mine = got.filter((message) => message.key === run.key(key));
        expect(texts(mine)).toEqual([0, 1, 2, 3, 4].map((round) => `${key}${round}`));
        expect(new Set(mine.map(({ partition }) => partition))).toEqual(
          new Set([partitionOf(run.key(key), partitions)]),
        );
        expect(mine.every(({ offset }, index) => index === 0 || offset > (mine[index - 1]?.offset ?? 0))).toBe(true);
      }
    });

    it('carries bytes, headers and the time of storing', async () => {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const before = Date.now();
      const value = new Uint8Array([0, 255, 128, 10, 13]);
      const headers = { run: run.id, traceparent, encoding: 'zstd', note: 'ünï' };
      await stream.publish([
        { topic: EVENTS, key: run.key('bytes'), value, headers },
        { topic: EVENTS, key: run.key('bytes'), value: new Uint8Array(0), headers },
      ]);
      const { got } = await tape();
      await until('both arrived', () => got.length === 2);
      expect(new Uint8Array(got[0]!.value)).toEqual(value);
      expect(got[1]!.value.byteLength).toBe(0);
      expect(got[0]!.headers).toMatchObject(headers);
      expect(got[0]!.storedAt).toBeGreaterThanOrEqual(before - 1_000);
      expect(got[0]!.storedAt).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it('keeps what was acknowledged and committed when it is closed and opened again', async () => {
      await stream.publish([run.message('kept', '1'), run.message('kept', '2')]);
      const first = await tape({
        maxMessages: 1,
        onBatch: async (batch) => {
          if (run.mine(batch.messages).length > 0 && text(batch.messages[0]!) === '1')
            await first.consumer.commit(batch, after(batch));
        },
      });
      await until('both arrived', () => first.got.length === 2);
      await stream.close();
      stream = await open();
      const again = await tape();
      await until('the uncommitted arrived', () => again.got.length >= 1);
      expect(texts(again.got)).toEqual(['2']);
    });

    it('gives every message to every group', async () => {
      await stream.publish([run.message('a', '1'), run.message('b', '2')]);
      const one = await tape({ group: run.group('one') });
      const two = await tape({ group: run.group('two') });
      await until('both groups have all', () => one.got.length === 2 && two.got.length === 2);
      expect(texts(one.got).sort()).toEqual(['1', '2']);
      expect(texts(two.got).sort()).toEqual(['1', '2']);
    });

    it('starts a new group at the end when asked for the latest', async () => {
      const partitions = await stream.partitions(EVENTS);
      const everywhere = (word: string) =>
        Array.from({ length: partitions }, (_, p) => run.message(run.keyIn(p, partitions), `${word}${p}`));
      await stream.publish(everywhere('old'));
      const assigned = new Set<number>();
      const late = await tape({
        start: 'latest',
        onAssigned: ({ partition }) => {
          assigned.add(partition);
          return Promise.resolve(undefined);
        },
      });
      await until('it is assigned', () => assigned.size === partitions);
      await until('it follows', () => {
        void stream.publish([run.message(run.keyIn(0, partitions), 'new')]);
        return late.got.length > 0;
      });
      expect(texts(late.got).filter((word) => word.startsWith('old'))).toEqual([]);
    });

    it('hands over again what was not committed, and not what was', async () => {
      await stream.publish([run.message('k', '1'), run.message('k', '2'), run.message('k', '3')]);
      const first = await tape({ maxMessages: 1 });
      await until('all arrived', () => first.got.length === 3);
      const [assignment] = first.consumer
        .assignments()
        .filter(({ partition }) => partition === first.got[0]!.partition);
      await first.consumer.commit(assignment!, first.got[1]!.offset);
      await first.consumer.stop();
      const second = await tape();
      await until('the rest arrived', () => second.got.length >= 2);
      expect(texts(second.got)).toEqual(['2', '3']);
    });

    it('goes on from the offset that onAssigned answers, before any batch of the generation', async () => {
      await stream.publish([run.message('k', '1'), run.message('k', '2'), run.message('k', '3')]);
      const first = await tape();
      await until('all arrived', () => first.got.length === 3);
      const { partition } = first.got[0]!;
      await first.consumer.commit(
        first.consumer.assignments().find((a) => a.partition === partition)!,
        first.got[2]!.offset + 1,
      );
      await first.consumer.stop();
      const calls: string[] = [];
      const second = await tape({
        onAssigned: (assignment) => {
          calls.push(`assigned ${assignment.partition}`);
          return Promise.resolve(assignment.partition === partition ? first.got[1]!.offset : undefined);
        },
        onBatch: (batch) => {
          calls.push(`batch ${batch.partition}`);
          return Promise.resolve();
        },
      });
      await until('the rest arrived', () => second.got.length === 2);
      expect(texts(second.got)).toEqual(['2', '3']);
      expect(calls.indexOf(`assigned ${partition}`)).toBeLessThan(calls.indexOf(`batch ${partition}`));
    });

    it('refuses the commit of an older generation', async () => {
      await stream.publish([run.message('k', '1')]);
      const first = await tape();
      await until('it arrived', () => first.got.length === 1);
      const old = first.consumer.assignments().find(({ partition }) => partition === first.got[0]!.partition)!;
      const second = await tape();
      await until('there is a new generation', () =>
        first.consumer.assignments().every(({ generation }) => generation > old.generation),
      );
      await expect(first.consumer.commit(old, 1)).rejects.toMatchObject({ code: 'stream_fenced' });
      await second.consumer.stop();
    });

    it('shares partitions among members, the same of every topic, and gives them on when one leaves', async () => {
      const partitions = await stream.partitions(EVENTS);
      const topics = [...ENGINE_TOPICS];
      const revoked: Assignment[] = [];
      const onRevoked = (assignment: Assignment) => {
        revoked.push(assignment);
        return Promise.resolve();
      };
      const one = await tape({ topics, onRevoked });
      const two = await tape({ topics });
      const held = (consumer: Consumer) => consumer.assignments().length / topics.length;
      await until('both have some', () => {
        const shares = [held(one.consumer), held(two.consumer)];
        return shares.every((share) => share > 0) && shares[0]! + shares[1]! === partitions;
      });
      for (const { consumer } of [one, two]) {
        const byTopic = topics.map((topic) =>
          consumer
            .assignments()
            .filter((assignment) => assignment.topic === topic)
            .map(({ partition }) => partition)
            .sort(),
        );
        for (const share of byTopic) expect(share).toEqual(byTopic[0]);
      }
      expect(revoked.length).toBe(partitions * topics.length);
      await one.consumer.stop();
      await until('the other has all', () => held(two.consumer) === partitions);
      await stream.publish(Array.from({ length: 40 }, (_, n) => run.message(`k${n}`, `${n}`)));
      await until('the other gets all', () => two.got.length >= 40);
      expect(new Set(texts(two.got)).size).toBe(40);
    });

    it('hands over nothing of a paused partition until it is resumed', async () => {
      const partitions = await stream.partitions(EVENTS);
      const { got, consumer } = await tape();
      consumer.pause(EVENTS, 0);
      await stream.publish([
        run.message(run.keyIn(0, partitions), 'held'),
        run.message(run.keyIn(1, partitions), 'free'),
      ]);
      await until('the other partition goes on', () => got.length === 1);
      expect(texts(got)).toEqual(['free']);
      consumer.resume(EVENTS, 0);
      await until('it is resumed', () => got.length === 2);
    });

    it('reads a range', async () => {
      const { partition } = await (async () => {
        const { got } = await tape();
        await stream.publish(Array.from({ length: 20 }, (_, n) => run.message('k', `${n}`)));
        await until('all arrived', () => got.length === 20);
        return got[0]!;
      })();
      const collect = async (from: number, to?: number) => {
        const found: IncomingMessage[] = [];
        for await (const message of stream.read(EVENTS, partition, from, to)) found.push(message);
        return found;
      };
      const all = run.mine(await collect(0));
      expect(texts(all)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
      expect(texts(await collect(all[5]!.offset, all[8]!.offset))).toEqual(['5', '6', '7']);
      expect(await collect(all[19]!.offset + 1)).toEqual([]);
      for await (const message of stream.read(EVENTS, partition, all[0]!.offset)) {
        expect(text(message)).toBe('0');
        break;
      }
    });

    it('tells how far a group is behind', async () => {
      await stream.publish([run.message('k', '1'), run.message('k', '2'), run.message('k', '3')]);
      const { got, consumer } = await tape();
      await until('all arrived', () => got.length === 3);
      const { partition, offset } = got[0]!;
      await consumer.commit(
        consumer.assignments().find((a) => a.partition === partition)!,
        offset + 1,
      );
      const lag = (await stream.lag(run.group())).find((entry) => entry.partition === partition);
      expect(lag).toEqual({
        group: run.group(),
        topic: EVENTS,
        partition,
        committed: offset + 1,
        end: offset + 3,
        behind: 2,
      });
    });

    it('takes large messages, and refuses one that is too large alone', async () => {
      const large = Buffer.alloc(MAX_MESSAGE_BYTES - 1_000, 'x');
      const results = await stream.publish([
        run.message('a', 'before'),
        { topic: EVENTS, key: run.key('large'), value: large, headers: { run: run.id } },
        { topic: EVENTS, key: run.key('a'), value: Buffer.alloc(MAX_MESSAGE_BYTES + 1), headers: { run: run.id } },
        run.message('a', 'behind'),
      ]);
      expect(results.map((result) => result?.split(':')[0])).toEqual([
        undefined,
        undefined,
        'stream_message_too_large',
        undefined,
      ]);
      const { got } = await tape();
      await until('the others arrived', () => got.length === 3);
      const sizes = got.map(({ value }) => value.byteLength).sort((a, b) => a - b);
      expect(sizes).toEqual([6, 6, large.byteLength]);
      expect(await stream.publish([])).toEqual([]);
    });

    it('hands a failed batch over again while other partitions go on', async () => {
      const partitions = await stream.partitions(EVENTS);
      await stream.publish([run.message(run.keyIn(0, partitions), 'poison')]);
      const seen: string[] = [];
      let healed = false;
      const { got } = await tape({
        onBatch: (batch) => {
          const words = texts(run.mine(batch.messages));
          seen.push(...words);
          return words.includes('poison') && !healed ? Promise.reject(new Error('not now')) : Promise.resolve();
        },
      });
      await until('it failed', () => seen.includes('poison'));
      await stream.publish([run.message(run.keyIn(1, partitions), 'other')]);
      await until('the other went on', () => got.length === 1);
      await until('it is tried again', () => seen.filter((word) => word === 'poison').length >= 2);
      expect(texts(got)).toEqual(['other']);
      healed = true;
      await until('it succeeded', () => got.length === 2);
    });

    it('takes many publishers at once, each in its order', async () => {
      const publishers = Array.from({ length: 20 }, async (_, publisher) => {
        for (let n = 0; n < 10; n += 1) await stream.publish([run.message(`p${publisher}`, `${n}`)]);
      });
      const burst = Array.from({ length: 300 }, (_, n) => stream.publish([run.message('burst', `${n}`)]));
      await Promise.all([...publishers, ...burst]);
      const { got } = await tape();
      await until('all arrived', () => got.length === 500);
      const of = (key: string) => texts(got.filter((message) => message.key === run.key(key)));
      expect(of('p7')).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`));
      expect(of('burst')).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
    });

    it('bounds a batch in messages', async () => {
      await stream.publish(Array.from({ length: 25 }, (_, n) => run.message('k', `${n}`)));
      const sizes: number[] = [];
      const { got } = await tape({
        maxMessages: 10,
        onBatch: (batch) => {
          sizes.push(batch.messages.length);
          return Promise.resolve();
        },
      });
      await until('all arrived', () => got.length === 25);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(10);
      expect(texts(got)).toEqual(Array.from({ length: 25 }, (_, n) => `${n}`));
    });

    it('finishes the batch under way when it is stopped, and its commit counts', async () => {
      await stream.publish([run.message('k', '1')]);
      const started = Promise.withResolvers<undefined>();
      const goOn = Promise.withResolvers<undefined>();
      const { got, consumer } = await tape({
        onBatch: async (batch) => {
          if (run.mine(batch.messages).length === 0) return;
          started.resolve(undefined);
          await goOn.promise;
          await consumer.commit(batch, after(batch));
        },
      });
      await started.promise;
      const stopped = consumer.stop();
      goOn.resolve(undefined);
      await stopped;
      expect(texts(got)).toEqual(['1']);
      const lag = await stream.lag(run.group());
      expect(lag.find(({ partition }) => partition === got[0]!.partition)?.committed).toBe(got[0]!.offset + 1);
      expect(consumer.assignments()).toEqual([]);
    });

    it('is healthy while it can be written', () => {
      expect(stream.healthy()).toBe(true);
    });
  });
}
