/** Shells wired to sockets by the command line itself. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { Invocation } from '../../contracts/shell';
import { NETCATS, invocations } from '../programs';
import { coprocess, xterm, ztcp } from './descriptors';
import { netcat } from './netcat';
import { overRequests } from './over-requests';
import { payload } from './payloads';
import { isRelay, relay } from './relays';
import { socat, websocat } from './socat';
import { bySocketPath } from './socket-paths';
import type { Wiring } from './wiring';

export function inCommand(analysis: EventAnalysis): Wiring[] {
  const all = invocations(analysis);
  return [
    ...bySocketPath(all),
    ...overRequests(all),
    ...all.flatMap((one, index) => later(one, byProgram(one, index, all))),
  ];
}

function byProgram(one: Invocation, index: number, all: readonly Invocation[]): Wiring[] {
  const own = ofProgram(one, all);
  return isRelay(one) ? [...own, ...relay(one, index, all), ...coprocess(one, all)] : own;
}

function ofProgram(one: Invocation, all: readonly Invocation[]): Wiring[] {
  if (NETCATS.has(one.program)) return netcat(one);
  switch (one.program) {
    case 'socat':
      return socat(one);
    case 'websocat':
      return websocat(one);
    case 'xterm':
      return xterm(one);
    case 'ztcp':
      return ztcp(one, all);
    case 'msfvenom':
      return payload(one);
    default:
      return [];
  }
}

/** Commands that were only written to where they will be run, such as a timetable. */
function later(one: Invocation, wirings: Wiring[]): Wiring[] {
  return one.via.some((via) => via.startsWith('placed in '))
    ? wirings.map((wiring) => ({ ...wiring, later: true }))
    : wirings;
}
