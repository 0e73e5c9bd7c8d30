import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { invocations } from '../../programs';
import { inControlFiles } from './control-files';
import { SET_ID, SUDO, gain } from './gain';
import type { Gain } from './gain';
import { inArguments } from './in-arguments';
import { inTricks } from './known-tricks';
import { manifest } from './manifest';
import { raisedOf } from './raised';
import { copiesOfShells, inCode, inSetId, inSource } from './set-id';
import { keepsRights } from './shell-words';

const MAX_DETECTIONS = 20;

export const privilegeEscalation: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const { analysis } = context;
    if (analysis.command === undefined && analysis.writes.length === 0) return NO_DETECTIONS;
    const found = gainsOf(event, context);
    if (found.length === 0) return NO_DETECTIONS;
    const byWhat = new Map<string, Detection>();
    for (const each of found) if (!byWhat.has(each.what)) byWhat.set(each.what, describe(each));
    return [...byWhat.values()].slice(0, MAX_DETECTIONS);
  },
};

function gainsOf(event: AgentEvent, { analysis, session }: DetectorContext): Gain[] {
  const all = invocations(analysis);
  const rights = raisedOf(all);
  const copied = copiesOfShells(all);
  const excerpt =
    event.action.type === 'exec' ? (event.action.command ?? '').slice(0, 300) : (analysis.writes[0]?.given ?? '');
  const written = (path: string) =>
    analysis.command?.writes.find((one) => one.path === path)?.content ?? session.filesWritten.get(path)?.content;
  const found: Gain[] = [];
  for (const one of all) {
    const raised = rights.get(one);
    if (raised) found.push(...inArguments(one, raised, written), ...inRaisedCode(one, analysis));
    found.push(...inSetId(one, copied), ...inCode(one, analysis), ...inTricks(one, analysis));
  }
  const kept = analysis.command?.writes.find(({ content }) => keepsRights(content.replace(/^#!.*/, '')));
  if (kept)
    found.push({
      what: 'keeps-rights',
      why: `${kept.path} is written with a shell that keeps a set-user-id program's rights`,
      severity: 'medium',
      techniques: SET_ID,
      excerpt,
    });
  const told = found.some(({ what }) => what.startsWith('arguments:'))
    ? found.filter(({ what }) => what !== 'shell')
    : found;
  return [...told, ...inSource(event, analysis), ...inControlFiles(analysis, all, excerpt)];
}

/** Code given to an interpreter with raised rights, which opens a shell however it spells it. */
function inRaisedCode(one: Invocation, analysis: EventAnalysis): Gain[] {
  const languages = one.code?.map(({ language }) => language) ?? [];
  const opens =
    languages.length > 0 &&
    analysis.code.some(
      ({ kind, language }) => languages.includes(language) && (kind === 'spawn-shell' || kind === 'pty'),
    );
  return opens
    ? [
        gain(
          one,
          `arguments:${one.program}`,
          `${one.program} runs as ${one.as ?? 'root'} and its code opens a shell`,
          'medium',
          SUDO,
        ),
      ]
    : [];
}

function describe(each: Gain): Detection {
  return {
    why: each.why,
    severity: each.severity,
    dedupeKey: each.what,
    techniques: each.techniques,
    excerpt: each.excerpt,
    ...(each.path === undefined ? {} : { entities: { path: each.path } }),
  };
}
