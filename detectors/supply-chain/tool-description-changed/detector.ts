import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { instructionsIn } from '../../goal-hijack/instructions';
import { digestOf, toolsIn } from './listing';
import type { ListedTool } from './listing';
import { manifest } from './manifest';

interface State {
  /** Digest of what was listed, by server and tool. */
  tools?: Record<string, { digest: string; eventId: string; at: number }>;
  kept?: number;
}

const MAX_KEPT = 500;
const LISTS = /tools?[/_.-]?list|list[_.-]?tools?|server\/discover|initialize/i;
/** Orders that no description of a tool's own work needs. */
const ORDERS =
  /<\/?(?:important|system|instructions?|secret|hidden)>|\bbefore (?:using|calling|running|invoking) (?:this|any|other)\b|\b(?:do not|don't|never) (?:tell|mention|inform|show|reveal)\b[^.\n]{0,40}\buser|\b(?:read|open|include|pass|attach|send)\b[^.\n]{0,60}(?:\.ssh|id_rsa|\.env\b|\.aws|credentials|mcp\.json|private key|password|api key)|\b(?:instead of|whenever)\b[^.\n]{0,40}\b(?:other|another) (?:tool|server)|\b(?:bcc|forward)\b[^.\n]{0,40}@/i;
const MAX_READ = 8_000;
/** What the conventions' `gen_ai.tool.definitions` is told as. */
const OFFERED = 'tools/list';

export const toolDescriptionChanged: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event) {
    const { action, outcome } = event;
    if (outcome?.output === undefined || (action.type !== 'mcp.call' && action.type !== 'tool.call'))
      return NO_DETECTIONS;
    if (!LISTS.test(action.tool.slice(0, 100))) return NO_DETECTIONS;
    const server = action.type === 'mcp.call' ? (action.server ?? '') : '';
    const own = action.type === 'tool.call' && action.tool === OFFERED;
    const found = toolsIn(outcome.output).flatMap((tool) => judge(state, event, { server, own }, tool));
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 16);
  },
};

interface Lister {
  server: string;
  /** It is the list that an agent hands to its model, of what it has itself and of what servers gave it. */
  own: boolean;
}

function judge(state: State, event: AgentEvent, { server, own }: Lister, tool: ListedTool): Detection[] {
  const key = `${server.slice(0, 100)}/${tool.name}`;
  const before = state.tools?.[key];
  const digest = digestOf(tool.whole);
  const changed = before !== undefined && before.digest !== digest;
  keep(state, key, { digest, eventId: event.id, at: event.at });
  const text = tool.description.slice(0, MAX_READ);
  const order =
    ORDERS.exec(text)?.[0] ??
    (instructionsIn(text).some(({ kind }) => kind === 'concealment' || kind === 'override')
      ? 'words to an agent'
      : undefined);
  // An agent describes its own tools at length, with the folder and the day in it, and with many musts.
  if (order === undefined && (!changed || own)) return [];
  const named = `The tool ${tool.name}${own ? '' : ` of the MCP server ${server === '' ? '(not named)' : server}`}`;
  return [
    {
      why: `${named} ${changed ? 'is described otherwise than before' : 'is described'}${order === undefined ? '' : `${changed ? ', and now' : ' in words that'} gives the agent orders: ${order.slice(0, 80)}`}`,
      severity: order === undefined || (own && !changed) ? 'low' : 'medium',
      dedupeKey: key,
      excerpt: text.slice(0, 300),
      ...(changed
        ? {
            also: [
              {
                eventId: before.eventId,
                at: before.at,
                excerpt: `${tool.name} as it was listed before`,
                phase: 'completed',
              },
            ],
          }
        : {}),
    },
  ];
}

function keep(state: State, key: string, seen: { digest: string; eventId: string; at: number }): void {
  const tools = (state.tools ??= {});
  if (!Object.hasOwn(tools, key)) {
    if ((state.kept ?? 0) >= MAX_KEPT) return;
    state.kept = (state.kept ?? 0) + 1;
  }
  tools[key] = seen;
}
