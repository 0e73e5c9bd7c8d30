/** One metric point as a sample in Gander's units; shared by the dialects of hosts and devices. */
import type { ResourceSampleAction } from '../../contracts/event';
import type { MetricPoint } from '../../contracts/telemetry';
import type { EventDraft } from './dialect';
import { ignore } from './draft';
import type { Reading } from './draft';
import { entry, known, millis } from './read-attributes';

export type Unit = ResourceSampleAction['unit'];

/** What a series is called and measured in. */
export interface Measure {
  metric: string;
  unit: Unit;
  /** Factor from the unit on the wire. */
  scale?: number;
}

/** Factors from a UCUM unit to ours; a point of a unit that is not listed is taken as it is. */
const FACTORS: Readonly<Record<Unit, Readonly<Record<string, number>>>> = {
  ratio: { '%': 0.01 },
  seconds: { ms: 1e-3, us: 1e-6, ns: 1e-9, min: 60, h: 3_600 },
  bytes: { KiBy: 1_024, MiBy: 1_048_576, GiBy: 1_073_741_824, kBy: 1e3, MBy: 1e6, GBy: 1e9, MiB: 1_048_576 },
  watts: { mW: 1e-3, kW: 1e3 },
  celsius: {},
  count: {},
};

/** A sample, or why the point is none. `value` replaces the point's where that is not what the series means. */
export function sample(
  record: MetricPoint,
  { metric, unit, scale }: Measure,
  about: Pick<ResourceSampleAction, 'series' | 'process'> & Pick<EventDraft, 'host'> & { value?: number },
): Reading {
  const value = (about.value ?? record.value) * (scale ?? entry(FACTORS[unit], record.unit) ?? 1);
  if (!Number.isFinite(value)) return ignore('incomplete');
  if (record.type !== 'gauge' && record.type !== 'sum') return ignore('metric');
  // A sum that may fall (memory in use) is a level, whatever its temporality says.
  const level = record.type === 'gauge' || !record.monotonic;
  const summed = record.temporality === 'delta' ? 'delta' : 'cumulative';
  const action = known<ResourceSampleAction>({
    type: 'resource.sample',
    metric,
    value,
    unit,
    series: about.series,
    temporality: level ? 'gauge' : summed,
    startAt: level ? undefined : millis(record.startUnixNano),
    process: about.process,
  });
  return [
    known<EventDraft>({
      record: record.name,
      atMs: millis(record.timeUnixNano),
      scopeBy: 'host',
      host: about.host,
      agent: { family: 'host' },
      phase: 'completed',
      action,
    }),
  ];
}
