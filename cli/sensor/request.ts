/** Readings as one OTLP/JSON metrics request, by the names of OpenTelemetry's host and hardware conventions. */
import type { GpuUse } from './nvidia';
import type { HostUse, ProcessUse } from './proc';

export interface Reading {
  at: number;
  host: string;
  use?: HostUse;
  gpus: readonly GpuUse[];
}

type Keys = Readonly<Record<string, string | number>>;

/** `clean` takes secrets out of command lines before they leave the machine. */
export function requestOf({ at, host, use, gpus }: Reading, clean: (text: string) => string): object {
  const resource = { 'host.name': host, 'service.name': 'gander-sensor' };
  const gauge = (name: string, unit: string, value: number, keys: Keys = {}) => ({
    name,
    unit,
    gauge: { dataPoints: [{ timeUnixNano: `${at}000000`, asDouble: value, attributes: attributes(keys) }] },
  });
  const ofHost = [
    ...(use
      ? [gauge('system.cpu.utilization', '1', use.cpu), gauge('system.memory.utilization', '1', use.memory)]
      : []),
    ...gpus.flatMap(({ id, utilization, memoryBytes, watts }) => {
      const keys = { 'hw.id': id, 'hw.type': 'gpu' };
      return [
        ...(utilization === undefined ? [] : [gauge('hw.gpu.utilization', '1', utilization, keys)]),
        ...(memoryBytes === undefined ? [] : [gauge('hw.gpu.memory.usage', 'By', memoryBytes, keys)]),
        ...(watts === undefined ? [] : [gauge('hw.power', 'W', watts, keys)]),
      ];
    }),
  ];
  const ofProcess = (one: ProcessUse) => ({
    resource: { attributes: attributes({ ...resource, ...processKeys(one, clean) }) },
    scopeMetrics: [{ scope: SCOPE, metrics: [gauge('process.cpu.utilization', '1', one.cpu)] }],
  });
  return {
    resourceMetrics: [
      { resource: { attributes: attributes(resource) }, scopeMetrics: [{ scope: SCOPE, metrics: ofHost }] },
      ...(use?.processes ?? []).map(ofProcess),
    ],
  };
}

const SCOPE = { name: 'gander.sensor' };

const processKeys = ({ pid, name, command, owner }: ProcessUse, clean: (text: string) => string): Keys => ({
  'process.pid': pid,
  'process.executable.name': clean(name),
  'process.command_line': clean(command),
  'process.owner': owner,
});

const attributes = (keys: Keys): object[] =>
  Object.entries(keys).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  }));
