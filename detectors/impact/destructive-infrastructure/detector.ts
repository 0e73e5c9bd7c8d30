import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { factsOfNames, factsOfTarget } from '../../targets';
import { excerptOf } from '../words';
import type { Deleted } from './clouds';
import { deletedBy } from './deleted';
import { manifest } from './manifest';
import { deletedByCode, deletedByTool } from './requests';

/** Most statements about one act. */
const MAX_DETECTIONS = 20;

export const destructiveInfrastructure: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = [...byPrograms(event, context), ...byCalls(event, context)];
    if (found.length === 0) return NO_DETECTIONS;
    const once = new Map(found.map((detection) => [detection.dedupeKey, detection]));
    return [...once.values()].slice(0, MAX_DETECTIONS);
  },
};

function byPrograms({ outcome }: AgentEvent, { analysis, installation }: DetectorContext): Detection[] {
  const all = invocations(analysis);
  return all.flatMap((one, index): Detection[] => {
    const deleted = deletedBy(one, outcome?.output);
    if (deleted === undefined) return [];
    return [describe(deleted, one.program, factsOfTarget(all, index, installation), excerptOf(one))];
  });
}

function byCalls(event: AgentEvent, { analysis, installation }: DetectorContext): Detection[] {
  const tool = deletedByTool(event);
  const code = event.action.type === 'exec' ? deletedByCode(analysis) : [];
  const told = 'arguments' in event.action ? (event.action.arguments ?? '') : '';
  const names = tool === undefined ? [] : told.slice(0, 4_000).split(/["\s:,{}]+/);
  return [
    ...(tool === undefined
      ? []
      : [describe(tool, 'A tool of the agent', factsOfNames(names, installation), told.slice(0, 300))]),
    ...code.map((one) => describe(one, 'Code', [], one.about)),
  ];
}

function describe({ kind, about }: Deleted, by: string, facts: readonly EvidenceFact[], excerpt: string): Detection {
  const protection = kind.name.startsWith('protection');
  return {
    why: protection ? `${by}: ${kind.name} ${about}` : `${by} deletes or empties ${kind.name}: ${about.slice(0, 200)}`,
    severity: kind.severity,
    dedupeKey: about.slice(0, 300),
    techniques: kind.techniques,
    excerpt,
    facts,
  };
}
