/** What an event deletes, as far as it counts. */
import type { DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { invocations } from '../../programs';
import { deletedBy } from '../destructive-infrastructure/deleted';

export type Kind = 'file' | 'resource' | 'item';

export interface Gone {
  kind: Kind;
  /** Tells the same thing apart from another: a path, the words of the call. */
  what: string;
  /** Where it was: the first folders, the kind of resource, the tool. */
  root: string;
}

const WORTHLESS =
  /^(?:\/private)?(?:\/tmp|\/var\/tmp|\/var\/folders|\/dev\/shm|\/var\/cache|\/var\/lib\/apt)(?:\/|$)|(?:^|[/._-])(?:\.?_?cac(?:he|ache)s?|node_modules|tmp|temp|\.venv|__pycache__|dist|build|target|trash)(?:[/._-]|$)/i;
const TOOL_DELETES = /^(?:.{0,40}[_-])?(?:delete|remove|trash|destroy|purge|erase)(?:[_-].{0,60}|[A-Z].{0,60})?$/;
const FILE_TOOL = /file|line|node|text|element|selection|comment_draft|todo|memory/i;
/** Of a path that is remembered, in characters. */
const MAX_NAME = 300;
/** Most of one event that are counted. */
const MAX_GONE = 200;

export function goneBy(event: AgentEvent, { analysis }: DetectorContext): Gone[] {
  const { action } = event;
  const gone: Gone[] = [];
  for (const { path, insideProject } of analysis.deletes)
    if (insideProject !== true && /^[/~]|^[A-Za-z]:/.test(path) && !WORTHLESS.test(path))
      gone.push({ kind: 'file', what: path.slice(-MAX_NAME), root: folderOf(path.slice(0, MAX_NAME)) });
  for (const one of invocations(analysis)) {
    const deleted = deletedBy(one, undefined);
    if (deleted !== undefined)
      gone.push({ kind: 'resource', what: deleted.about.slice(0, 200), root: deleted.kind.name });
  }
  if (
    (action.type === 'mcp.call' || action.type === 'tool.call') &&
    TOOL_DELETES.test(action.tool) &&
    !FILE_TOOL.test(action.tool)
  )
    gone.push({
      kind: 'item',
      what: `${action.tool.slice(0, 100)} ${(action.arguments ?? '').slice(0, 200)}`,
      root: action.tool.slice(0, 100),
    });
  return gone.slice(0, MAX_GONE);
}

/** The folder, to the depth at which a project or a person's folder stands. */
const folderOf = (path: string): string =>
  path
    .split('/')
    .slice(0, -1)
    .slice(0, path.startsWith('/') ? 4 : 3)
    .join('/');
