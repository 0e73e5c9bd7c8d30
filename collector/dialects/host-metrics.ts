/** Hosts, processes, containers and GPUs by OpenTelemetry's system and hardware conventions, as the Collector's receivers send them. */
import type { ResourceSampleAction } from '../../contracts/event';
import type { Attributes, MetricPoint, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect } from './dialect';
import { ignore } from './draft';
import type { Reading } from './draft';
import { entry, known, number, seriesOf, text } from './read-attributes';
import { sample } from './resource-sample';
import type { Measure } from './resource-sample';

const MEASURES: Readonly<Record<string, Measure>> = {
  'system.cpu.utilization': { metric: 'cpu.utilization', unit: 'ratio' },
  'system.cpu.time': { metric: 'cpu.time', unit: 'seconds' },
  'system.cpu.load_average.1m': { metric: 'cpu.load', unit: 'count' },
  'system.memory.usage': { metric: 'memory.usage', unit: 'bytes' },
  'system.memory.utilization': { metric: 'memory.utilization', unit: 'ratio' },
  'system.network.io': { metric: 'network.io', unit: 'bytes' },
  'system.disk.io': { metric: 'disk.io', unit: 'bytes' },
  'process.cpu.time': { metric: 'process.cpu.time', unit: 'seconds' },
  'process.cpu.utilization': { metric: 'process.cpu.utilization', unit: 'ratio' },
  'process.memory.usage': { metric: 'process.memory.usage', unit: 'bytes' },
  'process.memory.physical_usage': { metric: 'process.memory.usage', unit: 'bytes' },
  'process.memory.utilization': { metric: 'process.memory.utilization', unit: 'ratio' },
  'process.disk.io': { metric: 'process.disk.io', unit: 'bytes' },
  'container.cpu.time': { metric: 'container.cpu.time', unit: 'seconds' },
  'container.cpu.usage.total': { metric: 'container.cpu.time', unit: 'seconds' },
  'container.cpu.usage': { metric: 'container.cpu.usage', unit: 'count' },
  'k8s.container.cpu.usage': { metric: 'container.cpu.usage', unit: 'count' },
  // Docker's receiver says unit 1 and sends percent.
  'container.cpu.utilization': { metric: 'container.cpu.utilization', unit: 'ratio', scale: 0.01 },
  'container.memory.usage': { metric: 'container.memory.usage', unit: 'bytes' },
  'container.memory.usage.total': { metric: 'container.memory.usage', unit: 'bytes' },
  'hw.gpu.utilization': { metric: 'gpu.utilization', unit: 'ratio' },
  'hw.gpu.memory.utilization': { metric: 'gpu.memory.utilization', unit: 'ratio' },
  'hw.gpu.memory.usage': { metric: 'gpu.memory.usage', unit: 'bytes' },
  'hw.gpu.memory.limit': { metric: 'gpu.memory.limit', unit: 'bytes' },
  'hw.gpu.io': { metric: 'gpu.io', unit: 'bytes' },
  'hw.power': { metric: 'power', unit: 'watts' },
  'hw.temperature': { metric: 'temperature', unit: 'celsius' },
};

const FAMILIES = /^(?:system|process|container|hw|k8s\.container)\./;

function readPoint(record: MetricPoint): Reading {
  const measure = entry(MEASURES, record.name);
  if (measure === undefined) return ignore('metric');
  if (record.name === 'system.cpu.utilization') return readCpu(record, measure);
  if (record.name.startsWith('hw.')) return readHardware(record, measure);
  if (record.name.startsWith('process.')) return readProcess(record, measure);
  if (!record.name.startsWith('system.')) return readContainer(record, measure);
  return sample(record, measure, { series: seriesOf(record) });
}

/** Each state has a point of its own; busy is what is not idle, and the other states are parts of it. */
function readCpu(record: MetricPoint, measure: Measure): Reading {
  const state = text(record.attributes, 'state', 'cpu.mode', 'system.cpu.state');
  if (state !== undefined && state !== 'idle') return ignore('duplicate');
  const whole = record.unit === '%' ? 100 : 1;
  const series = seriesOf(record, ['state', 'cpu.mode', 'system.cpu.state']);
  return sample(record, measure, { series, value: state === 'idle' ? whole - record.value : record.value });
}

/** GPUs under their own names; of a GPU the encoder and decoder are apart from its utilization. */
function readHardware(record: MetricPoint, measure: Measure): Reading {
  const task = text(record.attributes, 'hw.gpu.task');
  const engine = task !== undefined && task !== 'general' && measure.metric === 'gpu.utilization';
  const gpu = text(record.attributes, 'hw.type') === 'gpu' && !measure.metric.startsWith('gpu.');
  const metric = engine ? 'gpu.engine.utilization' : gpu ? `gpu.${measure.metric}` : measure.metric;
  const id = text(record.attributes, 'hw.id') ?? text(record.origin.resource, 'hw.id');
  const parts = [`gpu=${id ?? ''}`, engine ? `task=${task}` : ''].filter((part) => part !== '');
  const series = metric.startsWith('gpu.') && id !== undefined ? parts.join(',') : seriesOf(record, NAMES);
  return sample(record, { ...measure, metric }, { series });
}

/** Names beside an id: they don't tell series apart. */
const NAMES = ['hw.name', 'hw.model', 'hw.vendor', 'hw.serial_number', 'hw.driver_version', 'hw.parent', 'hw.type'];

/** The process is on the resource. */
function readProcess(record: MetricPoint, measure: Measure): Reading {
  const { resource } = record.origin;
  const pid = number(resource, 'process.pid');
  const parts = [pid === undefined ? '' : `pid=${pid}`, seriesOf(record)].filter((part) => part !== '');
  return sample(record, measure, { series: parts.join(','), process: processOf(resource, pid) });
}

function processOf(resource: Attributes, pid: number | undefined): NonNullable<ResourceSampleAction['process']> {
  const args = resource['process.command_args'];
  const words = Array.isArray(args) ? args.filter((word) => typeof word === 'string').join(' ') : undefined;
  return known<NonNullable<ResourceSampleAction['process']>>({
    pid,
    name: text(resource, 'process.executable.name', 'process.executable.path'),
    command: text(resource, 'process.command_line') ?? words ?? text(resource, 'process.command'),
    owner: text(resource, 'process.owner'),
  });
}

/** The container is on the resource; on Kubernetes the node is the host. */
function readContainer(record: MetricPoint, measure: Measure): Reading {
  const { resource } = record.origin;
  const id = text(resource, 'container.id', 'k8s.pod.uid', 'container.name') ?? '';
  const name = text(resource, 'container.name', 'k8s.container.name', 'k8s.pod.name');
  const series = [`container=${id}`, text(resource, 'k8s.container.name') ?? '', seriesOf(record)];
  const host = text(resource, 'host.name', 'k8s.node.name');
  return sample(record, measure, {
    series: series.filter((part) => part !== '').join(','),
    ...(name === undefined ? {} : { process: { name } }),
    ...(host === undefined ? {} : { host }),
  });
}

export const hostMetrics: Dialect = {
  name: 'host-metrics',
  recognises: (record: TelemetryRecord): boolean => record.kind === 'metric' && FAMILIES.test(record.name),
  read: (record: TelemetryRecord): Reading => (record.kind === 'metric' ? readPoint(record) : ignore('unknown event')),
};
