import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, EvidenceFact } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { factsOfNames, factsOfTarget } from '../../targets';
import { excerptOf } from '../words';
import { committedBy } from './committed';
import { manifest } from './manifest';
import { openedBy } from './opened';
import type { Opened } from './opened';
import { weakenedBy } from './weakened';
import { openedByFile } from './written';

export const exposure: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, installation }) {
    if (event.action.type === 'file.write') {
      const file = openedByFile(event);
      if (file === undefined) return NO_DETECTIONS;
      const production = factsOfNames(file.path.split('/').slice(-4), installation).filter(
        (fact) => fact === 'production-target',
      );
      return [describe(`A file that is deployed, ${file.path},`, file, production)];
    }
    const all = invocations(analysis);
    const found: Detection[] = [];
    for (const [index, one] of all.entries()) {
      const opened = found.length < 10 ? (openedBy(one) ?? weakenedBy(one) ?? committedBy(one)) : undefined;
      if (opened !== undefined)
        found.push(describe(one.program, opened, factsOfTarget(all, index, installation), excerptOf(one)));
    }
    const called = byTool(event);
    if (called !== undefined) found.push(describe('A tool of the agent', called, []));
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** A repository or gist made public by a tool. */
function byTool({ action }: AgentEvent): Opened | undefined {
  if (
    (action.type !== 'mcp.call' && action.type !== 'tool.call') ||
    !/repo|project|visibility/i.test(action.tool.slice(0, 100))
  )
    return undefined;
  if (!/update|edit|set|change|patch/i.test(action.tool.slice(0, 100))) return undefined;
  const says = /"(?:private"\s?:\s?false|visibility"\s?:\s?"public")/.test((action.arguments ?? '').slice(0, 20_000));
  return says
    ? { what: 'makes a repository public', about: action.tool, severity: 'medium', techniques: ['T1567.001'] }
    : undefined;
}

function describe(
  by: string,
  { what, about, severity, techniques }: Opened,
  facts: readonly EvidenceFact[],
  excerpt?: string,
): Detection {
  return {
    why: `${by} ${what}${about === '' || what.includes(about) || by.includes(about) ? '' : `: ${about}`}`,
    severity,
    dedupeKey: `${what}|${about}`.slice(0, 300),
    techniques,
    ...(excerpt === undefined ? {} : { excerpt }),
    facts,
  };
}
