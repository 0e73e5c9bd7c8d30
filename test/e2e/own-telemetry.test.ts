/** Gander whose own traces are sent to its own collector, as a careless operator may have it. */
import { setTimeout as wait } from 'node:timers/promises';
import { actsOfSessions } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import { freePort } from '../support/kafka/start-kafka';

const EXPORT_MS = 100;

test('it takes none of it, and its refusals make no more of it', async () => {
  const { folder, remove } = newDataFolder();
  const port = await freePort();
  const config = {
    collector: { http: { port }, grpc: { port: 0 } },
    telemetry: { endpoint: `http://127.0.0.1:${port}/v1/traces` },
  };
  const gander = await startGander({ folder, config, env: { OTEL_BSP_SCHEDULE_DELAY: String(EXPORT_MS) } });
  try {
    const acts = actsOfSessions(4).flat();
    for (const { message } of acts) await createExporter(() => gander.otlp).send(message);
    const own = async () =>
      (await gander.metrics()).sum('gander_records_ignored_total', { dialect: 'gander', reason: 'own' });
    await eventually('a span for each request came back', async () => (await own()) > acts.length);
    const requests = async () => (await gander.metrics()).sum('gander_requests_total');
    const before = await requests();
    await wait(20 * EXPORT_MS);
    // Reading the metrics is traced too, in the one export that may have come since.
    expect((await requests()) - before).toBeLessThanOrEqual(2);
    const events = (await gander.metrics()).sum('gander_published_total', { topic: 'gander.events.v1' });
    expect(events).toBe(acts.length);
  } finally {
    await gander.kill();
    remove();
  }
});
