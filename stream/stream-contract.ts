/* eslint-disable @typescript-eslint/no-non-null-assertion -- test code */
/** What every driver of the stream must do. Run by the tests of each driver against the real thing. */
import type { IncomingMessage } from '../contracts/stream';
import { errorCode } from '../platform/errors';
import { EVENTS, after, text, texts, until, useContract } from './contract-context';
import type { OpenStream } from './contract-context';
import { describeGroupContract } from './group-contract';
import { MAX_MESSAGE_BYTES } from './message-limit';
import { partitionOf } from './partitioner';

/** Declares the tests of the port; `open` is called once for each part, and again where a test reopens. */
export function describeStreamContract(driver: string, open: OpenStream): void {
  describeMessageContract(driver, open);
  describeGroupContract(driver, open);
}

function describeMessageContract(driver: string, open: OpenStream): void {
  describe(`messages: ${driver}`, () => {
    const at = useContract(open);

    it('keeps the order of a key, in the partition that Kafka would choose', async () => {
      const partitions = await at.stream.partitions(EVENTS);
      const keys = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (let round = 0; round < 5; round += 1)
        await at.stream.publish(keys.map((key) => at.run.message(key, `${key}${round}`)));
      const { got } = await at.tape();
      await until('all arrived', () => got.length === 30);
      for (const key of keys) {
        const mine = got.filter((message) => message.key === at.run.key(key));
        expect(texts(mine)).toEqual([0, 1, 2, 3, 4].map((round) => `${key}${round}`));
        expect(new Set(mine.map(({ partition }) => partition))).toEqual(
          new Set([partitionOf(at.run.key(key), partitions)]),
        );
        expect(mine.every(({ offset }, index) => index === 0 || offset > (mine[index - 1]?.offset ?? 0))).toBe(true);
      }
    });

    it('carries bytes, headers and the time of storing', async () => {
      const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
      const before = Date.now();
      const value = new Uint8Array([0, 255, 128, 10, 13]);
      const headers = { run: at.run.id, traceparent, encoding: 'zstd', note: 'ünï' };
      await at.stream.publish([
        { topic: EVENTS, key: at.run.key('bytes'), value, headers },
        { topic: EVENTS, key: at.run.key('bytes'), value: new Uint8Array(0), headers },
      ]);
      const { got } = await at.tape();
      await until('both arrived', () => got.length === 2);
      expect(new Uint8Array(got[0]!.value)).toEqual(value);
      expect(got[1]!.value.byteLength).toBe(0);
      expect(got[0]!.headers).toMatchObject(headers);
      expect(got[0]!.storedAt).toBeGreaterThanOrEqual(before - 1_000);
      expect(got[0]!.storedAt).toBeLessThanOrEqual(Date.now() + 1_000);
    });

    it('keeps what was acknowledged and committed when it is closed and opened again', async () => {
      await at.stream.publish([at.run.message('kept', '1'), at.run.message('kept', '2')]);
      const first = await at.tape({
        maxMessages: 1,
        onBatch: async (batch) => {
          if (at.run.mine(batch.messages).length > 0 && text(batch.messages[0]!) === '1')
            await first.consumer.commit(batch, after(batch));
        },
      });
      await until('both arrived', () => first.got.length === 2);
      await at.reopen();
      const again = await at.tape();
      await until('the uncommitted arrived', () => again.got.length >= 1);
      expect(texts(again.got)).toEqual(['2']);
    });

    it('reads a range', async () => {
      const { partition } = await (async () => {
        const { got } = await at.tape();
        await at.stream.publish(Array.from({ length: 20 }, (_, n) => at.run.message('k', `${n}`)));
        await until('all arrived', () => got.length === 20);
        return got[0]!;
      })();
      const collect = async (from: number, to?: number) => {
        const found: IncomingMessage[] = [];
        for await (const message of at.stream.read(EVENTS, partition, from, to)) found.push(message);
        return found;
      };
      const all = at.run.mine(await collect(0));
      expect(texts(all)).toEqual(Array.from({ length: 20 }, (_, n) => `${n}`));
      expect(texts(await collect(all[5]!.offset, all[8]!.offset))).toEqual(['5', '6', '7']);
      expect(await collect(all[19]!.offset + 1)).toEqual([]);
      for await (const message of at.stream.read(EVENTS, partition, all[0]!.offset)) {
        expect(text(message)).toBe('0');
        break;
      }
    });

    it('takes large messages, and refuses one that is too large alone', async () => {
      const large = Buffer.alloc(MAX_MESSAGE_BYTES - 1_000, 'x');
      const results = await at.stream.publish([
        at.run.message('a', 'before'),
        { topic: EVENTS, key: at.run.key('large'), value: large, headers: { run: at.run.id } },
        {
          topic: EVENTS,
          key: at.run.key('a'),
          value: Buffer.alloc(MAX_MESSAGE_BYTES + 1),
          headers: { run: at.run.id },
        },
        at.run.message('a', 'behind'),
      ]);
      expect(results.map((result) => result?.split(':')[0])).toEqual([
        undefined,
        undefined,
        'stream_message_too_large',
        undefined,
      ]);
      const { got } = await at.tape();
      await until('the others arrived', () => got.length === 3);
      const sizes = got.map(({ value }) => value.byteLength).sort((a, b) => a - b);
      expect(sizes).toEqual([6, 6, large.byteLength]);
      expect(await at.stream.publish([])).toEqual([]);
    });

    it('takes many publishers at once, each in its order', async () => {
      const publishers = Array.from({ length: 20 }, async (_, publisher) => {
        for (let n = 0; n < 10; n += 1) await at.stream.publish([at.run.message(`p${publisher}`, `${n}`)]);
      });
      const burst = Array.from({ length: 300 }, (_, n) => at.stream.publish([at.run.message('burst', `${n}`)]));
      await Promise.all([...publishers, ...burst]);
      const { got } = await at.tape();
      await until('all arrived', () => got.length === 500);
      const of = (key: string) => texts(got.filter((message) => message.key === at.run.key(key)));
      expect(of('p7')).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`));
      expect(of('burst')).toEqual(Array.from({ length: 300 }, (_, n) => `${n}`));
    });

    it('refuses for now what comes over what may wait, and stores all that it took', async () => {
      const { topic, key } = at.run.message('flood', '');
      const publish = (n: number) => {
        const value = Buffer.alloc(900_000, `${n}`);
        return at.stream.publish([{ topic, key, value, headers: { run: at.run.id, n: `${n}` } }]);
      };
      const results = await Promise.allSettled(Array.from({ length: 100 }, (_, n) => publish(n)));
      const taken = [...results.keys()].filter((n) => results[n]?.status === 'fulfilled');
      const codes = results.flatMap((result) => (result.status === 'rejected' ? [errorCode(result.reason)] : []));
      expect(taken.length).toBeGreaterThan(0);
      expect(new Set(codes)).toEqual(new Set(['overloaded']));
      const { got } = await at.tape();
      await until('all that was taken arrived', () => got.length >= taken.length);
      expect(got.map(({ headers }) => Number(headers['n']))).toEqual(taken);
      expect(at.stream.healthy()).toBe(true);
    });

    it('is healthy while it can be written', () => {
      expect(at.stream.healthy()).toBe(true);
    });
  });
}
