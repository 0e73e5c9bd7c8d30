/** Counters become rates: a cumulative sample says little by itself, its growth since the last one of the series does. */
import type { AgentEvent, ResourceSampleAction } from '../../contracts/event';

/** Last sample of each series of one key, least lately seen first. */
export type Rates = Map<string, { at: number; value: number; startAt: number | undefined }>;

const MAX_SERIES = 512;

/**
 * The event itself when it is no counter; else the rate since the last sample (`cpu.time` in seconds becomes `cpu.utilization`, others
 * `<metric>.rate` per second). Undefined for the first sample of a series, one out of order, and the first after a reset.
 */
export function asRate(rates: Rates, event: AgentEvent): AgentEvent | undefined {
  const { action, at } = event;
  if (action.type !== 'resource.sample' || action.temporality !== 'cumulative') return event;
  const series = `${action.metric} ${action.series}`;
  const last = rates.get(series);
  if (last && at <= last.at) return undefined;
  rates.delete(series);
  rates.set(series, { at, value: action.value, startAt: action.startAt });
  if (rates.size > MAX_SERIES) rates.delete(rates.keys().next().value ?? '');
  if (!last || action.value < last.value || action.startAt !== last.startAt) return undefined;
  return { ...event, action: rateOf(action, (action.value - last.value) / ((at - last.at) / 1000)) };
}

function rateOf(action: ResourceSampleAction, perSecond: number): ResourceSampleAction {
  const { startAt: _, ...rest } = action;
  const share = action.unit === 'seconds' && action.metric.endsWith('.time');
  return {
    ...rest,
    metric: share ? action.metric.replace(/\.time$/, '.utilization') : `${action.metric}.rate`,
    unit: share ? 'ratio' : action.unit,
    value: perSecond,
    temporality: 'gauge',
  };
}
