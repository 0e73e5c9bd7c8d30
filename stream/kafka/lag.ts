/** How far a group is behind, as Kafka knows it. */
import type { Admin } from 'kafkajs';
import type { Lag, Topic } from '../../contracts/stream';
import { ALL_TOPICS } from '../../contracts/stream';
import { unavailable } from './kafka-errors';

/** All partitions of the topics in which the group has committed anything. Rejects with `stream_unavailable`. */
export async function groupLag(admin: Admin, group: string): Promise<Lag[]> {
  try {
    const committed = await admin.fetchOffsets({ groupId: group, topics: [...ALL_TOPICS] });
    const read = committed.filter(({ partitions }) => partitions.some(({ offset }) => Number(offset) >= 0));
    const lags = read.map(async ({ topic, partitions }) => {
      const ends = new Map((await admin.fetchTopicOffsets(topic)).map((entry) => [entry.partition, entry]));
      return partitions.map(({ partition, offset }) => {
        const [end, first] = [Number(ends.get(partition)?.high ?? 0), Number(ends.get(partition)?.low ?? 0)];
        const done = Number(offset) >= 0 ? Number(offset) : undefined;
        const behind = Math.max(0, end - Math.max(done ?? 0, first));
        return { group, topic: topic as Topic, partition, committed: done, end, behind };
      });
    });
    return (await Promise.all(lags)).flat();
  } catch (error) {
    throw unavailable(error);
  }
}
