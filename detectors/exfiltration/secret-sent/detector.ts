import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext, SecretMet } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { isDrop, isHalfSecret, isOwned, isPlatform, belongsTo, makersOf } from './own-services';
import { manifest } from './manifest';
import { sendingsOf } from './sendings';
import type { Sending } from './sendings';

/** Most detections of one act. */
const MAX_FOUND = 10;

export const secretSent: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const sendings = sendingsOf(event, context.analysis);
    if (sendings.length === 0) return NO_DETECTIONS;
    const found = new Map<string, Detection>();
    for (const sending of sendings) {
      const base = baseOf(sending, context);
      if (base === undefined) continue;
      const detection = describe(sending, base, context.session.secrets.get(sending.mark.fingerprint));
      if (!found.has(detection.dedupeKey) && found.size < MAX_FOUND) found.set(detection.dedupeKey, detection);
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

/** Any use of these is told of its own, as worse. */
const DECOYS: ReadonlySet<string> = new Set(['honeytoken', 'prompt-canary']);

/** Severity before it is known whether the session met the value; undefined for the use that the secret is made for. */
function baseOf(sending: Sending, context: DetectorContext): 'medium' | 'high' | undefined {
  const { mark, host, server } = sending;
  if (DECOYS.has(mark.kind)) return undefined;
  const { ownedDomains, registries, modelEndpoints, approvedMcpServers } = context.installation;
  if (server !== undefined) return approvedMcpServers.includes(server) || mark.as === 'login' ? undefined : 'medium';
  if (isOwned(host, [...ownedDomains, ...registries, ...modelEndpoints])) return undefined;
  if (belongsTo(mark.kind, host)) return undefined;
  if (isDrop(host)) return 'high';
  if (isHalfSecret(mark.kind) && mark.as !== 'name') return undefined;
  if (isGivenFor(host, mark.fingerprint, context)) return undefined;
  if (mark.as === 'name') return 'high';
  if (isPlatform(host)) return undefined;
  if (mark.as === 'content') return 'high';
  if (makersOf(mark.kind) === undefined) return undefined;
  return mark.as === 'login' ? 'medium' : 'high';
}

/** A person gave the secret, and named the place. */
const isGivenFor = (host: string, fingerprint: string, { session }: DetectorContext): boolean =>
  session.secrets.get(fingerprint)?.met === 'given' && session.prompts.some((prompt) => prompt.includes(host));

const WAYS = {
  login: 'as its login',
  field: 'in a field of its request',
  name: 'within the name of a host',
  content: 'as content',
} as const;

function describe(sending: Sending, severity: 'medium' | 'high', met: SecretMet | undefined): Detection {
  const { mark, host, server } = sending;
  const linked = met !== undefined && met.met !== 'used';
  const place = server === undefined ? host : `the tool server ${server}`;
  const source = linked ? `, which the session met before in ${met.from}` : '';
  return {
    why: `A secret (${mark.kind})${source} goes to ${place} ${WAYS[mark.as]}`,
    severity,
    confidence: linked || mark.as === 'name' || isDrop(host) ? 'high' : 'medium',
    dedupeKey: `${mark.fingerprint} ${server ?? host}`,
    ...(mark.as === 'name' && { techniques: ['T1048.003', 'T1552'] }),
    entities: { secret: mark.fingerprint, destination: server ?? host },
    excerpt: mark.excerpt,
    facts: linked ? ['value-link', 'public-destination'] : ['public-destination'],
    ...(linked && {
      also: [
        {
          eventId: met.eventId,
          at: met.at,
          excerpt: `${met.kind} ${mark.fingerprint} in ${met.from}`,
          phase: 'completed',
        },
      ],
    }),
  };
}
