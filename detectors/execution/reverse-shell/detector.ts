import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Destination, EventAnalysis } from '../../../contracts/analysis';
import type { Detection, EvidenceFact, Severity } from '../../../contracts/finding';
import { inCode } from './in-code';
import { inCommand } from './in-command';
import { manifest } from './manifest';
import type { Wiring } from './wiring';
import { written } from './written';

const TITLES: Record<Wiring['kind'], string> = {
  reverse: 'A shell was connected to',
  bind: 'A shell was offered on',
  'remote-input': 'Commands are run as they come from',
  payload: 'A program was made that gives a shell to',
};
/** The same, where it is only written down, built or begun so far, or was refused. */
const LATER: Record<Wiring['kind'], string> = {
  reverse: 'A shell would be connected to',
  bind: 'A shell would be offered on',
  'remote-input': 'Commands would be run as they come from',
  payload: TITLES.payload,
};

export const reverseShell: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    // What is only written is told as a program; it is a shell once something runs it, or where it runs by itself.
    const wirings =
      event.action.type === 'file.write' && !analysis.command
        ? written(event.action, analysis)
        : [...inCommand(analysis), ...inCode(analysis)];
    if (wirings.length === 0) return NO_DETECTIONS;
    const byPlace = new Map<string, Detection>();
    for (const wiring of wirings) {
      const detection = describe(wiring, event, analysis);
      if (!byPlace.has(detection.dedupeKey)) byPlace.set(detection.dedupeKey, detection);
    }
    return [...byPlace.values()];
  },
};

function describe(wiring: Wiring, event: AgentEvent, analysis: EventAnalysis): Detection {
  const destination = find(analysis.destinations, wiring.host);
  const host = destination?.host ?? wiring.host;
  const place =
    host === undefined && wiring.port === undefined ? 'an unknown address' : `${host ?? '*'}:${wiring.port ?? '?'}`;
  const facts: EvidenceFact[] = [];
  if (destination?.class === 'loopback') facts.push('loopback-only');
  if (destination?.class === 'public' || destination?.class === 'name') facts.push('public-destination');
  const connected =
    event.phase === 'completed' && event.outcome?.status === 'ok' && (event.outcome.exitCode ?? 0) === 0;
  const proven = wiring.kind === 'reverse' && wiring.later !== true && connected && destination?.class === 'public';
  return {
    why: `${(connected && wiring.later !== true ? TITLES : LATER)[wiring.kind]} ${place} (${wiring.how})`,
    severity: severityOf(wiring, proven),
    confidence: proven ? 'high' : 'medium',
    dedupeKey: `shell:${place}`,
    techniques: wiring.kind === 'bind' ? ['T1059', 'T1571'] : manifest.attack,
    entities: { destination: place },
    excerpt: wiring.excerpt(),
    facts,
  };
}

function severityOf({ kind }: Wiring, proven: boolean): Severity {
  return kind === 'payload' ? 'medium' : proven ? 'critical' : 'high';
}

function find(destinations: readonly Destination[], host: string | undefined): Destination | undefined {
  if (host === undefined) return undefined;
  return destinations.find((one) => one.host === host || one.given === host || one.given.includes(host));
}
