import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';
import { scansIn } from './scans';

interface Settings {
  /** Distinct private addresses that a session may talk to within the time, and that time in minutes. */
  hosts: number;
  minutes: number;
}

interface State {
  /** Private hosts by event time of the last contact. */
  hosts: Record<string, number>;
  reported?: true;
}

const MINUTE = 60_000;
const MAX_HOSTS = 64;

export const networkScan: Detector<State, Settings> = {
  manifest,
  defaults: { hosts: 12, minutes: 10 },
  init: () => ({ hosts: {} }),
  step(state, event, { analysis }, settings) {
    const swept = slowSweep(state, event, analysis, settings);
    const scans = scansIn(analysis);
    if (scans.length === 0) return swept ? [swept] : NO_DETECTIONS;
    const found = scans.slice(0, 10).map(({ what, why, severity, techniques, excerpt }): Detection => ({
      why,
      severity,
      techniques,
      excerpt,
      dedupeKey: what,
    }));
    return swept ? [...found, swept] : found;
  },
};

/** One address a call: as many different ones in a short time as a person would not visit. */
function slowSweep(
  state: State,
  event: AgentEvent,
  { destinations }: EventAnalysis,
  { hosts, minutes }: Settings,
): Detection | undefined {
  const inside = destinations.filter((one) => one.class === 'private');
  if (inside.length === 0 || state.reported) return undefined;
  for (const { host } of inside)
    if (host in state.hosts || Object.keys(state.hosts).length < MAX_HOSTS) state.hosts[host] = event.at;
  for (const [host, at] of Object.entries(state.hosts))
    if (event.at - at > minutes * MINUTE) Reflect.deleteProperty(state.hosts, host);
  const count = Object.keys(state.hosts).length;
  if (count < hosts) return undefined;
  state.reported = true;
  return {
    why: `${count} different addresses of private networks were talked to within ${minutes} minutes`,
    severity: 'medium',
    confidence: 'low',
    dedupeKey: 'many-hosts',
    techniques: ['T1018', 'T1046'],
    excerpt: Object.keys(state.hosts).sort().slice(0, 20).join(' '),
  };
}
