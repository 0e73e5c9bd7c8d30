/** What an act does, in a form that two agents who do the same share. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';

const MAX_ACTS = 20;
const MAX_TEXT = 300;

/** Programs that only look: refused in one agent and run in another they are no way around. */
const LOOKS =
  /^(?:|cd|ls|cat|head|tail|pwd|echo|printf|grep|rg|find|fd|wc|sort|uniq|true|false|test|\[|\[\[|which|type|stat|file|date|env|export|set|sed|awk|jq|sleep|diff|tree|export|read|local|return|exit|git-status|source)$/;

/** What the action does, one text each: programs with their words, paths written, addresses, tools with their arguments. */
export function actsOf({ action }: AgentEvent, analysis: EventAnalysis): string[] {
  switch (action.type) {
    case 'exec':
      return invocations(analysis)
        .filter(({ program }) => !LOOKS.test(program))
        .slice(0, MAX_ACTS)
        .map((one) => `run ${one.program} ${argv(one).join(' ')}`.trim().slice(0, MAX_TEXT));
    case 'file.write':
    case 'file.delete':
      return analysis.writes
        .slice(0, MAX_ACTS)
        .map(({ path }) => `${action.type === 'file.write' ? 'write' : 'delete'} ${path}`.slice(0, MAX_TEXT));
    case 'net.fetch':
      return action.url === undefined ? [] : [`fetch ${action.url}`.slice(0, MAX_TEXT)];
    case 'mcp.call':
      return action.tool === '' || action.arguments === undefined
        ? []
        : [`call ${action.server ?? ''} ${action.tool} ${action.arguments}`.slice(0, MAX_TEXT)];
    default:
      return [];
  }
}
