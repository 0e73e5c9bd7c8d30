/** Consumer groups, in the writer thread: who holds which partition in which generation, and how far each group has come. */
import type { Lag, Topic } from '../../contracts/stream';
import { GanderError } from '../../platform/errors';
import { laneName } from '../lanes';
import type { GroupStore } from './group-store';
import type { CommitCall, JoinCall, Position, SegmentInfo } from './protocol';
import { laneOf } from './protocol';

interface Member extends JoinCall {
  assigned(generation: number, positions: Position[]): void;
  held: Set<string>;
}

interface Group {
  generation: number;
  members: Map<string, Member>;
}

export class Groups {
  readonly #groups = new Map<string, Group>();
  /** Committed offsets by group, then by lane name. */
  readonly #committed = new Map<string, Map<string, Position>>();

  constructor(
    private readonly store: GroupStore,
    private readonly partitions: number,
    private readonly log: { readonly ends: readonly number[]; readonly segments: readonly SegmentInfo[] },
  ) {
    for (const { group, ...position } of store.offsets()) this.#remember(group, position);
  }

  /** A member comes: the group gets a new generation, and every member is told its partitions. */
  join(call: JoinCall, assigned: Member['assigned']): void {
    const group = this.#groups.get(call.group) ?? { generation: 0, members: new Map<string, Member>() };
    this.#groups.set(call.group, group);
    group.members.set(call.member, { ...call, assigned, held: new Set() });
    this.#rebalance(call.group, group);
  }

  leave(member: string): void {
    for (const [name, group] of this.#groups) {
      if (group.members.delete(member) && group.members.size > 0) this.#rebalance(name, group);
    }
  }

  /** Throws `stream_fenced` when the partition is not the member's in this generation. */
  commit({ member, generation, topic, partition, offset }: CommitCall): void {
    for (const [name, group] of this.#groups) {
      if (!group.members.get(member)?.held.has(laneName(topic, partition)) || group.generation !== generation) continue;
      this.store.commit(name, topic, partition, offset);
      this.#remember(name, { topic, partition, offset });
      return;
    }
    throw new GanderError('stream_fenced', `${laneName(topic, partition)} is not ours in generation ${generation}`);
  }

  /** Lag in the topics that the group has committed or reads now. */
  lag(group: string): Lag[] {
    const committed = this.#committed.get(group);
    const lanes = new Map<string, { topic: Topic; partition: number }>(committed);
    for (const { topics } of this.#groups.get(group)?.members.values() ?? []) {
      for (const lane of this.#lanes(topics)) lanes.set(laneName(lane.topic, lane.partition), lane);
    }
    return [...lanes.values()].map(({ topic, partition }) => {
      const done = committed?.get(laneName(topic, partition))?.offset;
      const end = this.#end(topic, partition);
      const first = this.log.segments[0]?.bases[laneOf(topic, partition, this.partitions)] ?? 0;
      const behind = Math.max(0, end - Math.max(done ?? 0, first));
      return { group, topic, partition, committed: done, end, behind };
    });
  }

  /** Partition p of every topic goes to the same member, so that equal keys meet. */
  #rebalance(name: string, group: Group): void {
    group.generation = this.store.nextGeneration(name);
    const members = [...group.members.values()];
    for (const [index, member] of members.entries()) {
      const mine = this.#lanes(member.topics).filter(({ topic, partition }) => {
        const readers = members.filter(({ topics }) => topics.includes(topic));
        return readers[partition % readers.length] === members[index];
      });
      member.held = new Set(mine.map(({ topic, partition }) => laneName(topic, partition)));
      member.assigned(
        group.generation,
        mine.map((lane) => ({ ...lane, offset: this.#start(name, member, lane) })),
      );
    }
  }

  #start(group: string, member: Member, { topic, partition }: { topic: Topic; partition: number }): number {
    const committed = this.#committed.get(group)?.get(laneName(topic, partition))?.offset;
    if (committed !== undefined || member.start === 'earliest') return committed ?? 0;
    const offset = this.#end(topic, partition);
    // On record at once, so that a later generation does not start at a later end.
    this.store.commit(group, topic, partition, offset);
    this.#remember(group, { topic, partition, offset });
    return offset;
  }

  #lanes(topics: readonly Topic[]): { topic: Topic; partition: number }[] {
    return topics.flatMap((topic) => Array.from({ length: this.partitions }, (_, partition) => ({ topic, partition })));
  }

  #end(topic: Topic, partition: number): number {
    return this.log.ends[laneOf(topic, partition, this.partitions)] ?? 0;
  }

  #remember(group: string, position: Position): void {
    const positions = this.#committed.get(group) ?? new Map<string, Position>();
    positions.set(laneName(position.topic, position.partition), position);
    this.#committed.set(group, positions);
  }
}
