import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Entities } from '../../../contracts/finding';
import { manifest } from './manifest';
import { namedIn, pathsTouched } from './names';

const MAX_DETECTIONS = 10;

export const honeytoken: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    if (event.secrets === undefined && context.installation.honeytokens.length === 0) return NO_DETECTIONS;
    const found = [...values(event), ...names(event, context)];
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, MAX_DETECTIONS);
  },
};

/** Decoy values that the collector found, by fingerprint. */
function values({ secrets = [] }: AgentEvent): Detection[] {
  const decoys = secrets.filter(({ kind }) => kind === 'honeytoken');
  return [...Map.groupBy(decoys, ({ fingerprint }) => fingerprint)].map(([fingerprint, seen]) =>
    told(`A decoy value was met in ${seen.map(({ field }) => placeOf(field)).join(', ')}`, `value:${fingerprint}`, {
      secret: fingerprint,
    }),
  );
}

/** Decoy paths that were touched, and decoy names that an act says. */
function names(event: AgentEvent, { analysis, installation }: DetectorContext): Detection[] {
  return installation.honeytokens.slice(0, 500).flatMap((decoy) => {
    const path = pathsTouched(analysis, decoy);
    if (path !== undefined) return [told(`The decoy ${decoy} was touched`, `name:${decoy}`, { path })];
    return namedIn(event, analysis, decoy) ? [told(`The decoy ${decoy} was used by name`, `name:${decoy}`, {})] : [];
  });
}

const PLACES: Readonly<Record<string, string>> = {
  'action.command': 'a command',
  'action.content': 'a file that was written',
  'action.removed': 'a file that was changed',
  'action.text': 'a text',
  'action.arguments': "a tool's arguments",
  'action.url': 'an address',
  'outcome.output': 'what a tool answered',
  'outcome.error': 'what a tool answered',
};
const placeOf = (field: string): string => PLACES[field] ?? field;

function told(why: string, dedupeKey: string, entities: Entities): Detection {
  return { why, severity: 'critical', confidence: 'high', dedupeKey, entities, excerpt: why, facts: ['honeytoken'] };
}
