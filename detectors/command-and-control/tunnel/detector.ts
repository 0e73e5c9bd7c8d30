import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { manifest } from './manifest';
import type { Opened } from './opened';
import { LOOPBACK, excerptOf, isBareAddress, isPrivate } from './opened';
import { tunnelsOf } from './relays';

/** Different tunnels of one command that are told. */
const MAX_TOLD = 16;

export const tunnel: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, installation }) {
    const found = new Map<string, Detection>();
    const take = (opened: Opened, excerpt: string) => {
      const detection = describe(opened, excerpt, installation);
      if (!found.has(detection.dedupeKey) && found.size < MAX_TOLD) found.set(detection.dedupeKey, detection);
    };
    for (const one of invocations(analysis)) for (const opened of tunnelsOf(one)) take(opened, excerptOf(one));
    for (const { path, content } of written(event, analysis.command?.writes ?? [])) {
      const opened = configured(path, content);
      if (opened !== undefined) take(opened, content.slice(0, 300));
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

function describe(
  { how, to, severity, techniques }: Opened,
  excerpt: string,
  { ownedDomains }: InstallationContext,
): Detection {
  const host = to?.replace(/^[a-z]{2,10}:\/\//, '').replace(/^\[?([^\]]{1,255}?)\]?:\d{1,5}(?:\/.*)?$/, '$1');
  const owned = host !== undefined && ownedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
  const facts: EvidenceFact[] = host !== undefined && LOOPBACK.test(host) ? ['loopback-only'] : [];
  if (host !== undefined && isBareAddress(host) && !isPrivate(host) && facts.length === 0)
    facts.push('public-destination');
  return {
    why: `Opens ${how}${to === undefined ? '' : `, to ${to.slice(0, 120)}`}`,
    severity: owned ? 'low' : severity,
    dedupeKey: `tunnel:${host ?? how}`.slice(0, 300),
    ...(techniques && { techniques }),
    ...(host !== undefined && { entities: { destination: host } }),
    excerpt,
    facts,
  };
}

interface Written {
  path: string;
  content: string;
}

function written({ action }: AgentEvent, writes: readonly Written[]): readonly Written[] {
  if (action.type !== 'file.write' || action.path === undefined || action.content === undefined) return writes;
  return [...writes, { path: action.path, content: action.content }];
}

const CONFIGURATION = /\.(?:toml|ini|ya?ml|json|conf|cfg)$|\/\.ssh\/config$/;
const MAX_READ = 16_384;

/** Settings of frp, rathole, chisel and ssh that open a tunnel, whatever the file is called. */
function configured(path: string, content: string): Opened | undefined {
  if (!CONFIGURATION.test(path)) return undefined;
  const text = content.slice(0, MAX_READ);
  const server =
    /^\s{0,20}["']?(?:serverAddr|server_addr|remote_addr)["']?\s{0,8}[=:]\s{0,8}["']?([\w.:[\]-]{3,255})/m.exec(
      text,
    )?.[1];
  const opens = /^\s{0,20}["']?(?:remotePort|remote_port|local_port|localPort|local_addr)["']?\s{0,8}[=:]/m.test(text);
  if (server !== undefined && opens)
    return { how: `the settings of a reverse tunnel (${path})`, to: server, severity: 'medium' };
  const forward = /\/\.ssh\/config$/.test(path) && /^\s{0,20}RemoteForward\s{1,8}(\S{1,100})/im.exec(text);
  return forward
    ? { how: `a reverse forward in the settings of ssh (${forward[1] ?? ''})`, severity: 'medium' }
    : undefined;
}
