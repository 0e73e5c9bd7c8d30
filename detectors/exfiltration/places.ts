/** How much the place that something is sent to tells by itself. */
import type { Destination } from '../../contracts/analysis';
import type { InstallationContext } from '../../contracts/detector';
import type { EvidenceFact } from '../../contracts/finding';

/**
 * `here`: this machine or its network; `own`: configured as ours; `public-service`: registries, code hosts and models in common use;
 * `storage`, `chat`: where an account decides whose it is; `drop`: anybody's for an hour, or made to catch what comes; `address`: a
 * public address without a name, or a name that misleads; `hidden`: known only at run time.
 */
export type Standing =
  'here' | 'own' | 'public-service' | 'storage' | 'chat' | 'unknown' | 'drop' | 'address' | 'hidden';

const DROPS: ReadonlySet<string> = new Set(['paste', 'catcher', 'file-drop', 'tunnel', 'shortener']);

/** The standing of a destination in this installation. */
export function standingOf(destination: Destination | undefined, installation: InstallationContext): Standing {
  const service = destination?.service;
  if (service !== undefined && DROPS.has(service) && !isOurs(destination?.host ?? '', installation)) return 'drop';
  if (destination === undefined || destination.class === 'unknown') return 'hidden';
  if (destination.class !== 'public' && destination.class !== 'name') return 'here';
  if (isOurs(destination.host, installation)) return 'own';
  if (destination.class === 'public' || destination.disguised) return 'address';
  if (service === undefined) return 'unknown';
  return service === 'chat' ? 'chat' : service === 'cloud-storage' ? 'storage' : 'public-service';
}

/** Whether a host lies in the domains, registries or model endpoints that are configured. */
export function isOurs(host: string, { ownedDomains, registries, modelEndpoints }: InstallationContext): boolean {
  return [ownedDomains, registries, modelEndpoints].some((list) => list.some((one) => isBelow(host, hostOf(one))));
}

const isBelow = (host: string, domain: string): boolean =>
  domain !== '' && (host === domain || host.endsWith(`.${domain}`));

/** Host of a name or URL of the configuration. */
const hostOf = (one: string): string =>
  one
    .replace(/^[a-z][a-z0-9+.-]{0,20}:\/\//i, '')
    .split(/[/:?#]/, 1)[0]
    ?.toLowerCase() ?? '';

/** The place in words. */
export function nameOf(destination: Destination | undefined): string {
  if (destination === undefined || destination.class === 'unknown') return 'a place that is known only when it runs';
  const what = destination.service === undefined ? '' : ` (${NAMES[destination.service]})`;
  return `${destination.host}${what}`;
}

const NAMES: Readonly<Record<NonNullable<Destination['service']>, string>> = {
  paste: 'a paste site',
  catcher: 'a request catcher',
  'file-drop': 'a file drop',
  tunnel: 'a tunnel',
  chat: 'a chat or mail hook',
  registry: 'a package registry',
  'cloud-storage': 'a cloud store',
  model: 'a model provider',
  'code-host': 'a code host',
  release: 'a release page',
  shortener: 'a link shortener',
};

/** Whether a standing is a place outside at all, and the fact that goes with it. */
export const factsOf = (standing: Standing): EvidenceFact[] =>
  standing === 'here' ? ['loopback-only'] : standing === 'hidden' || standing === 'own' ? [] : ['public-destination'];
