/* eslint-disable @typescript-eslint/no-non-null-assertion -- test code */
/** What every driver of the stream must do for consumer groups. */
import type { Assignment, Consumer } from '../contracts/stream';
import { ENGINE_TOPICS } from '../contracts/stream';
import { EVENTS, after, texts, until, useContract } from './contract-context';
import type { OpenStream } from './contract-context';

export function describeGroupContract(driver: string, open: OpenStream): void {
  describe(`consumer groups: ${driver}`, () => {
    const at = useContract(open);

    it('gives every message to every group', async () => {
      await at.stream.publish([at.run.message('a', '1'), at.run.message('b', '2')]);
      const one = await at.tape({ group: at.run.group('one') });
      const two = await at.tape({ group: at.run.group('two') });
      await until('both groups have all', () => one.got.length === 2 && two.got.length === 2);
      expect(texts(one.got).sort()).toEqual(['1', '2']);
      expect(texts(two.got).sort()).toEqual(['1', '2']);
    });

    it('starts a new group at the end when asked for the latest', async () => {
      const partitions = await at.stream.partitions(EVENTS);
      const everywhere = (word: string) =>
        Array.from({ length: partitions }, (_, p) => at.run.message(at.run.keyIn(p, partitions), `${word}${p}`));
      await at.stream.publish(everywhere('old'));
      const assigned = new Set<number>();
      const late = await at.tape({
        start: 'latest',
        onAssigned: ({ partition }) => {
          assigned.add(partition);
          return Promise.resolve(undefined);
        },
      });
      await until('it is assigned', () => assigned.size === partitions);
      await until('it follows', () => {
        void at.stream.publish([at.run.message(at.run.keyIn(0, partitions), 'new')]);
        return late.got.length > 0;
      });
      expect(texts(late.got).filter((word) => word.startsWith('old'))).toEqual([]);
    });

    it('hands over again what was not committed, and not what was', async () => {
      await at.stream.publish([at.run.message('k', '1'), at.run.message('k', '2'), at.run.message('k', '3')]);
      const first = await at.tape({ maxMessages: 1 });
      await until('all arrived', () => first.got.length === 3);
      const [assignment] = first.consumer
        .assignments()
        .filter(({ partition }) => partition === first.got[0]!.partition);
      await first.consumer.commit(assignment!, first.got[1]!.offset);
      await first.consumer.stop();
      const second = await at.tape();
      await until('the rest arrived', () => second.got.length >= 2);
      expect(texts(second.got)).toEqual(['2', '3']);
    });

    it('goes on from the offset that onAssigned answers, before any batch of the generation', async () => {
      await at.stream.publish([at.run.message('k', '1'), at.run.message('k', '2'), at.run.message('k', '3')]);
      const first = await at.tape();
      await until('all arrived', () => first.got.length === 3);
      const { partition } = first.got[0]!;
      await first.consumer.commit(
        first.consumer.assignments().find((a) => a.partition === partition)!,
        first.got[2]!.offset + 1,
      );
      await first.consumer.stop();
      const calls: string[] = [];
      const second = await at.tape({
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
      await at.stream.publish([at.run.message('k', '1')]);
      const first = await at.tape();
      await until('it arrived', () => first.got.length === 1);
      const old = first.consumer.assignments().find(({ partition }) => partition === first.got[0]!.partition)!;
      const second = await at.tape();
      await until('there is a new generation', () =>
        first.consumer.assignments().every(({ generation }) => generation > old.generation),
      );
      await expect(first.consumer.commit(old, 1)).rejects.toMatchObject({ code: 'stream_fenced' });
      await second.consumer.stop();
    });

    it('shares partitions among members, the same of every topic, and gives them on when one leaves', async () => {
      const partitions = await at.stream.partitions(EVENTS);
      const topics = [...ENGINE_TOPICS];
      const revoked: Assignment[] = [];
      const onRevoked = (assignment: Assignment) => {
        revoked.push(assignment);
        return Promise.resolve();
      };
      const one = await at.tape({ topics, onRevoked });
      const two = await at.tape({ topics });
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
      await at.stream.publish(Array.from({ length: 40 }, (_, n) => at.run.message(`k${n}`, `${n}`)));
      await until('the other gets all', () => two.got.length >= 40);
      expect(new Set(texts(two.got)).size).toBe(40);
    });

    it('hands over nothing of a paused partition until it is resumed', async () => {
      const partitions = await at.stream.partitions(EVENTS);
      const { got, consumer } = await at.tape();
      consumer.pause(EVENTS, 0);
      await at.stream.publish([
        at.run.message(at.run.keyIn(0, partitions), 'held'),
        at.run.message(at.run.keyIn(1, partitions), 'free'),
      ]);
      await until('the other partition goes on', () => got.length === 1);
      expect(texts(got)).toEqual(['free']);
      consumer.resume(EVENTS, 0);
      await until('it is resumed', () => got.length === 2);
    });

    it('tells how far a group is behind', async () => {
      await at.stream.publish([at.run.message('k', '1'), at.run.message('k', '2'), at.run.message('k', '3')]);
      const { got, consumer } = await at.tape();
      await until('all arrived', () => got.length === 3);
      const { partition, offset } = got[0]!;
      await consumer.commit(
        consumer.assignments().find((a) => a.partition === partition)!,
        offset + 1,
      );
      const lag = (await at.stream.lag(at.run.group())).find((entry) => entry.partition === partition);
      expect(lag).toEqual({
        group: at.run.group(),
        topic: EVENTS,
        partition,
        committed: offset + 1,
        end: offset + 3,
        behind: 2,
      });
    });

    it('hands a failed batch over again while other partitions go on', async () => {
      const partitions = await at.stream.partitions(EVENTS);
      await at.stream.publish([at.run.message(at.run.keyIn(0, partitions), 'poison')]);
      const seen: string[] = [];
      let healed = false;
      const { got } = await at.tape({
        onBatch: (batch) => {
          const words = texts(at.run.mine(batch.messages));
          seen.push(...words);
          return words.includes('poison') && !healed ? Promise.reject(new Error('not now')) : Promise.resolve();
        },
      });
      await until('it failed', () => seen.includes('poison'));
      await at.stream.publish([at.run.message(at.run.keyIn(1, partitions), 'other')]);
      await until('the other went on', () => got.length === 1);
      await until('it is tried again', () => seen.filter((word) => word === 'poison').length >= 2);
      expect(texts(got)).toEqual(['other']);
      healed = true;
      await until('it succeeded', () => got.length === 2);
    });

    it('bounds a batch in messages', async () => {
      await at.stream.publish(Array.from({ length: 25 }, (_, n) => at.run.message('k', `${n}`)));
      const sizes: number[] = [];
      const { got } = await at.tape({
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
      await at.stream.publish([at.run.message('k', '1')]);
      const started = Promise.withResolvers<undefined>();
      const goOn = Promise.withResolvers<undefined>();
      const { got, consumer } = await at.tape({
        onBatch: async (batch) => {
          if (at.run.mine(batch.messages).length === 0) return;
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
      const lag = await at.stream.lag(at.run.group());
      expect(lag.find(({ partition }) => partition === got[0]!.partition)?.committed).toBe(got[0]!.offset + 1);
      expect(consumer.assignments()).toEqual([]);
    });
  });
}
