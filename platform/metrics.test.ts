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
