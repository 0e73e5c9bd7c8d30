import fc from 'fast-check';
import { Partitioners } from 'kafkajs';
import type { PartitionMetadata } from 'kafkajs';
import { partitionOf } from './partitioner';

describe('partitionOf', () => {
  it("is kafkajs' default partitioner, for every key and count", () => {
    const theirs = Partitioners.DefaultPartitioner();
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 256 }), (key, count) => {
        const partitionMetadata = new Array<PartitionMetadata>(count);
        expect(partitionOf(key, count)).toBe(theirs({ topic: 't', partitionMetadata, message: { key, value: '' } }));
      }),
    );
  });
});
