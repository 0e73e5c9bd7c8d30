/** Which agents run where, from the sessions that the archive keeps. */
import type { SessionBrief, Store } from '../../contracts/store';
import { fromStore } from './parts';

export interface FleetAgent {
  family: string;
  version?: string;
  host?: string;
  user?: string;
  sessions: number;
  firstSeen: number;
  lastSeen: number;
  permissionModes: string[];
  mcpServers: string[];
  skills: string[];
}

const MOST_SESSIONS = 5_000;
const AT_ONCE = 500;
const MOST_AGENTS = 1_000;
/** Most of one list of an agent. */
const MOST = 50;

/** The latest sessions summed up by family, version, host and user; last seen first. */
export async function fleetOf(store: Store, tenant?: string): Promise<{ agents: FleetAgent[]; complete: boolean }> {
  const agents = new Map<string, FleetAgent>();
  let cursor: string | undefined;
  for (let seen = 0; seen < MOST_SESSIONS; seen += AT_ONCE) {
    const page = await fromStore(
      store.sessions({
        limit: AT_ONCE,
        ...(tenant !== undefined && { tenant }),
        ...(cursor !== undefined && { cursor }),
      }),
    );
    for (const row of page.sessions) add(agents, row);
    cursor = page.next;
    if (cursor === undefined) break;
  }
  return { agents: [...agents.values()], complete: cursor === undefined };
}

/** A session without a family is a host's, or of an older archive. */
function add(agents: Map<string, FleetAgent>, row: SessionBrief): void {
  const {
    tenant,
    agent: { family, permissionModes = [], mcpServers = [], skills = [] } = {},
    version,
    host,
    user,
  } = row;
  if (family === undefined) return;
  const key = JSON.stringify([tenant, family, version, host, user]);
  const known = agents.get(key);
  if (known === undefined && agents.size >= MOST_AGENTS) return;
  agents.set(key, {
    family,
    ...(version !== undefined && { version }),
    ...(host !== undefined && { host }),
    ...(user !== undefined && { user }),
    sessions: (known?.sessions ?? 0) + 1,
    firstSeen: Math.min(known?.firstSeen ?? Infinity, row.firstSeen),
    lastSeen: Math.max(known?.lastSeen ?? 0, row.lastSeen),
    permissionModes: both(known?.permissionModes, permissionModes),
    mcpServers: both(known?.mcpServers, mcpServers),
    skills: both(known?.skills, skills),
  });
}

const both = (known: readonly string[] = [], more: readonly string[]): string[] =>
  [...new Set([...known, ...more])].slice(0, MOST);
