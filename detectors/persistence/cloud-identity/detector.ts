import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';
import { commandLine, detectionsOf } from '../../signs';
import type { Sign } from '../../signs';
import { grantOf } from './grants';
import { inManifests } from './in-manifests';
import { manifest } from './manifest';

export const cloudIdentity: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis }) {
    const signs = invocations(analysis).flatMap((one): Sign[] => {
      const grant = grantOf(one.program, argv(one));
      return grant === undefined ? [] : [{ ...grant, excerpt: commandLine(one) }];
    });
    signs.push(...inManifests(event, analysis));
    const called = byTool(event);
    return signs.length + called.length === 0 ? NO_DETECTIONS : detectionsOf([...signs, ...called]);
  },
};

/** Tools of code hosts and clouds that make a key, token, user or webhook. */
const TOOL =
  /(?:create|add|generate|issue|register)[_-]?(?:deploy[_-]?key|ssh[_-]?key|gpg[_-]?key|access[_-]?(?:key|token)|personal[_-]?access[_-]?token|api[_-]?key|webhook|hook|oauth[_-]?app|service[_-]?account(?:[_-]?key)?|iam[_-]?user|login[_-]?profile|collaborator)/i;

function byTool({ action }: AgentEvent): Sign[] {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return [];
  const kind = TOOL.exec(action.tool.slice(0, 120))?.[0];
  if (kind === undefined) return [];
  return [
    {
      what: `tool:${action.tool}`,
      why: `The tool ${action.tool} makes a key, token or identity that stays`,
      severity: 'medium',
      techniques: /hook/i.test(kind) ? ['T1098'] : ['T1098.001'],
      excerpt: (action.arguments ?? action.tool).slice(0, 300),
    },
  ];
}
