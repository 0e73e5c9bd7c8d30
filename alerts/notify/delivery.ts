/** Takes messages out of the outbox and brings them to their sinks: one worker a sink, so that a dead one harms no other. */
import type { Store } from '../../contracts/store';
import type { Clock } from '../../platform/clock';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { PACE } from './pace';
import type { Pace } from './pace';
import type { Sink } from './sink';
import { SinkWorker } from './sink-worker';

export interface DeliveryParts {
  store: Store;
  sinks: readonly Sink[];
  /** Attempts before a message is put aside as dead. */
  maxAttempts: number;
  log: Logger;
  metrics: Metrics;
  clock: Clock;
  pace?: Pace;
}

export interface Delivery {
  /** Says that messages for the sink were written; it looks at once. */
  wake(sink: string): void;
  /** Ends the attempts under way, after a moment to finish, and gives their messages back. */
  stop(): Promise<void>;
}

export function startDelivery(parts: DeliveryParts): Delivery {
  const { sinks, pace = PACE } = parts;
  const workers = new Map(sinks.map((sink) => [sink.name, new SinkWorker(sink, { ...parts, pace })]));
  return {
    wake: (sink) => workers.get(sink)?.wake(),
    stop: async () => {
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      for (const sink of sinks) sink.close();
    },
  };
}
