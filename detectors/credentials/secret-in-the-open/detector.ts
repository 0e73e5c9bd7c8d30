import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent, SecretSeen } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { committed } from './committed';
import { manifest } from './manifest';
import { placesOf } from './places';

/** Kinds that stand for whatever is called a password or looks random: of these only what a person pastes is told. */
const WEAK =
  /^(?:password|secret|token|bearer-token|url-token|url-signature|json-web-token|unverified-.*|honeytoken|prompt-canary)$/;
const MAX_DETECTIONS = 10;

export const secretInTheOpen: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const later = committed(event, context);
    if (event.secrets === undefined && later.length === 0) return NO_DETECTIONS;
    const found = [
      ...later.map(({ kind, fingerprint, path }) =>
        told({ kind, fingerprint }, `the repository, with ${path}`, path, 'medium'),
      ),
      ...shown(event, context),
    ];
    const byKey = new Map<string, Detection>();
    for (const one of found) if (!byKey.has(one.dedupeKey)) byKey.set(one.dedupeKey, one);
    return byKey.size === 0 ? NO_DETECTIONS : [...byKey.values()].slice(0, MAX_DETECTIONS);
  },
};

/** Secrets that this very record shows. */
function shown(event: AgentEvent, context: DetectorContext): Detection[] {
  return (event.secrets ?? []).flatMap((secret) => {
    const human = event.action.type === 'prompt' && event.action.origin === 'human';
    if (WEAK.test(secret.kind) && !(human && secret.kind === 'password')) return [];
    return placesOf(secret, event, context).map(({ place, path, severity }) => told(secret, place, path, severity));
  });
}

function told(
  { kind, fingerprint }: Pick<SecretSeen, 'kind' | 'fingerprint'>,
  place: string,
  path: string | undefined,
  severity: Severity,
): Detection {
  return {
    why: `A secret (${kind}) stands in ${place}`,
    severity,
    confidence: kind === 'password' ? 'low' : 'medium',
    dedupeKey: `${fingerprint}:${path ?? place}`,
    entities: { secret: fingerprint, ...(path === undefined ? {} : { path }) },
    excerpt: `${kind} ${fingerprint} in ${place}`,
  };
}
