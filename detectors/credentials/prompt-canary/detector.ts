import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Severity } from '../../../contracts/finding';
import { manifest } from './manifest';

/** How bad it is where the canary stands: said is a leak to who is there, carried away is one to the world. */
const PLACES: Readonly<Record<string, readonly [said: string, severity: Severity]>> = {
  output: ['The model says it', 'high'],
  exec: ['A command holds it', 'critical'],
  'net.fetch': ['A request holds it', 'critical'],
  'mcp.call': ['A tool is given it', 'critical'],
  'tool.call': ['A tool is given it', 'critical'],
  'file.write': ['A file is written with it', 'high'],
};

export const promptCanary: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event) {
    const seen = event.secrets?.find(({ kind, field }) => kind === 'prompt-canary' && field.startsWith('action.'));
    const place = PLACES[event.action.type];
    if (!seen || !place) return NO_DETECTIONS;
    const [said, severity] = place;
    return [
      {
        why: `A canary of a system prompt has left the prompt. ${said}`,
        severity,
        dedupeKey: seen.fingerprint,
        entities: { secret: seen.fingerprint },
        excerpt: `${event.action.type} (${seen.field})`,
        facts: ['honeytoken'],
      },
    ];
  },
};
