/** Words for what a session does: kinds of acts, and the things that it uses. */
import type { EventAnalysis } from '../../contracts/analysis';
import type { Action } from '../../contracts/event';

const MAX_KIND = 24;
const MAX_THING = 90;

/** The kind of an act, a program for commands; undefined for what is no act of an agent. */
export function kindOf(action: Action, analysis: EventAnalysis): string | undefined {
  switch (action.type) {
    case 'exec':
      return (analysis.command?.invocations.find(({ program }) => isName(program))?.program ?? 'run').slice(
        0,
        MAX_KIND,
      );
    case 'file.read':
      return 'read';
    case 'file.write':
      return 'write';
    case 'file.delete':
      return 'delete';
    case 'net.fetch':
      return 'fetch';
    case 'agent.spawn':
      return 'spawn';
    case 'mcp.call':
      return `mcp ${action.server ?? ''}`.slice(0, MAX_KIND);
    case 'tool.call':
      return (action.tool === '' ? 'call' : action.tool).slice(0, MAX_KIND);
    default:
      return undefined;
  }
}

/** A name of a program; not what cannot be known before running, and no moving about. */
const isName = (program: string): boolean => /^[\w.+-]{1,40}$/.test(program) && program !== 'cd';

/** What the act uses, each with its kind in front. Ports, paths and arguments are left out: they are new every time. */
export function thingsOf(action: Action, analysis: EventAnalysis): string[] {
  const things: string[] = [];
  if (action.type === 'mcp.call') things.push(`server ${action.server ?? ''}`);
  const { tool } = action as { tool?: string };
  if (tool !== undefined && tool !== '' && action.type !== 'mcp.call') things.push(`tool ${tool}`);
  for (const { class: kind, host } of analysis.destinations)
    if (kind === 'name' || kind === 'public') things.push(`domain ${site(host)}`);
  for (const { class: kind } of analysis.writes) if (kind !== 'other') things.push(`wrote ${kind}`);
  for (const { class: kind } of analysis.reads) if (kind !== 'other') things.push(`path ${kind}`);
  return [...new Set(things)].map((thing) => thing.slice(0, MAX_THING));
}

/** The last two parts of a name (three below short ones such as `co.uk`): its other parts are new every time. */
function site(host: string): string {
  if (/^[\d.:a-f[\]]+$/.test(host)) return host;
  const parts = host.split('.');
  const isShort = (parts.at(-2)?.length ?? 9) <= 3 && parts.at(-1)?.length === 2;
  return parts.slice(isShort ? -3 : -2).join('.');
}
