import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { Detection } from '../../../contracts/finding';
import { bypassOfServer, bypassOfProgram } from './bypasses';
import type { Bypass } from './bypasses';
import { invocations } from '../../programs';
import { manifest } from './manifest';

const MAX_PROGRAMS = 200;

export const reviewBypass: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, { action }, { analysis }) {
    const found = action.type === 'mcp.call' ? bypassOfServer(action) : inPrograms(action, analysis);
    return found.length === 0 ? NO_DETECTIONS : found.map(describe);
  },
};

function inPrograms(action: AgentEvent['action'], analysis: EventAnalysis): Bypass[] {
  if (action.type !== 'exec') return [];
  const found: Bypass[] = [];
  for (const one of invocations(analysis).slice(0, MAX_PROGRAMS)) {
    const bypass = bypassOfProgram(one);
    if (bypass) found.push(bypass);
  }
  const [approval] = found.filter(({ kind }) => kind === 'approval');
  // Who says yes and merges at once was its own reviewer.
  if (approval && found.some(({ kind }) => kind === 'merge'))
    return [{ ...approval, how: 'approved and merged a pull request in one command', severity: 'medium' }];
  return found;
}

const describe = ({ how, severity, what, technique }: Bypass): Detection => ({
  why: `The agent ${how}: ${what}`,
  severity,
  dedupeKey: `${how}:${what}`,
  techniques: [technique],
  excerpt: what,
});
