/** Gauges that are read when the page is asked for: what waits in the stream and in the outbox. */
import type { Store } from '../../contracts/store';
import type { Stream } from '../../contracts/stream';
import { messageOf } from '../../platform/errors';
import { rateLimited } from '../../platform/log';
import type { Logger } from '../../platform/log';
import type { Metrics } from '../../platform/metrics';
import { inTime } from './in-time';

const ARCHIVE = 'gander-archive';
const GROUPS = ['gander-engine', 'gander-alerts', ARCHIVE];
const WAIT_MS = 3_000;

export interface GaugeParts {
  stream: Stream;
  store: Store;
  metrics: Metrics;
  log: Logger;
}

/** Brings the gauges up to date; what does not answer keeps its last value. Of `configured` sinks those without messages are told too. */
export function gauges(
  { stream, store, metrics, log }: GaugeParts,
  configured: readonly string[],
): () => Promise<void> {
  const complain = rateLimited(log, 60_000);
  const sinks = new Set(configured);

  const lag = async (group: string) => {
    for (const { topic, partition, behind } of await inTime('the stream', WAIT_MS, stream.lag(group))) {
      metrics.set('gander_stream_lag', behind, { group, topic, partition });
      if (group === ARCHIVE) metrics.set('gander_archive_lag', behind, { partition });
    }
  };
  const outbox = async () => {
    const counts = await inTime('the store', WAIT_MS, store.outboxCounts());
    for (const { sink } of counts) sinks.add(sink);
    for (const sink of sinks) {
      const { pending, dead } = counts.find((count) => count.sink === sink) ?? { pending: 0, dead: 0 };
      metrics.set('gander_outbox_pending', pending, { sink });
      metrics.set('gander_outbox_dead', dead, { sink });
    }
  };
  return async () => {
    const results = await Promise.allSettled([...GROUPS.map(lag), outbox()]);
    for (const result of results) {
      if (result.status === 'rejected')
        complain('gauges', 'a gauge could not be read', { error: messageOf(result.reason) });
    }
  };
}
