import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { METRICS } from '../contracts/metrics';
import { createMetrics, renderMetrics } from './metrics';

test('of several threads counters are summed, of gauges the highest is told', async () => {
  const [one, other] = [createMetrics(), createMetrics()];
  for (const [metrics, behind] of [
    [one, 3],
    [other, 5],
  ] as const) {
    metrics.set('gander_stream_lag', behind, { group: 'g', topic: 't', partition: 0 });
    metrics.count('gander_consumed_total', { group: 'g', topic: 't' }, behind);
  }
  const page = await renderMetrics([await one.collect(), await other.collect()]);
  expect(page).toContain('gander_stream_lag{group="g",topic="t",partition="0"} 5\n');
  expect(page).toContain('gander_consumed_total{group="g",topic="t"} 8\n');
});

test('what an agent wrote cannot break out of a label', async () => {
  const metrics = createMetrics();
  metrics.count('gander_detector_steps_total', { detector: 'x"} 1\nforged_total{a="\\' });
  const page = await renderMetrics([await metrics.collect()]);
  expect(page.split('\n').filter((line) => line.startsWith('forged'))).toEqual([]);
  expect(page).toContain('gander_detector_steps_total{detector="x\\"} 1\\nforged_total{a=\\"\\\\"} 1');
});

const root = join(__dirname, '..');
const rooms = readdirSync(root, { withFileTypes: true })
  .filter(
    (entry) =>
      entry.isDirectory() && !/^(?:\..*|node_modules|build|data|contracts|dashboards|docs|test)$/.test(entry.name),
  )
  .map(({ name }) => name);

/** The sources that run in production. */
function sources(): string[] {
  return rooms.flatMap((room) =>
    readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts') && !file.includes('node_modules'))
      .map((file) => readFileSync(join(root, room, file), 'utf8')),
  );
}

test('every metric is counted somewhere, and every name that is used is one', () => {
  const used = new Set(sources().flatMap((text) => text.match(/(?<=')gander_[a-z_]+(?=')/g) ?? []));
  expect(Object.keys(METRICS).filter((name) => !used.has(name))).toEqual([]);
  expect([...used].filter((name) => !(name in METRICS))).toEqual([]);
});

test('no label is a name that an agent gives', () => {
  const labels = new Set(Object.values(METRICS).flatMap(({ labels: all }) => all as readonly string[]));
  const open = ['service', 'session', 'host', 'user', 'tool', 'agent', 'scope', 'path', 'record'];
  expect(open.filter((label) => labels.has(label))).toEqual([]);
});
