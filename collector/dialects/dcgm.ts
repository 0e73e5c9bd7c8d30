/**
 * NVIDIA's DCGM exporter, through the Collector's Prometheus receiver: labels become attributes. Device counters are percent and MiB,
 * profiling ones ratios. There is no process; on Kubernetes the pod that holds the GPU is labelled.
 */
import type { ResourceSampleAction } from '../../contracts/event';
import type { Attributes, MetricPoint, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect } from './dialect';
import { ignore } from './draft';
import type { Reading } from './draft';
import { entry, text } from './read-attributes';
import { sample } from './resource-sample';
import type { Measure } from './resource-sample';

const PERCENT = 0.01;
const MIB = 1_048_576;

const MEASURES: Readonly<Record<string, Measure>> = {
  DCGM_FI_DEV_GPU_UTIL: { metric: 'gpu.utilization', unit: 'ratio', scale: PERCENT },
  DCGM_FI_DEV_MEM_COPY_UTIL: { metric: 'gpu.memory.bandwidth', unit: 'ratio', scale: PERCENT },
  DCGM_FI_DEV_FB_USED: { metric: 'gpu.memory.usage', unit: 'bytes', scale: MIB },
  DCGM_FI_DEV_FB_FREE: { metric: 'gpu.memory.free', unit: 'bytes', scale: MIB },
  DCGM_FI_DEV_POWER_USAGE: { metric: 'gpu.power', unit: 'watts', scale: 1 },
  DCGM_FI_DEV_GPU_TEMP: { metric: 'gpu.temperature', unit: 'celsius', scale: 1 },
  DCGM_FI_PROF_GR_ENGINE_ACTIVE: { metric: 'gpu.engine.active', unit: 'ratio', scale: 1 },
  DCGM_FI_PROF_SM_ACTIVE: { metric: 'gpu.sm.active', unit: 'ratio', scale: 1 },
  DCGM_FI_PROF_PIPE_TENSOR_ACTIVE: { metric: 'gpu.tensor.active', unit: 'ratio', scale: 1 },
  DCGM_FI_PROF_DRAM_ACTIVE: { metric: 'gpu.memory.active', unit: 'ratio', scale: 1 },
};

/** The device, and the instance of a divided one. */
function seriesOfDevice(attributes: Attributes): string {
  const device = text(attributes, 'gpu', 'UUID', 'device') ?? '';
  const instance = text(attributes, 'GPU_I_ID');
  return `gpu=${device}${instance === undefined ? '' : `,instance=${instance}`}`.slice(0, 300);
}

function holderOf(attributes: Attributes): ResourceSampleAction['process'] {
  const labels = ['namespace', 'pod', 'container'].map((label) => text(attributes, label, `exported_${label}`) ?? '');
  const name = labels.filter((label) => label !== '').join('/');
  return name === '' ? undefined : { name };
}

function readPoint(record: MetricPoint): Reading {
  const measure = entry(MEASURES, record.name);
  if (measure === undefined) return ignore('metric');
  const { attributes, origin } = record;
  const host = text(attributes, 'Hostname') ?? text(origin.resource, 'host.name', 'k8s.node.name');
  const process = holderOf(attributes);
  return sample(record, measure, {
    series: seriesOfDevice(attributes),
    ...(host === undefined ? {} : { host }),
    ...(process === undefined ? {} : { process }),
  });
}

export const dcgm: Dialect = {
  name: 'dcgm',
  recognises: (record: TelemetryRecord): boolean => record.kind === 'metric' && record.name.startsWith('DCGM_FI_'),
  read: (record: TelemetryRecord): Reading => (record.kind === 'metric' ? readPoint(record) : ignore('unknown event')),
};
