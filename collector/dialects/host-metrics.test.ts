import { fixture, tell } from '../../test/support/recorded';
import type { ResourceSampleAction } from '../../contracts/event';
import type { MetricPoint } from '../../contracts/telemetry';
import { hostMetrics } from './host-metrics';

const { events, ignored } = tell(fixture('host-metrics/collector'));
const samples = events.map(({ action, scope }) => {
  const { metric, value, unit, series, temporality } = action as ResourceSampleAction;
  return `${scope} ${metric}[${series}] ${temporality} ${value} ${unit}`;
});

it('reads hosts, processes, containers and GPUs in our names and units', () => {
  expect(samples).toEqual([
    'host:trainer-1 cpu.utilization[cpu=cpu0] gauge 0.75 ratio',
    'host:trainer-1 cpu.time[cpu=cpu0,state=user] cumulative 1234.5 seconds',
    'host:trainer-1 memory.usage[state=used] gauge 2147483648 bytes',
    'host:trainer-1 cpu.load[] gauge 3.5 count',
    'host:trainer-1 gpu.utilization[gpu=GPU-decoy-0] gauge 0.97 ratio',
    'host:trainer-1 gpu.engine.utilization[gpu=GPU-decoy-0,task=encoder] gauge 0.2 ratio',
    'host:trainer-1 gpu.memory.usage[gpu=GPU-decoy-0] gauge 8589934592 bytes',
    'host:trainer-1 gpu.power[gpu=GPU-decoy-0] gauge 310.5 watts',
    'host:trainer-1 process.cpu.utilization[pid=4312,state=user] gauge 3.9 ratio',
    'host:trainer-1 process.cpu.time[pid=4312,state=user] cumulative 77.25 seconds',
    'host:trainer-1 process.memory.usage[pid=4312] gauge 104857600 bytes',
    'host:node-7 container.cpu.usage[container=0a1b2c,agent] gauge 1.75 count',
    'host:node-7 container.memory.usage[container=0a1b2c,agent] gauge 524288000 bytes',
  ]);
});

it('keeps one CPU figure of the states, and passes over what it does not know', () => {
  expect(ignored).toEqual([
    { dialect: 'host-metrics', reason: 'duplicate', count: 2 },
    { dialect: 'host-metrics', reason: 'metric', count: 1 },
  ]);
});

it('tells the process, and when a sum began', () => {
  expect(events[9]?.action).toMatchObject({
    startAt: 1795248000000,
    process: { pid: 4312, name: 'xmrig-decoy', command: './xmrig-decoy -o stratum+tcp://127.0.0.1:3333', owner: 'dev' },
  });
});

function point(fields: Partial<MetricPoint>): MetricPoint {
  return {
    kind: 'metric',
    origin: { resource: {}, scope: { name: '', version: '', attributes: {} } },
    name: 'process.memory.usage',
    unit: 'By',
    type: 'gauge',
    temporality: 'gauge',
    monotonic: false,
    startUnixNano: 0n,
    timeUnixNano: 1_795_248_000_000_000_000n,
    attributes: {},
    value: 1,
    ...fields,
  };
}

it.each([
  ['MiBy', 'process.memory.usage', 2, 2_097_152],
  ['%', 'process.cpu.utilization', 250, 2.5],
  ['ms', 'process.cpu.time', 1_500, 1.5],
  ['%', 'system.cpu.utilization', 40, 0.4],
])('converts %s of %s', (unit, name, value, expected) => {
  expect(hostMetrics.read(point({ unit, name, value }))).toMatchObject([{ action: { value: expected } }]);
});

it('reads an idle share in percent as what is busy', () => {
  const record = point({
    name: 'system.cpu.utilization',
    unit: '%',
    value: 30,
    attributes: { cpu: 'cpu1', state: 'idle' },
  });
  expect(hostMetrics.read(record)).toMatchObject([{ action: { value: expect.closeTo(0.7), series: 'cpu=cpu1' } }]);
});

it('ignores a point without a value', () => {
  expect(hostMetrics.read(point({ value: NaN }))).toEqual({ ignored: 'incomplete' });
});
