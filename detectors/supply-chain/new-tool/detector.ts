import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';

interface State {
  since?: number;
  calls?: number;
  /** Tools by server. */
  servers?: Record<string, string[]>;
}

interface Config {
  /** Until so many days and calls have been seen, everything is new and nothing is told. */
  days: number;
  calls: number;
}

const DAY_MS = 86_400_000;
const MAX_SERVERS = 300;
const MAX_TOOLS = 200;
const MAX_NAME = 100;

export const newTool: Detector<State, Config> = {
  manifest,
  defaults: { days: 3, calls: 50 },
  init: () => ({}),
  step(state, event, { installation }, config) {
    const { action, at } = event;
    if (action.type !== 'mcp.call' || action.server === undefined || action.server === '' || action.tool === '')
      return NO_DETECTIONS;
    const server = action.server.slice(0, MAX_NAME);
    const tool = action.tool.slice(0, MAX_NAME);
    state.since ??= at;
    state.calls = (state.calls ?? 0) + 1;
    const news = note((state.servers ??= {}), server, tool);
    const warm = at - state.since >= config.days * DAY_MS && state.calls > config.calls;
    if (news === undefined || !warm || installation.approvedMcpServers.includes(server)) return NO_DETECTIONS;
    return [news === 'server' ? newServer(event, server, tool) : newOf(event, server, tool)];
  },
};

/** Keeps it, and says what of it is new; nothing when there is no more room to know. */
function note(servers: Record<string, string[]>, server: string, tool: string): 'server' | 'tool' | undefined {
  const tools = Object.hasOwn(servers, server) ? servers[server] : undefined;
  if (tools === undefined) {
    if (Object.keys(servers).length >= MAX_SERVERS) return undefined;
    servers[server] = [tool];
    return 'server';
  }
  if (tools.includes(tool) || tools.length >= MAX_TOOLS) return undefined;
  tools.push(tool);
  return 'tool';
}

const newServer = ({ account }: AgentEvent, server: string, tool: string): Detection => ({
  why: `The MCP server ${server} is used for the first time here (${tool})`,
  severity: 'low',
  dedupeKey: `server ${server}`,
  ...(account === undefined ? {} : { entities: { account } }),
  excerpt: `${server} ${tool}`,
});

const newOf = ({ account }: AgentEvent, server: string, tool: string): Detection => ({
  why: `The tool ${tool} of the MCP server ${server} is used for the first time here`,
  severity: 'info',
  dedupeKey: `tool ${server}/${tool}`,
  ...(account === undefined ? {} : { entities: { account } }),
  excerpt: `${server} ${tool}`,
});
