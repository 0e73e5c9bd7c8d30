/** The partitions that a consumer holds now: replaced as a whole with each generation of the group. */
import type { Assignment, ConsumerOptions, Topic } from '../contracts/stream';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { Lane } from './lane';
import type { LaneSource } from './lane';

/** Name of one partition of one topic. */
export const laneName = (topic: Topic, partition: number): string => `${topic}/${partition}`;

const LAG_MS = 5_000;

export class Lanes {
  readonly #lanes = new Map<string, Lane>();
  readonly #paused = new Set<string>();
  /** Per partition, the end of its lanes so far. */
  readonly #ended = new Map<string, Promise<void>>();

  /** A handler that hangs or fails shows too, so the lag is told without a batch. */
  readonly #lagTimer = setInterval(() => {
    for (const lane of this.#lanes.values()) lane.reportLag();
  }, LAG_MS).unref();

  constructor(
    private readonly options: ConsumerOptions,
    private readonly log: Logger,
    private readonly metrics: Metrics,
  ) {}

  /** A new generation: ends all lanes and starts these. */
  replace(assignments: readonly Assignment[], sourceOf: (assignment: Assignment) => LaneSource): void {
    this.revoke();
    this.metrics.count('gander_rebalances_total', { group: this.options.group });
    for (const assignment of assignments) {
      const name = laneName(assignment.topic, assignment.partition);
      const lane = new Lane(assignment, this.options, sourceOf(assignment), this.log, this.metrics);
      if (this.#paused.has(name)) lane.pause();
      this.#lanes.set(name, lane);
      lane.run(this.#ended.get(name) ?? Promise.resolve());
    }
  }

  /** Ends all lanes without waiting for them. */
  revoke(): void {
    for (const [name, lane] of this.#lanes) this.#ended.set(name, lane.end());
    this.#lanes.clear();
  }

  /** Whether work of this assignment may still be committed. */
  holds({ topic, partition, generation }: Assignment): boolean {
    return this.#lanes.get(laneName(topic, partition))?.assignment.generation === generation;
  }

  current(): readonly Assignment[] {
    return [...this.#lanes.values()].map((lane) => lane.assignment);
  }

  pause(topic: Topic, partition: number): void {
    this.#paused.add(laneName(topic, partition));
    this.#lanes.get(laneName(topic, partition))?.pause();
  }

  resume(topic: Topic, partition: number): void {
    this.#paused.delete(laneName(topic, partition));
    this.#lanes.get(laneName(topic, partition))?.resume();
  }

  /** Ends all lanes, keeping the assignment until the batches under way are finished, so that they can commit. */
  async finish(): Promise<void> {
    clearInterval(this.#lagTimer);
    await Promise.all([...this.#lanes.values()].map((lane) => lane.end()));
    this.#lanes.clear();
    await Promise.all(this.#ended.values());
  }
}
