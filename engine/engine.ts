/** The engine role: one consumer group over the engine's topics, one core a partition, ticks for the partitions it holds. */
import { ENGINE_TOPICS } from '../contracts/stream';
import type { Assignment, Consumer, Stream } from '../contracts/stream';
import type { Store } from '../contracts/store';
import { systemClock } from '../platform/clock';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import { messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import type { Metrics } from '../platform/metrics';
import { withBadVersions } from './bad-versions';
import { CONTEXT_SETTING } from './core/control';
import type { ActiveDetector } from './core/dispatch';
import { createPartitionEngine } from './core/partition';
import type { Analyse } from './core/stepper';
import { controlMessage } from './outgoing';
import { GROUP, OwnedPartition } from './owned-partition';
import type { PartitionParts } from './owned-partition';
import { controlEvent, keyInto } from './ticks';

export interface EngineParts {
  config: Pick<Config, 'engine' | 'context'>;
  stream: Stream;
  store: Store;
  detectors: readonly ActiveDetector[];
  analyse: Analyse;
  log: Logger;
  metrics: Metrics;
  clock?: Clock;
}

export interface RunningEngine {
  /** Finishes the batches under way, saves, leaves the group. */
  stop(): Promise<void>;
}

/** Characters of session state that a partition may hold. */
const MAX_STATE_SIZE = 64 * 1024 * 1024;

/** Resolves once the engine is in its group. Rejects when the stream is not there. */
export async function startEngine(given: EngineParts): Promise<RunningEngine> {
  const parts = { ...given, config: withBadVersions(given.config, given.log, given.clock ?? systemClock) };
  const { config, stream, log, clock = systemClock } = parts;
  const owned = new Map<number, OwnedPartition>();
  const joined = Promise.withResolvers<Consumer>();
  joined.promise.catch(() => undefined);
  const partitions = await stream.partitions('gander.control.v1');
  const common: Omit<PartitionParts, 'engine'> = {
    ...parts,
    clock,
    consumer: joined.promise,
    snapshotMs: config.engine.snapshotSeconds * 1_000,
  };

  const own = ({ partition, generation }: Assignment): OwnedPartition => {
    const known = owned.get(partition);
    if (known?.generation === generation) return known;
    const engine = createPartitionEngine(optionsOf(parts, partition));
    const fresh = new OwnedPartition(partition, generation, { ...common, engine });
    owned.set(partition, fresh);
    return fresh;
  };

  /** Undefined for what an older generation still does: the newer one reads it again, from its snapshot on. */
  const ours = ({ partition, generation }: Assignment): OwnedPartition | undefined => {
    const known = owned.get(partition);
    return known?.generation === generation ? known : undefined;
  };

  const onAssigned = async (assignment: Assignment): Promise<number | undefined> => {
    const { topic, partition, generation } = assignment;
    if ((owned.get(partition)?.generation ?? 0) > generation) return undefined;
    const mine = own(assignment);
    try {
      const offset = await mine.start(topic);
      if (topic === 'gander.control.v1') await announce(partition);
      return offset;
    } catch (error) {
      if (owned.get(partition) === mine) owned.delete(partition);
      throw error;
    }
  };

  /** What the configuration says now is told through the stream, so that a replay knows it. */
  const announce = (partition: number) => {
    const action = { type: 'config.change', setting: CONTEXT_SETTING, to: JSON.stringify(config.context) } as const;
    return tell(partition, controlEvent(action, partition, clock()));
  };

  const tell = async (partition: number, event: ReturnType<typeof controlEvent>) => {
    await stream.publish([controlMessage(event, keyInto(partition, partitions))]);
  };

  const tick = () => {
    for (const mine of owned.values()) {
      const at = mine.tickDue();
      if (at === undefined) continue;
      tell(mine.partition, controlEvent({ type: 'tick' }, mine.partition, at)).catch((error: unknown) => {
        mine.tickLost();
        log.warn('a tick was not published', { partition: mine.partition, error: messageOf(error) });
      });
    }
  };

  try {
    const consumer = await stream.consume({
      group: GROUP,
      topics: ENGINE_TOPICS,
      start: 'earliest',
      onAssigned,
      onBatch: async (batch) => ours(batch)?.handle(batch),
      onRevoked: async (assignment) => ours(assignment)?.revoked(assignment.topic),
    });
    joined.resolve(consumer);
  } catch (error) {
    joined.reject(error);
    throw error;
  }
  const timer = setInterval(tick, config.engine.tickSeconds * 1_000);
  return {
    async stop() {
      clearInterval(timer);
      await (await joined.promise).stop();
    },
  };
}

function optionsOf({ config, detectors, analyse }: EngineParts, partition: number) {
  const { latenessSeconds, maxSessions, sessionHours } = config.engine;
  return {
    partition,
    detectors,
    analyse,
    installation: config.context,
    limits: {
      latenessMs: latenessSeconds * 1_000,
      maxSessions,
      sessionMs: sessionHours * 3_600_000,
      maxSize: MAX_STATE_SIZE,
    },
  };
}
