/** What a batch of envelopes adds to the archive: sessions, what sources hide, and text to search. Pure. */
import type { Action, AgentEvent, Visibility } from '../contracts/event';
import type { ArchiveWrite, SessionAgent, SessionRow, SourceRow } from '../contracts/store';
import { sumAgent } from '../store/sums';

/** An event and where it lies in the events topic. */
export interface Located {
  event: AgentEvent;
  partition: number;
  offset: number;
}

/** Characters of one event that can be searched. */
const MAX_TEXT = 2_000;

export type ArchiveRows = Pick<ArchiveWrite, 'sessions' | 'sources' | 'search'>;

export function archiveRows(located: readonly Located[]): ArchiveRows {
  const sessions = new Map<string, SessionRow>();
  const sources = new Map<string, SourceRow>();
  const search: ArchiveRows['search'][number][] = [];
  for (const { event, partition, offset } of located) {
    put(sessions, `${event.tenant}\n${sessionOf(event)}`, sessionRow(event, partition, offset), addSession);
    put(sources, sourceKey(event), sourceRow(event), addSource);
    const text = searchText(event.action);
    if (text === '') continue;
    const { tenant, scope, id, at } = event;
    search.push({ tenant, scope, eventId: id, at, partition, offset, text });
  }
  return { sessions: [...sessions.values()], sources: [...sources.values()], search };
}

/** Words by which a person looks for an act: tool, command, path, address, prompt. Secrets were taken out before the stream. */
export function searchText(action: Action): string {
  const parts = [
    'tool' in action ? action.tool : undefined,
    'server' in action ? action.server : undefined,
    'command' in action ? action.command : undefined,
    'path' in action ? action.path : undefined,
    'pattern' in action ? action.pattern : undefined,
    'url' in action ? action.url : undefined,
    'query' in action ? action.query : undefined,
    'arguments' in action ? action.arguments : undefined,
    'prompt' in action ? action.prompt : undefined,
    'text' in action ? action.text : undefined,
  ];
  const known = parts.filter((part): part is string => part !== undefined && part !== '');
  return known.join(' ').slice(0, MAX_TEXT).toWellFormed();
}

/** Events without a session are found under their scope. */
const sessionOf = (event: AgentEvent): string => event.session ?? event.scope;

function sessionRow(event: AgentEvent, partition: number, offset: number): SessionRow {
  const { tenant, scope, source, host, user, at } = event;
  const agent = agentOf(event);
  return {
    tenant,
    session: sessionOf(event),
    scope,
    dialect: source.dialect,
    ...(source.service !== undefined && { service: source.service }),
    ...(source.version !== undefined && { version: source.version }),
    ...(host !== undefined && { host }),
    ...(user !== undefined && { user }),
    ...(agent && { agent }),
    firstSeen: at,
    lastSeen: at,
    events: 1,
    ranges: [{ partition, from: offset, to: offset + 1 }],
  };
}

const LONGEST_NAME = 200;

/** What measures hosts, and what sensors report, is no agent. */
function agentOf({ agent, action, permission }: AgentEvent): SessionAgent | undefined {
  if (action.type === 'resource.sample' || action.type === 'external.finding' || action.type === 'tick')
    return undefined;
  const mode = permission?.mode ?? (action.type === 'session.start' ? action.permissionMode : undefined);
  const server = action.type === 'mcp.call' ? action.server : undefined;
  const skill = action.type === 'tool.call' ? skillOf(action.tool, action.arguments ?? '') : undefined;
  const listOf = (name: string | undefined) => (name === undefined || name === '' ? [] : [name.slice(0, LONGEST_NAME)]);
  return {
    family: agent.family,
    permissionModes: listOf(mode),
    mcpServers: listOf(server),
    skills: listOf(skill),
  };
}

/** Agents load a skill by a tool of that name, whose arguments name it. */
function skillOf(tool: string, given: string): string | undefined {
  if (!/^(?:use_|activate_|load_)?skill$/i.test(tool)) return undefined;
  return /"(?:skill|skill_name|name|command)"\s{0,5}:\s{0,5}"([^"\\]{1,200})"/.exec(given.slice(0, 2_000))?.[1];
}

function addSession(row: SessionRow, more: SessionRow): SessionRow {
  const agent = sumAgent(row.agent, more.agent);
  return {
    ...row,
    ...more,
    ...(agent && { agent }),
    firstSeen: Math.min(row.firstSeen, more.firstSeen),
    lastSeen: Math.max(row.lastSeen, more.lastSeen),
    events: row.events + 1,
    ranges: addRange(row.ranges, more.ranges),
  };
}

/** Envelopes come in order of offset: a session's next one mostly follows or repeats its last range. */
function addRange(ranges: SessionRow['ranges'], [next]: SessionRow['ranges']): SessionRow['ranges'] {
  const last = ranges.at(-1);
  if (!next || !last) return ranges;
  if (last.partition !== next.partition || last.to < next.from) return [...ranges, next];
  if (last.to >= next.to) return ranges;
  return [...ranges.slice(0, -1), { ...last, to: next.to }];
}

const sourceKey = ({ tenant, source, host }: AgentEvent): string =>
  [tenant, source.dialect, source.service, source.version, host].join('\n');

function sourceRow({ tenant, source, host, at, visibility }: AgentEvent): SourceRow {
  return {
    tenant,
    dialect: source.dialect,
    service: source.service ?? '',
    version: source.version ?? '',
    host: host ?? '',
    firstSeen: at,
    lastSeen: at,
    events: 1,
    hidden: (visibility ?? []).filter(isHidden).map(({ field, state, setting }) => ({
      field,
      state,
      ...(setting !== undefined && { setting }),
      firstSeen: at,
    })),
  };
}

/** What the agent keeps back behind a switch: worth a notice, since somebody can turn it. */
const isHidden = ({ state }: Visibility): boolean => state === 'hidden' || state === 'hashed';

function addSource(row: SourceRow, more: SourceRow): SourceRow {
  const isNew = ({ field, state }: SourceRow['hidden'][number]) =>
    !row.hidden.some((known) => known.field === field && known.state === state);
  return {
    ...row,
    firstSeen: Math.min(row.firstSeen, more.firstSeen),
    lastSeen: Math.max(row.lastSeen, more.lastSeen),
    events: row.events + 1,
    hidden: [...row.hidden, ...more.hidden.filter(isNew)],
  };
}

function put<T>(rows: Map<string, T>, key: string, row: T, add: (known: T, more: T) => T): void {
  const known = rows.get(key);
  rows.set(key, known === undefined ? row : add(known, row));
}
