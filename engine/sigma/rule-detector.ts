/** A Sigma rule of single records as a detector. */
import { NO_DETECTIONS } from '../../contracts/detector';
import type { Detector } from '../../contracts/detector';
import type { Detection } from '../../contracts/finding';
import { idOf, manifestOf } from './manifest-of';
import type { DetectionRule } from './rule';

const MAX_FOUND = 10;
const MAX_SUBJECT = 200;

export function ruleDetector(
  { about, source, matches }: DetectionRule,
  file: string,
): Detector<Record<string, never>, Record<string, never>> {
  return {
    manifest: manifestOf(idOf('sigma', about), about, file, {
      needs: source.needs,
      fields: source.reads,
      order: 'any',
      keyBy: 'scope',
      window: { seconds: 3_600, maxKeys: 50_000 },
    }),
    defaults: {},
    init: () => ({}),
    step(_state, event, context) {
      const found: Detection[] = [];
      for (const { fields, subject } of source.records(event, context)) {
        if (!matches(fields)) continue;
        found.push(detection(about.title, subject));
        if (found.length >= MAX_FOUND) break;
      }
      return found.length === 0 ? NO_DETECTIONS : found;
    },
  };
}

function detection(title: string, subject: string): Detection {
  const shown = subject.slice(0, MAX_SUBJECT);
  return { why: `${title}: ${shown}`, dedupeKey: shown, excerpt: shown };
}
