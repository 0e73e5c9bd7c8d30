/** How a group shares its partitions: partition p of every topic to the same member, so that equal keys meet (kafkajs' own does not). */
import { AssignerProtocol } from 'kafkajs';
import type { Assigner, PartitionAssigner } from 'kafkajs';

const NAME = 'gander-equal-keys';

/** Members in the order of their ids; partition p goes to member p modulo their number. */
export const equalKeysAssigner: PartitionAssigner = ({ cluster }) =>
  assigner(({ members, topics }) => {
    const ids = members.map(({ memberId }) => memberId).sort();
    return ids.map((memberId, index) => ({
      memberId,
      assignment: Object.fromEntries(
        topics.map((topic) => [
          topic,
          cluster
            .findTopicPartitionMetadata(topic)
            .map(({ partitionId }) => partitionId)
            .filter((partition) => partition % ids.length === index),
        ]),
      ),
    }));
  });

/** Gives the one member of a group a single partition: for reading a range. */
export const singlePartitionAssigner =
  (topic: string, partition: number): PartitionAssigner =>
  () =>
    assigner(({ members }) =>
      members.map(({ memberId }, index) => ({ memberId, assignment: index === 0 ? { [topic]: [partition] } : {} })),
    );

type Share = (group: Parameters<Assigner['assign']>[0]) => {
  memberId: string;
  assignment: Record<string, number[]>;
}[];

function assigner(share: Share): Assigner {
  return {
    name: NAME,
    version: 0,
    assign: (group) =>
      Promise.resolve(
        share(group).map(({ memberId, assignment }) => ({
          memberId,
          memberAssignment: AssignerProtocol.MemberAssignment.encode({
            version: 0,
            assignment,
            userData: Buffer.alloc(0),
          }),
        })),
      ),
    protocol: ({ topics }) => ({
      name: NAME,
      metadata: AssignerProtocol.MemberMetadata.encode({ version: 0, topics, userData: Buffer.alloc(0) }),
    }),
  };
}
