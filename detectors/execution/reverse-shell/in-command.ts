/** Shells wired to sockets by the command line itself. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Invocation } from '../../../contracts/shell';
import { NETCATS, invocations } from '../../programs';
import { coprocess, xterm, ztcp } from './descriptors';
import { netcat } from './netcat';
import { overRequests } from './over-requests';
import { payload } from './payloads';
import { isRelay, relay } from './relays';
import { sceneOf } from './scene';
import type { Scene } from './scene';
import { socat, websocat } from './socat';
import { bySocketPath } from './socket-paths';
import { isLater } from './wiring';
import type { Wiring } from './wiring';

/** Different wirings of one command that are told. */
const MAX_SHELLS = 48;

export function inCommand(analysis: EventAnalysis): Wiring[] {
  const scene = sceneOf(invocations(analysis), isRelay);
  const found = new Map<string, Wiring>();
  const take = (wiring: Wiring) => {
    const key = `${wiring.host ?? ''} ${wiring.port ?? ''}`;
    if (!found.has(key) && found.size < MAX_SHELLS) found.set(key, wiring);
  };
  for (const wiring of [...bySocketPath(scene), ...overRequests(scene), ...coprocess(scene, isRelay), ...ztcp(scene)])
    take(wiring);
  scene.all.forEach((one, index) => {
    for (const wiring of byProgram(one, index, scene)) take(isLater(one) ? { ...wiring, later: true } : wiring);
  });
  return [...found.values()];
}

function byProgram(one: Invocation, index: number, scene: Scene): Wiring[] {
  const own = ofProgram(one);
  return isRelay(one) ? [...own, ...relay(one, index, scene)] : own;
}

function ofProgram(one: Invocation): Wiring[] {
  if (NETCATS.has(one.program)) return netcat(one);
  switch (one.program) {
    case 'socat':
      return socat(one);
    case 'websocat':
      return websocat(one);
    case 'xterm':
      return xterm(one);
    case 'msfvenom':
      return payload(one);
    default:
      return [];
  }
}
