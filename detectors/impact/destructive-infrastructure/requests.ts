/** Deletion by a call of an interface: over HTTP, by GraphQL, by a software library, by a tool of the agent. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { optionOf } from '../words';
import type { Deleted } from './clouds';
import { REPOSITORY, kindOf } from './kinds';
import type { Kind } from './kinds';

/** Programs that call interfaces. */
export const SENDERS: ReadonlySet<string> = new Set(['curl', 'http', 'https', 'xh', 'wget', 'gh', 'glab', 'doctl']);
/** Longest text that is searched for calls, in characters. */
const MAX_TEXT = 20_000;

/** `volumeDelete(` and `deleteProject(` of GraphQL. */
const MUTATION =
  /\b(?:(volume|project|service|environment|database|backup|bucket|cluster|app|repository|plugin)s?(?:Instance|Backup)?(?:Delete|Destroy|Remove)|(?:delete|destroy|remove)(Volume|Project|Service|Environment|Database|Backup|Bucket|Cluster|App|Repository|Organization|Account)s?)\b/;
/** `client.delete_db_instance(`, `new DeleteBucketCommand(`, `terminate_instances(`. */
const LIBRARY =
  /(?:\.(?:delete|terminate|destroy)_((?:db_|cache_)?(?:instances?|cluster|bucket|table|snapshot|volume|stack|backup|database|project|namespaced?_\w{1,30}|namespace|queue|topic|file_system|recovery_point))\(|\bDelete(DB|Bucket|Table|Snapshot|Volume|Stack|Backup|Cluster|Queue|Topic)\w{0,30}Command\()/;

/** Call of an interface from the command line. */
export function deletedByRequest(one: Invocation): Deleted | undefined {
  if (!SENDERS.has(one.program)) return undefined;
  const words = argv(one);
  const mutation = words.map((word) => MUTATION.exec(word.slice(0, 4_000))).find((match) => match !== null);
  if (mutation && words.some((word) => /mutation|graphql/i.test(word.slice(0, 4_000)))) {
    const noun = (mutation[1] ?? mutation[2] ?? '').toLowerCase();
    return ofNoun(noun, `mutation ${mutation[0]}`);
  }
  const method = optionOf(words, '-X', '--request', '--method') ?? words.find((word) => word === 'DELETE');
  if (method?.toUpperCase() !== 'DELETE') return undefined;
  const url = words.find((word) => /^(?:https?:\/\/|\/?repos\/)/.test(word)) ?? '';
  return /^(?:gh|glab)$/.test(one.program) ? ofRepository(url) : ofUrl(url);
}

/** The interface of GitHub names a repository by owner and name alone. */
function ofRepository(path: string): Deleted | undefined {
  const match = /^(?:https:\/\/api\.github\.com)?\/?repos\/([\w.-]{1,100}\/[\w.-]{1,100})\/?$/.exec(path.slice(0, 300));
  return match ? { kind: REPOSITORY, about: `DELETE ${match[1] ?? ''}` } : undefined;
}

function ofUrl(url: string): Deleted | undefined {
  const match = /^https?:\/\/([^/?#]{1,255})(\/[^?#]{1,500})/.exec(url);
  const host = match?.[1] ?? '';
  if (/^(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/.test(host)) return undefined;
  const repository = ofRepository(url);
  if (repository !== undefined) return repository;
  const parts = (match?.[2] ?? '').split('/').filter(Boolean);
  const noun = (parts.length > 1 ? parts.at(-2) : undefined) ?? '';
  const deleted = /^(?:api|management|console)\.|\.(?:googleapis|azure|amazonaws|cloudflare)\.com$/.test(host)
    ? ofNoun(noun.toLowerCase(), `DELETE ${host}/${parts.slice(-2).join('/')}`)
    : undefined;
  return deleted && lowered(deleted);
}

/** What a call of an interface names is less sure than a command: at most medium. */
const lowered = ({ kind, about }: Deleted): Deleted => ({
  kind: { ...kind, severity: kind.mild === true ? 'low' : 'medium' },
  about,
});

function ofNoun(noun: string, about: string): Deleted | undefined {
  const kind: Kind | undefined = kindOf(noun);
  return kind && { kind, about };
}

/** Calls of software libraries in code that the command runs. */
export function deletedByCode(analysis: EventAnalysis): Deleted[] {
  return invocations(analysis).flatMap(({ code = [] }) =>
    code.slice(0, 4).flatMap(({ text }): Deleted[] => {
      const match = LIBRARY.exec(text.slice(0, MAX_TEXT));
      const noun = (match?.[1] ?? match?.[2] ?? '').toLowerCase().replaceAll('_', '-');
      const deleted = match ? ofNoun(noun.replace(/^namespaced?-.*$/, 'namespace'), match[0]) : undefined;
      return deleted ? [lowered(deleted)] : [];
    }),
  );
}

const TOOL_VERB = /^(?:delete|destroy|remove|drop|terminate|purge|wipe|reset|erase)$/;

/** A tool of the agent whose name says what it deletes: `delete_project`, `volumeDelete`. */
export function deletedByTool({ action }: AgentEvent): Deleted | undefined {
  if (action.type !== 'mcp.call' && action.type !== 'tool.call') return undefined;
  const words = action.tool
    .slice(0, 100)
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter(Boolean);
  if (!words.some((word) => TOOL_VERB.test(word))) return undefined;
  const nouns = words.filter((word) => !TOOL_VERB.test(word));
  const deleted = ofNoun(
    nouns.join(' '),
    `${action.type === 'mcp.call' ? `${action.server ?? ''} ` : ''}${action.tool}`,
  );
  return deleted && lowered(deleted);
}
