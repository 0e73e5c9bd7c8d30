import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, EvidenceFact, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { UNKNOWN, argv, invocations } from '../../programs';
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
    const named = deletedBy(one, outcome?.output);
    if (named === undefined) return [];
    const deleted = isEverything(all, index)
      ? { ...named, kind: { ...named.kind, severity: worse(named.kind.severity) } }
      : named;
    return [describe(deleted, one.program, factsOfTarget(all, index, installation), excerptOf(one))];
  });
}

const LISTS = /^(?:ls|list|ps|get|describe-\S{1,60})$/;
const CHOSEN =
  /^(?:-f|-l|--?(?:filter|selector|query|label-selector|namespace)\S*|grep|awk|sed|head|tail|jq|egrep|rg)$/;

/** `tool delete $(tool list)`: all that there is goes, whatever it is. */
function isEverything(all: readonly Invocation[], index: number): boolean {
  const one = all[index];
  const before = all[index - 1];
  if (one === undefined || before === undefined || before.program !== one.program) return false;
  if (before.via.at(-1) !== 'substitution' || !argv(one).some((word) => word.includes(UNKNOWN))) return false;
  const words = argv(before);
  return (
    words.some((word) => LISTS.test(word)) && !words.some((word) => CHOSEN.test(word)) && before.feeds === undefined
  );
}

const worse = (severity: Severity): Severity => (severity === 'low' ? 'medium' : severity);

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

/** Names of what is made to be thrown away, or stands in for production while it is tried. */
const SHORT_LIVED =
  /(?:^|[^a-z])(?:sandbox(?:es)?|sbx|ephemeral|scratch|throw-?away|playground|previews?|tmp|temp|e2e|load-?test|perf-?test|staging|qa|uat|pr-?\d{1,6})(?:[^a-z]|$)/i;

function describe({ kind, about }: Deleted, by: string, facts: readonly EvidenceFact[], excerpt: string): Detection {
  const names = facts.includes('production-target') ? [] : excerpt.split(/\s/).filter((word) => word.length < 100);
  const protection = kind.name.startsWith('protection');
  return {
    why: protection ? `${by}: ${kind.name} ${about}` : `${by} deletes or empties ${kind.name}: ${about.slice(0, 200)}`,
    severity: kind.severity === 'high' && names.some((name) => SHORT_LIVED.test(name)) ? 'medium' : kind.severity,
    dedupeKey: about.slice(0, 300),
    techniques: kind.techniques,
    excerpt,
    facts,
  };
}
