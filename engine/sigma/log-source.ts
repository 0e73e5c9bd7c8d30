/** Which records a rule reads: Sigma's own log sources as far as agents' acts show them, and `product: ai_agent` for the acts themselves. */
import type { DetectorContext } from '../../contracts/detector';
import type { ActionType, AgentEvent } from '../../contracts/event';
import { agentRecords } from './agent-records';
import type { Fields } from './fields';
import { connectionRecords, fileRecords, processRecords } from './host-records';
import { unsupported } from './problem';

/** One record, and what of it an alert names. */
export interface SourceRecord {
  fields: Fields;
  subject: string;
}

export interface LogSource {
  needs: readonly ActionType[];
  /** Fields without which it is blind. */
  reads: readonly string[];
  records(event: AgentEvent, context: DetectorContext): readonly SourceRecord[];
}

const TOOL_CALLS: readonly ActionType[] = [
  'exec',
  'file.read',
  'file.write',
  'file.delete',
  'net.fetch',
  'mcp.call',
  'tool.call',
  'agent.spawn',
];

/** By `category` of `product: ai_agent`. */
const AGENT: Readonly<Record<string, readonly ActionType[]>> = {
  tool_call: TOOL_CALLS,
  prompt: ['prompt'],
  output: ['output'],
  model_call: ['model.call'],
  approval: ['approval'],
  config_change: ['config.change'],
  session: ['session.start', 'session.stop'],
  external_finding: ['external.finding'],
};

const HOST: Readonly<Record<string, LogSource>> = {
  process_creation: {
    needs: ['exec', 'mcp.call', 'tool.call'],
    reads: ['action.command'],
    records: once(processRecords),
  },
  file_event: {
    needs: ['file.write', 'exec'],
    reads: ['action.path'],
    records: once((event, context) => fileRecords(event, context.analysis.writes)),
  },
  file_access: {
    needs: ['file.read', 'exec'],
    reads: ['action.path'],
    records: once((event, context) => fileRecords(event, context.analysis.reads)),
  },
  file_delete: {
    needs: ['file.delete', 'exec'],
    reads: ['action.path'],
    records: once((event, context) => fileRecords(event, context.analysis.deletes)),
  },
  network_connection: {
    needs: ['exec', 'net.fetch', 'mcp.call', 'tool.call'],
    reads: ['action.command', 'action.url'],
    records: once(connectionRecords),
  },
};
const ALIASES: Readonly<Record<string, string>> = { file_change: 'file_event', file_rename: 'file_event' };
const PRODUCTS = new Set(['linux', 'macos', 'windows']);

/** Throws `RuleProblem` when nothing that Gander sees is of this log source. */
export function logSourceOf({
  category,
  product,
  service,
}: {
  category?: string | undefined;
  product?: string | undefined;
  service?: string | undefined;
}): LogSource {
  if (product === 'ai_agent') return ofAgents(category, service);
  const known = HOST[ALIASES[category ?? ''] ?? category ?? ''];
  if (!known || service !== undefined) {
    const named = [product, category, service].filter((one) => one !== undefined).join('/');
    throw unsupported(['logsource'], `agents' telemetry has no log source ${named || 'without product and category'}`);
  }
  if (product === undefined) return known;
  if (!PRODUCTS.has(product))
    throw unsupported(['logsource', 'product'], `agents' telemetry has no product ${product}`);
  return { ...known, records: (event, context) => (isOf(product, event) ? known.records(event, context) : []) };
}

function ofAgents(category: string | undefined, service: string | undefined): LogSource {
  const needs =
    category === undefined ? Object.values(AGENT).flat() : Object.hasOwn(AGENT, category) ? AGENT[category] : undefined;
  if (!needs) throw unsupported(['logsource', 'category'], `ai_agent has no category ${category ?? ''}`);
  const all: LogSource = { needs, reads: [], records: once(agentRecords) };
  // Where a product line of agents is meant: claude-code, codex …
  return service === undefined
    ? all
    : { ...all, records: (event, context) => (event.agent.family === service ? all.records(event, context) : []) };
}

/** Commands of PowerShell and cmd are Windows'; the others may be of Linux or macOS, which agents do not tell. */
function isOf(product: string, { action }: AgentEvent): boolean {
  const windows =
    action.type === 'exec'
      ? action.shell === 'powershell' || action.shell === 'cmd'
      : 'path' in action && /^[A-Za-z]:\\/.test(action.path ?? '');
  return (product === 'windows') === windows;
}

/** Many rules read the records of one event: they are made once. */
function once(make: LogSource['records']): LogSource['records'] {
  let last: { event?: AgentEvent; context?: DetectorContext['analysis']; records: readonly SourceRecord[] } = {
    records: [],
  };
  return (event, context) => {
    if (last.event !== event || last.context !== context.analysis)
      last = { event, context: context.analysis, records: make(event, context) };
    return last.records;
  };
}
