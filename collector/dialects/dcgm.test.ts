import { fixture, tell } from '../../test/support/recorded';
import type { ResourceSampleAction } from '../../contracts/event';

const { events, ignored } = tell(fixture('dcgm/exporter'));

it('converts percent and MiB, and takes ratios as they are', () => {
  const samples = events.map(({ action, scope }) => {
    const { metric, value, unit, series } = action as ResourceSampleAction;
    return `${scope} ${metric}[${series}] ${value} ${unit}`;
  });
  expect(samples).toEqual([
    'host:trainer-1 gpu.utilization[gpu=0] 0.97 ratio',
    'host:trainer-1 gpu.utilization[gpu=1,instance=3] 0 ratio',
    'host:trainer-1 gpu.memory.usage[gpu=0] 2147483648 bytes',
    'host:trainer-1 gpu.power[gpu=0] 310.5 watts',
    'host:trainer-1 gpu.temperature[gpu=0] 71 celsius',
    'host:trainer-1 gpu.engine.active[gpu=1,instance=3] 0.93 ratio',
  ]);
  expect(ignored).toEqual([{ dialect: 'dcgm', reason: 'metric', count: 1 }]);
});

it('tells the pod that holds the GPU', () => {
  expect(events[1]?.action).toMatchObject({ process: { name: 'agents/coder-0/main' } });
});
