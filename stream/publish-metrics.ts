/** Counts and times publishing, the same for both drivers. */
import type { OutgoingMessage, PublishResult, Topic } from '../contracts/stream';
import { errorCode } from '../platform/errors';
import type { Metrics } from '../platform/metrics';

/** Runs the publish and records its outcome by topic: durable, refused for good, or failed with a code. */
export async function metered(
  metrics: Metrics,
  messages: readonly OutgoingMessage[],
  publish: () => Promise<PublishResult>,
): Promise<PublishResult> {
  const start = performance.now();
  try {
    const results = await publish();
    const seconds = (performance.now() - start) / 1000;
    for (const [topic, [durable, refused]] of tally(messages, results)) {
      metrics.observe('gander_publish_seconds', seconds, { topic });
      if (durable > 0) metrics.count('gander_published_total', { topic }, durable);
      if (refused > 0) metrics.count('gander_publish_failures_total', { topic, kind: 'refused' }, refused);
    }
    return results;
  } catch (error) {
    const kind = errorCode(error) ?? 'unknown';
    for (const [topic, [count]] of tally(messages, []))
      metrics.count('gander_publish_failures_total', { topic, kind }, count);
    throw error;
  }
}

function tally(messages: readonly OutgoingMessage[], results: PublishResult): Map<Topic, [number, number]> {
  const counts = new Map<Topic, [durable: number, refused: number]>();
  for (const [index, { topic }] of messages.entries()) {
    const [durable, refused] = counts.get(topic) ?? [0, 0];
    counts.set(topic, results[index] === undefined ? [durable + 1, refused] : [durable, refused + 1]);
  }
  return counts;
}
