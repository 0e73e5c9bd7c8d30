import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { ResolvedPath } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { argv, invocations } from '../../programs';
import { folderOf, isKnownAgent } from './folders';
import type { StateFolder } from './folders';
import { manifest } from './manifest';

const MAX_DETECTIONS = 5;
/** Programs that take a folder as a whole. */
const TAKERS = /^(?:tar|bsdtar|zip|7z|cp|rsync|scp|rclone|cpio|pax|restic|borg)$/;

export const agentStateRead: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    if (analysis.reads.length === 0) return NO_DETECTIONS;
    const found = new Map<string, Detection>();
    for (const read of analysis.reads) {
      const folder = folderOf(read.path);
      if (!folder || found.size >= MAX_DETECTIONS) continue;
      const whole =
        folder.rest === '' &&
        invocations(analysis).some((one) => TAKERS.test(one.program) && argv(one).includes(read.given));
      const detection = judge(event, read, folder, whole);
      if (detection && !found.has(detection.dedupeKey)) found.set(detection.dedupeKey, detection);
    }
    return found.size === 0 ? NO_DETECTIONS : [...found.values()];
  },
};

/** What of an agent's folder holds what was said. */
const CONVERSATIONS =
  /^(?:projects|sessions|history|transcripts|logs?|todos|tmp|antigravity|state|storage|conversations|memor)/;

function judge(
  { agent }: AgentEvent,
  read: ResolvedPath,
  { families, name, rest }: StateFolder,
  whole: boolean,
): Detection | undefined {
  const own = families.some((family) => agent.family.startsWith(family));
  const credentials = read.class === 'agent-credential';
  // Of an agent of no known family nobody can say whether the conversations are its own.
  const others = !own && (credentials || (isKnownAgent(agent.family) && CONVERSATIONS.test(rest)));
  if (!whole && !others) return undefined;
  const what = whole
    ? `The whole state of ${name} is copied`
    : `${credentials ? 'The credentials' : 'The conversations'} of ${name} are read`;
  return {
    why: `${what}${own ? '' : ` by ${agent.family}`}: ${read.path}`,
    severity: whole || credentials ? 'medium' : 'low',
    confidence: 'medium',
    dedupeKey: `${name}:${whole ? 'whole' : credentials ? 'credentials' : 'conversations'}`,
    techniques: credentials ? ['T1552.001'] : ['T1005'],
    entities: { path: read.path },
    excerpt: read.given.slice(0, 300),
  };
}
