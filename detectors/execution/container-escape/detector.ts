import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { climbing, intoDisk, inWrites, isManifest } from './climbing';
import { byEngine } from './engines';
import { inCodeText } from './in-text';
import { manifest } from './manifest';
import { inText } from './manifests';
import type { Reach } from './reach';

const SEVERITY: Record<Reach['weight'], Severity> = { 1: 'low', 2: 'medium', 3: 'high' };
const MAX_TOLD = 16;

export const containerEscape: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const found: Reach[] = inFile(event);
    for (const one of invocations(analysis)) {
      const told = one.code?.flatMap(({ text }) => inCodeText(text, undefined)) ?? [];
      const ways = [...byEngine(one), ...climbing(one), ...told];
      if (ways.length > 0 && found.length < MAX_TOLD) found.push(...ways);
    }
    if (analysis.command !== undefined)
      found.push(...inWrites(analysis.command.writes), ...intoDisk(analysis.command.invocations));
    if (found.length === 0) return NO_DETECTIONS;
    return told(found, event, session.sandbox !== undefined && !/danger|off|none|disabled/i.test(session.sandbox));
  },
};

function inFile({ action }: AgentEvent): Reach[] {
  if (action.type !== 'file.write' || action.path === undefined || action.content === undefined) return [];
  return isManifest(action.path)
    ? inText(action.content, action.path, action.content, false)
    : inCodeText(action.content, action.path);
}

/** One statement for each way: the gravest. Leaving a sandbox that is known to be there is graver. */
function told(found: readonly Reach[], event: AgentEvent, sandboxed: boolean): Detection[] {
  const byWay = new Map<string, Reach>();
  for (const one of found) if ((byWay.get(one.what)?.weight ?? 0) < one.weight) byWay.set(one.what, one);
  return [...byWay.values()].map((one): Detection => ({
    why: one.why,
    severity: one.what.startsWith('outside:') && !sandboxed ? 'low' : SEVERITY[one.weight],
    confidence: event.phase === 'completed' && event.outcome?.exitCode === 0 && one.weight === 3 ? 'high' : 'medium',
    dedupeKey: `escape:${one.what}`.slice(0, 300),
    techniques: one.weight === 3 || one.what.startsWith('outside:') ? ['T1611'] : ['T1611', 'T1610'],
    excerpt: one.excerpt,
  }));
}
