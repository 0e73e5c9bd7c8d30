/** One `consume()`: a member of a group, as the connection's thread sees it. */
import { randomUUID } from 'node:crypto';
import type { Assignment, Consumer, ConsumerOptions, Topic } from '../../contracts/stream';
import { GanderError } from '../../platform/errors';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import type { Caller } from '../../platform/thread';
import { Lanes, laneName } from '../lanes';
import type { Feed } from './feed';
import { LaneCursor } from './lane-cursor';
import type { CommitCall, JoinCall, Position } from './protocol';

export class Member implements Consumer {
  readonly id = randomUUID();
  readonly #lanes: Lanes;
  #stopped: Promise<void> | undefined;

  constructor(
    private readonly options: ConsumerOptions,
    private readonly calls: Caller,
    private readonly feed: Feed,
    parts: { log: Logger; metrics: Metrics },
    private readonly forget: () => void,
  ) {
    this.#lanes = new Lanes(options, parts.log, parts.metrics);
  }

  /** Enters the group; the partitions come by `assigned`, before this resolves. */
  join(): Promise<void> {
    const { group, topics, start } = this.options;
    return this.calls.call('join', { member: this.id, group, topics, start } satisfies JoinCall);
  }

  assigned(generation: number, positions: readonly Position[]): void {
    if (this.#stopped) return;
    const byName = new Map(positions.map((position) => [laneName(position.topic, position.partition), position]));
    const assignments = positions.map(({ topic, partition }) => ({ topic, partition, generation }));
    this.#lanes.replace(assignments, ({ topic, partition }) => {
      const position = byName.get(laneName(topic, partition)) ?? { topic, partition, offset: 0 };
      return new LaneCursor(this.feed, position, this.options);
    });
  }

  async commit(assignment: Assignment, offset: number): Promise<void> {
    const { topic, partition, generation } = assignment;
    if (!this.#lanes.holds(assignment)) {
      throw new GanderError('stream_fenced', `${laneName(topic, partition)} is not ours in generation ${generation}`);
    }
    await this.calls.call('commit', { member: this.id, generation, topic, partition, offset } satisfies CommitCall);
  }

  pause(topic: Topic, partition: number): void {
    this.#lanes.pause(topic, partition);
  }

  resume(topic: Topic, partition: number): void {
    this.#lanes.resume(topic, partition);
  }

  assignments(): readonly Assignment[] {
    return this.#lanes.current();
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#lanes.finish().then(async () => {
      // A writer that is gone has forgotten the member already.
      await this.calls.call('leave', this.id).catch(() => undefined);
      this.forget();
    });
    return this.#stopped;
  }
}
