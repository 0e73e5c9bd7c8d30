import { NO_DETECTIONS } from '../../contracts/detector';
import type { Detector } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Destination, EventAnalysis } from '../../contracts/analysis';
import type { Detection, EvidenceFact } from '../../contracts/finding';
import { inCode } from './in-code';
import { inCommand } from './in-command';
import { manifest } from './manifest';

/** One wiring of a shell to a socket. */
export interface Wiring {
  /** `reverse` connects out, `bind` waits for a connection, `listener` waits without a shell, `remote-input` runs what the socket sends. */
  kind: 'reverse' | 'bind' | 'listener' | 'remote-input';
  /** In a few words: `bash on /dev/tcp`, `nc -e /bin/sh`. */
  how: string;
  host?: string;
  port?: string;
  excerpt: string;
}

const TITLES: Record<Wiring['kind'], string> = {
  reverse: 'A shell was connected to',
  bind: 'A shell was offered on',
  listener: 'A raw listener was opened on',
  'remote-input': 'Commands are run as they come from',
};

export const reverseShell: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    if (event.action.type === 'file.write') return NO_DETECTIONS;
    const wirings = [...inCommand(analysis), ...inCode(analysis)];
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
  const proven = wiring.kind === 'reverse' && connected && destination?.class === 'public';
  return {
    why: `${TITLES[wiring.kind]} ${place} (${wiring.how})`,
    severity: wiring.kind === 'listener' ? 'low' : proven ? 'critical' : 'high',
    confidence: proven ? 'high' : 'medium',
    dedupeKey: `${wiring.kind === 'listener' ? 'listener' : 'shell'}:${place}`,
    techniques: wiring.kind === 'bind' || wiring.kind === 'listener' ? ['T1059', 'T1571'] : manifest.attack,
    entities: { destination: place },
    excerpt: wiring.excerpt,
    facts,
  };
}

function find(destinations: readonly Destination[], host: string | undefined): Destination | undefined {
  if (host === undefined) return undefined;
  return destinations.find((one) => one.host === host || one.given === host || one.given.includes(host));
}
