import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { SENDERS, invocations } from '../../programs';
import type { Access } from './access';
import { inPrograms } from './in-programs';
import { inReads } from './in-reads';
import { inRequests } from './in-requests';
import { manifest } from './manifest';

export const credentialAccess: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = [
      ...inReads(event, context),
      ...inPrograms(event, context.analysis),
      ...inRequests(event, context.analysis),
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
  const facts: EvidenceFact[] = sent === undefined ? [] : ['public-destination'];
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

/** The public host that a sender in the same command line talks to, if any: reading and sending in one breath. */
function leavesAtOnce({ analysis }: DetectorContext): string | undefined {
  const sends = invocations(analysis).some(
    (one) => SENDERS.has(one.program) && (one.readsFrom !== undefined || uploads(one.args.map((word) => word.text))),
  );
  if (!sends) return undefined;
  return analysis.destinations.find((destination) => destination.class === 'public' || destination.class === 'name')
    ?.host;
}

function uploads(words: readonly string[]): boolean {
  return (
    words.some(
      (word) =>
        /^(?:-d|-F|-T|--data(?:-binary|-raw|-urlencode)?|--form|--upload-file|--post-file|--post-data|--body-file)(?:=|$)/.test(
          word,
        ) || /^-[dFT]./.test(word),
    ) || words.length === 0
  );
}
