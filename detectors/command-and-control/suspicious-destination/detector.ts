import type { Destination, Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, InstallationContext } from '../../../contracts/detector';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { manifest } from './manifest';
import { looksMade } from './made-names';

/** Different addresses of one event that are told. */
const MAX_TOLD = 8;

export const suspiciousDestination: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, _event, { analysis, installation }) {
    const { destinations, transfers } = analysis;
    if (destinations.length === 0) return NO_DETECTIONS;
    const found = new Map<string, Detection>();
    for (const one of destinations.slice(0, 100)) {
      const moves = transfers.filter(({ destination }) => destination?.host === one.host);
      const sign = found.has(one.host) || isOwned(one, installation) ? undefined : signOf(one, moves);
      if (sign !== undefined && found.size < MAX_TOLD) found.set(one.host, describe(one, moves, sign));
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

const isOwned = ({ host }: Destination, { ownedDomains, registries, installers }: InstallationContext): boolean =>
  [...ownedDomains, ...registries, ...installers].some((domain) => host === domain || host.endsWith(`.${domain}`));

/** Ports of services that are known by their address too: web, login, names, time, mail, databases. */
const USUAL: ReadonlySet<number> = new Set([
  21, 22, 25, 53, 80, 110, 123, 143, 389, 443, 465, 587, 636, 853, 993, 995, 3000, 3306, 5000, 5432, 6379, 8000, 8080,
  8443, 8888, 9000, 9090, 9200, 27017,
]);
const HIDDEN = /\.(?:onion|i2p|loki)$|\.onion\.(?:to|ws|ly|pet|cab|sh)$/;
/** Servers that record calls of those who do not know that they call. */
const CALLED_BACK =
  /(?:^|\.)(?:oast\.(?:fun|me|live|site|online|pro|us)|interact\.sh|interactsh\.com|burpcollaborator\.net|oastify\.com|dnslog\.(?:cn|link)|ceye\.io|requestrepo\.com|bxss\.me)$/;
/** Domains that are given away or cheap, and mostly abused. */
const ABUSED =
  /\.(?:tk|ml|ga|cf|gq|top|click|country|stream|gdn|bid|loan|su|zip|mov|rest|cam|icu|buzz|monster|sbs|cfd|quest|hair|beauty|makeup|skin|kim|work|men|date|racing|review|trade|win|party|science|accountant|faith|download|xin|wang)$/;
/** Documentation's own names are nobody's. */
const NOBODY = /(?:^|\.)(?:example|invalid|test|localhost)(?:\.(?:com|org|net))?$/;

interface Sign {
  why: string;
  severity: 'low' | 'medium';
  techniques: readonly string[];
}

function signOf(one: Destination, moves: readonly Transfer[]): Sign | undefined {
  const { host, class: kind, port } = one;
  if (kind === 'loopback' || kind === 'private' || kind === 'link-local' || kind === 'unknown' || kind === 'metadata')
    return undefined;
  const moved = moves.length > 0;
  if (HIDDEN.test(host))
    return { why: 'a hidden service', severity: moved ? 'medium' : 'low', techniques: ['T1090.003'] };
  if (moved && CALLED_BACK.test(host))
    return {
      why: 'a place that shows who called, as attackers try out what they reach',
      severity: 'medium',
      techniques: ['T1071.001', 'T1567'],
    };
  if (one.disguised)
    return {
      why: 'an address that is written to mislead',
      severity: moved ? 'medium' : 'low',
      techniques: ['T1071', 'T1036'],
    };
  if (kind === 'public')
    return port !== undefined && !USUAL.has(port)
      ? { why: `a bare address on port ${port}`, severity: 'low', techniques: ['T1571'] }
      : undefined;
  if (!moved || NOBODY.test(host)) return undefined;
  if (ABUSED.test(host))
    return { why: 'a name under a domain that is mostly abused', severity: 'low', techniques: ['T1071'] };
  return looksMade(host)
    ? { why: 'a name that looks made by a program', severity: 'low', techniques: ['T1568.002'] }
    : undefined;
}

function describe(one: Destination, moves: readonly Transfer[], { why, severity, techniques }: Sign): Detection {
  const sends = moves.some(({ direction }) => direction === 'out');
  const facts: EvidenceFact[] = ['public-destination'];
  return {
    why: `${sends ? 'Sends to' : moves.length > 0 ? 'Fetches from' : 'Talks to'} ${one.given.slice(0, 200)}: ${why}`,
    severity,
    dedupeKey: `destination:${one.host}`,
    techniques,
    entities: { destination: one.host },
    excerpt: one.given.slice(0, 300),
    facts,
  };
}
