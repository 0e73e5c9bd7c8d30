import type { EventAnalysis, Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext, InstallationContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { SEVERITIES } from '../../../contracts/finding';
import { UNKNOWN, argv, invocations } from '../../programs';
import { factsOf, nameOf, standingOf } from '../places';
import { payloadOf } from '../payload';
import type { Payload } from '../payload';
import { inPackets, variableInUrl } from './by-address';
import { inCode } from './in-code';
import { fromRemote, sharedOut } from './cloud';
import { manifest } from './manifest';
import { severityOf, techniquesOf } from './weigh';

/** Transfers of one event that are looked at. */
const MAX_LOOKED = 64;

export const upload: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, installation }: DetectorContext) {
    const moves = analysis.transfers.length > 0;
    if (!moves && analysis.code.length === 0 && analysis.command === undefined) return NO_DETECTIONS;
    const found = [
      ...(moves ? sent(analysis, installation) : []),
      ...inCode(event, analysis, installation),
      ...sharedOut(invocations(analysis)),
      ...fromRemote(analysis),
      ...variableInUrl(event, analysis, installation),
      ...inPackets(analysis),
    ];
    return found.length === 0 ? NO_DETECTIONS : gravestByKey(found, event);
  },
};

function sent(analysis: EventAnalysis, installation: InstallationContext): Detection[] {
  return analysis.transfers.slice(0, MAX_LOOKED).flatMap((transfer) => {
    if (transfer.direction === 'in' && !carriesInAddress(transfer, analysis)) return [];
    const standing = standingOf(transfer.destination, installation);
    if (standing === 'here') return [];
    const payload = payloadOf(transfer, analysis);
    const severity = severityOf(payload, standing, transfer);
    return severity === undefined ? [] : [detection(transfer, payload, severity, analysis, installation)];
  });
}

/** A request whose URL or headers hold text that only running shows: what is substituted leaves with it. */
function carriesInAddress({ destination, invocation }: Transfer, { command }: EventAnalysis): boolean {
  const one = invocation === undefined ? undefined : command?.invocations[invocation];
  if (destination === undefined || one === undefined || !/^(?:curl|wget|http|https|xh|fetch)$/.test(one.program))
    return false;
  return one.args.some(({ text }) => text.includes(UNKNOWN));
}

function detection(
  transfer: Transfer,
  payload: Payload,
  severity: Severity,
  analysis: EventAnalysis,
  installation: InstallationContext,
): Detection {
  const { destination, invocation, program } = transfer;
  const one = invocation === undefined ? undefined : analysis.command?.invocations[invocation];
  const standing = standingOf(destination, installation);
  return {
    why: `${program} sends ${payload.what.slice(0, 200)} to ${nameOf(destination)}`,
    severity,
    confidence: payload.kind === 'credential' && standing !== 'hidden' ? 'high' : 'medium',
    dedupeKey: `${destination?.host ?? 'hidden'} ${payload.path ?? payload.kind}`,
    techniques: techniquesOf(payload, standing, transfer),
    entities: {
      ...(destination && { destination: destination.host }),
      ...(payload.path === undefined ? {} : { path: payload.path }),
    },
    ...(one && { excerpt: [one.path, ...argv(one)].join(' ').slice(0, 300) }),
    facts: factsOf(standing),
  };
}

function gravestByKey(found: readonly Detection[], event: AgentEvent): Detection[] {
  const byKey = new Map<string, Detection>();
  const rank = ({ severity }: Detection) => SEVERITIES.indexOf(severity ?? 'info');
  for (const one of found) {
    const known = byKey.get(one.dedupeKey);
    if (known === undefined || rank(one) > rank(known)) byKey.set(one.dedupeKey, one);
  }
  const whole = event.action.type === 'exec' ? event.action.command?.slice(0, 300) : undefined;
  return [...byKey.values()].slice(0, 16).map((one) => (whole === undefined ? one : { ...one, excerpt: whole }));
}
