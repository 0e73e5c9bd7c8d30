import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent, ResourceSampleAction } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { manifest } from './manifest';
import { explainsLoad } from './work';

interface Settings {
  /** Busy from this share of the device on. */
  gpuBusy: number;
  cpuBusy: number;
  /** Idle below this share. */
  idle: number;
  /** How long it must be busy, minutes, and by how many samples at least. */
  minutes: number;
  samples: number;
  /** How long an act goes on explaining load, minutes. */
  explainedForMinutes: number;
}

interface Series {
  /** Time of the last sample below `idle`. */
  idleAt?: number;
  busySince?: number;
  samples: number;
  reported: boolean;
}

interface State {
  series: Record<string, Series>;
  /** Event time of the last act on the host that explains load, and of any act at all. */
  workAt?: number;
  actAt?: number;
}

const MINUTE = 60_000;
const MAX_SERIES = 64;

/** The two metrics looked at, and the setting that says when each is busy. */
const WATCHED: Readonly<Record<string, 'gpuBusy' | 'cpuBusy'>> = {
  'gpu.utilization': 'gpuBusy',
  'cpu.utilization': 'cpuBusy',
};

export const resourceHijackingLoad: Detector<State, Settings> = {
  manifest,
  defaults: { gpuBusy: 0.8, cpuBusy: 0.9, idle: 0.3, minutes: 4, samples: 5, explainedForMinutes: 720 },
  init: () => ({ series: {} }),
  step(state, event, { analysis }, settings) {
    if (event.action.type === 'resource.sample') return sample(state, event, event.action, settings);
    state.actAt = Math.max(state.actAt ?? 0, event.at);
    if (event.phase !== 'denied' && explainsLoad(invocations(analysis)))
      state.workAt = Math.max(state.workAt ?? 0, event.at);
    return NO_DETECTIONS;
  },
};

function sample(
  state: State,
  event: AgentEvent,
  action: ResourceSampleAction,
  settings: Settings,
): readonly Detection[] {
  const setting = WATCHED[action.metric];
  if (setting === undefined || action.temporality !== 'gauge') return NO_DETECTIONS;
  const device = `${action.metric} ${action.series}`;
  const series = seriesOf(state, device);
  if (series === undefined) return NO_DETECTIONS;
  if (action.value < settings.idle) {
    state.series[device] = { idleAt: event.at, samples: 0, reported: false };
    return NO_DETECTIONS;
  }
  if (action.value < settings[setting]) return NO_DETECTIONS;
  series.busySince ??= event.at;
  series.samples += 1;
  const long = event.at - series.busySince >= settings.minutes * MINUTE && series.samples >= settings.samples;
  if (!long || series.reported || series.idleAt === undefined || state.actAt === undefined) return NO_DETECTIONS;
  if (state.workAt !== undefined && state.workAt >= series.busySince - settings.explainedForMinutes * MINUTE)
    return NO_DETECTIONS;
  series.reported = true;
  return [report(event, action, series)];
}

function seriesOf(state: State, device: string): Series | undefined {
  const known = state.series[device];
  if (known) return known;
  if (Object.keys(state.series).length >= MAX_SERIES) return undefined;
  return (state.series[device] = { samples: 0, reported: false });
}

function report(event: AgentEvent, action: ResourceSampleAction, series: Series): Detection {
  const minutes = Math.round((event.at - (series.busySince ?? event.at)) / MINUTE);
  const device = action.metric === 'gpu.utilization' ? 'GPU' : 'CPU';
  return {
    why: `${device} ${action.series} of ${event.host ?? 'the host'} has been at ${Math.round(action.value * 100)} % for ${minutes} minutes after being idle, and no act of the agents on it explains that`,
    severity: action.metric === 'gpu.utilization' ? 'medium' : 'low',
    dedupeKey: `${action.metric}:${action.series}`,
    entities: { process: action.process?.name ?? device },
    excerpt: `${action.metric} ${action.series} = ${action.value}`,
  };
}
