import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { Transfer } from '../../../contracts/analysis';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import type { Access } from './access';
import { inPrograms } from './in-programs';
import { inReads } from './in-reads';
import { inRequests } from './in-requests';
import { inTools } from './in-tools';
import { manifest } from './manifest';
import { memoryByCode } from './processes';
import { searchByTool } from './searches';

export const credentialAccess: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = [
      ...inReads(event, context),
      ...inPrograms(event, context.analysis),
      ...inRequests(event, context.analysis),
      ...inTools(event),
      ...searchByTool(event),
      ...memoryByCode(context.analysis),
    ];
    if (found.length === 0) return NO_DETECTIONS;
    const sent = leavesAtOnce(context);
    const byWhat = new Map<string, Detection>();
    for (const access of found) {
      const detection = describe(access, access.used ? undefined : sent);
      if (!byWhat.has(detection.dedupeKey)) byWhat.set(detection.dedupeKey, detection);
    }
    return [...byWhat.values()].slice(0, 20);
  },
};

function describe(access: Access, sent: string | undefined): Detection {
  const facts: EvidenceFact[] = [
    ...(access.facts ?? []),
    ...(sent === undefined ? [] : (['public-destination'] as const)),
  ];
  return {
    why: sent === undefined ? access.why : `${access.why}, and the same command sends to ${sent}`,
    severity: sent === undefined ? access.severity : access.severity === 'low' ? 'medium' : 'high',
    confidence: 'high',
    dedupeKey: access.what,
    techniques: sent === undefined ? access.techniques : [...access.techniques, 'T1041'],
    entities: {
      ...(access.path === undefined ? {} : { path: access.path }),
      ...(sent === undefined ? {} : { destination: sent }),
    },
    excerpt: access.excerpt,
    facts,
  };
}

/** The public host that something of the same command is sent to, if any: reading and sending in one breath. */
function leavesAtOnce({ analysis }: DetectorContext): string | undefined {
  const away = ({ direction, destination }: Transfer) =>
    direction === 'out' &&
    destination !== undefined &&
    (destination.class === 'public' || destination.class === 'name');
  return analysis.transfers.find(away)?.destination?.host;
}
