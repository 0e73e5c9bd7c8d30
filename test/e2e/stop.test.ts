/** SIGTERM at a bad moment: the process ends by itself, with 0, within the 25 seconds that its supervisor gives it, and loses nothing. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { existsSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { actsOfSessions, markOf } from '../support/acts';
import { eventually } from '../support/eventually';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { describeWithKafka } from '../support/kafka/kafka-tests';
import { SECRET, answer, startWebhookReceiver } from '../support/webhook-receiver';

const LONGEST_MS = 25_000;
const root = resolve(__dirname, '..', '..');
const { message, mark } = actsOfSessions(1)[0]![1]!;

let data: ReturnType<typeof newDataFolder>;
let gander: GanderProcess | undefined;
beforeEach(() => {
  data = newDataFolder();
});
afterEach(async () => {
  await gander?.kill();
  gander = undefined;
  data.remove();
});

async function ended(running: GanderProcess): Promise<void> {
  const { code, ms } = await running.stop();
  expect(code).toBe(0);
  expect(ms).toBeLessThan(LONGEST_MS);
}

test.each(['stream/lock.db', 'store/gander.db', 'api-token'])(
  'while it starts, once %s is there',
  async (file) => {
    const config = join(data.folder, 'gander.yaml');
    const free = { collector: { http: { port: 0 }, grpc: { port: 0 } }, console: { port: 0 } };
    writeFileSync(config, JSON.stringify({ data: data.folder, ...free }));
    const child = spawn(process.execPath, [join(root, 'bin/gander.js'), 'start', '--config', config], {
      stdio: 'ignore',
    });
    const gone = once(child, 'close');
    await eventually(file, () => existsSync(join(data.folder, file)));
    child.kill('SIGTERM');
    expect(await gone).toEqual([0, null]);
    gander = await startGander({ folder: data.folder });
    await ended(gander);
  },
  40_000,
);

test('while a webhook does not answer; the message is sent again with its id by the next', async () => {
  const hook = await startWebhookReceiver(() => undefined);
  const webhooks = [{ name: 'ops', url: hook.url, secret: SECRET, timeoutMs: 60_000 }];
  gander = await startGander({ folder: data.folder, config: { alerts: { webhooks } } });
  await createExporter(() => gander?.otlp ?? '').send(message);
  await hook.until(1);
  await ended(gander);
  hook.behave(answer(204));
  await gander.start();
  await hook.until(2);
  expect(new Set(hook.received.map(({ id }) => id)).size).toBe(1);
  await hook.close();
}, 60_000);

test('while the body of a request is on its way', async () => {
  gander = await startGander({ folder: data.folder });
  const headers = { 'content-type': 'application/json', expect: '100-continue', 'content-length': 1_000 };
  const request = httpRequest(`${gander.otlp}/v1/logs`, { method: 'POST', headers });
  const broken = once(request, 'error');
  request.flushHeaders();
  await once(request, 'continue');
  request.write('{"resourceLogs": [');
  await ended(gander);
  await broken;
}, 60_000);

describeWithKafka(
  'with Kafka away',
  (kafka) => {
    test('it ends, and the next one tells what was acknowledged', async () => {
      const config = { stream: { driver: 'kafka', partitions: 2, kafka: { brokers: kafka().brokers } } };
      gander = await startGander({ folder: data.folder, config });
      await createExporter(() => gander?.otlp ?? '').send(message);
      await kafka().stop();
      const headers = { 'content-type': 'application/json' };
      const waiting = fetch(`${gander.otlp}/v1/logs`, { method: 'POST', headers, body: JSON.stringify(message.body) });
      const status = waiting.then(
        (response) => response.status,
        () => 0,
      );
      await ended(gander);
      expect([0, 503]).toContain(await status);
      await kafka().start();
      await gander.start();
      const alert = await eventually('the alert', async () => (await gander?.alerts())?.[0], 30_000);
      expect(markOf(alert)).toBe(mark);
    }, 120_000);
  },
  () => Promise.resolve({}),
);
