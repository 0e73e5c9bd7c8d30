/** Text that comes to an agent from a tool, and where it came from. */
import type { ActionType, AgentEvent } from '../../contracts/event';

/** Calls whose answers are read for text. */
export const TEXT_SOURCES: readonly ActionType[] = ['exec', 'file.read', 'net.fetch', 'mcp.call', 'tool.call'];

/** Read of one answer, characters: what steers an agent stands near the beginning or is cut by the engine anyway. */
const MAX_READ = 16 * 1024;

export interface Incoming {
  text: string;
  /** Address, path, server or command that brought it. */
  from: string;
}

/** What the call's answer says; undefined when it is not shown. */
export function incoming({ action, outcome }: AgentEvent): Incoming | undefined {
  const text = outcome?.output;
  if (text === undefined || text.length < 3) return undefined;
  return { text: text.length > MAX_READ ? text.slice(0, MAX_READ) : text, from: sourceOf(action) };
}

function sourceOf(action: AgentEvent['action']): string {
  const named = nameOf(action) ?? action.type;
  return named.length > 200 ? `${named.slice(0, 199)}…` : named;
}

function nameOf(action: AgentEvent['action']): string | undefined {
  switch (action.type) {
    case 'exec':
      return action.command;
    case 'file.read':
      return action.path ?? action.pattern;
    case 'net.fetch':
      return action.url ?? action.query;
    case 'mcp.call':
      return [action.server, action.tool].filter(Boolean).join(' ');
    case 'tool.call':
      return action.tool;
    default:
      return undefined;
  }
}

/** The hit with what stands around it, at most 160 characters. */
export function around(text: string, at: number): string {
  return text.slice(Math.max(0, at - 40), at + 120).trim();
}
