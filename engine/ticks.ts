/** Time as a message: the owner of a partition publishes its ticks, so that a replay sees the same ones. */
import type { AgentEvent } from '../contracts/event';
import { partitionOf } from '../stream/partitioner';
import { digestOf } from './core/digest';

/** A key that the partitioner puts into the partition. */
export function keyInto(partition: number, partitions: number): string {
  for (let number = 0; ; number += 1) {
    const key = `engine/${number}`;
    if (partitionOf(key, partitions) === partition) return key;
  }
}

/** Events of Gander itself: no agent, no host. */
export function controlEvent(action: AgentEvent['action'], partition: number, at: number): AgentEvent {
  return {
    id: digestOf(action.type, partition, at),
    at,
    receivedAt: at,
    tenant: '',
    source: { dialect: 'gander', signal: 'internal', record: action.type },
    scope: `partition:${partition}`,
    agent: { family: 'gander' },
    identityBasis: 'none',
    phase: 'completed',
    action,
  };
}
