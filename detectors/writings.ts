/** What an event puts into files of chosen classes, by a tool or from inside a command, with as much of the content as is seen. */
import type { EventAnalysis, PathClass, ResolvedPath } from '../contracts/analysis';
import type { SessionMemory } from '../contracts/detector';
import type { AgentEvent } from '../contracts/event';
import type { Invocation } from '../contracts/shell';
import { argv, invocations } from './programs';

export interface Writing {
  path: ResolvedPath;
  /** What is put in, at most 64 K characters; of an edit by `sed` its script, of an unknown tool its arguments; '' when nothing is seen. */
  content: string;
  /** What an edit takes out, as far as told. */
  removed: string;
  /** Below the session's project folder, or named relative to a folder that is not known. */
  inside: boolean;
  /** It lies in a container or an image: what is put there ends with it. */
  contained: boolean;
  by?: Invocation;
  excerpt: string;
}

const NONE: readonly Writing[] = [];
const MAX_CONTENT = 64 * 1024;
/** Writings of one event that are looked at. */
const MAX_WRITINGS = 32;

/** Writes to paths of these classes; what is only removed or emptied is none. */
export function writingsOf(
  event: AgentEvent,
  analysis: EventAnalysis,
  session: SessionMemory,
  classes: ReadonlySet<PathClass>,
): readonly Writing[] {
  const wanted = analysis.writes.filter((path) => classes.has(path.class));
  if (wanted.length === 0) return NONE;
  const removed = new Set(analysis.deletes.map(({ path }) => path));
  return wanted
    .filter(({ path }) => !removed.has(path))
    .slice(0, MAX_WRITINGS)
    .map((path) => writing(event, analysis, session, path));
}

function writing(event: AgentEvent, analysis: EventAnalysis, session: SessionMemory, path: ResolvedPath): Writing {
  const { action } = event;
  const inside = path.insideProject ?? !/^(?:[/~$%\\]|[A-Za-z]:)/.test(path.given);
  const plain = { path, removed: '', inside, contained: false, excerpt: path.given };
  if (action.type === 'file.write')
    return {
      ...plain,
      content: cut(action.content ?? ''),
      removed: cut(action.removed ?? ''),
      excerpt: cut(action.content ?? path.given).slice(0, 300),
    };
  if (action.type === 'mcp.call' || action.type === 'tool.call')
    return { ...plain, content: cut(action.arguments ?? '') };
  const by = invocations(analysis).find((one) => touches(one, path.given));
  const excerpt = action.type === 'exec' ? (action.command ?? path.given).slice(0, 300) : path.given;
  return {
    ...plain,
    content: cut(literalOf(analysis, path) ?? (by === undefined ? '' : contentBy(by, session))),
    inside: inside && by?.remote === undefined,
    contained: by?.remote !== undefined && /^(?:docker|podman|kubectl|nerdctl|buildah|lxc)/.test(by.remote.kind),
    excerpt,
    ...(by === undefined ? {} : { by }),
  };
}

/** Everything that the command writes there as literal text. */
function literalOf({ command }: EventAnalysis, path: ResolvedPath): string | undefined {
  const parts = command?.writes.filter((write) => write.path === path.given || write.path === path.path) ?? [];
  return parts.length === 0 ? undefined : parts.map(({ content }) => content).join('\n');
}

/** The script of an editor, or what the session wrote to the file that is put there. */
function contentBy(one: Invocation, { filesWritten }: SessionMemory): string {
  const words = argv(one);
  if (/^(?:sed|gsed|perl|ruby|awk|gawk|jq|yq|ed|ex|dasel)$/.test(one.program))
    return `${words.join(' ')}\n${one.stdin ?? ''}`;
  if (/^(?:cp|mv|install|ln|rsync|cat)$/.test(one.program))
    return words.map((word) => heldAs(filesWritten, word, one.cwd)).find((content) => content !== undefined) ?? '';
  return one.stdin ?? one.stdout ?? '';
}

function heldAs(files: SessionMemory['filesWritten'], word: string, cwd: string | undefined): string | undefined {
  const whole = /^[/~]/.test(word) || cwd === undefined ? word : `${cwd}/${word}`;
  return (files.get(word) ?? files.get(whole) ?? files.get(whole.replace(/^\/(?:home|Users)\/[^/]{1,64}\//, '~/')))
    ?.content;
}

/** Whether the invocation names the file, by the same words or by the end of an absolute path. */
function touches(one: Invocation, given: string): boolean {
  const names = (text: string) =>
    text === given ||
    (text.length > 1 && given.endsWith(`/${text.replace(/^\.\//, '')}`)) ||
    text.endsWith(`=${given}`);
  return (
    one.redirections.some(({ operator, target }) => operator.includes('>') && names(target.text)) ||
    one.args.some(({ text }) => names(text))
  );
}

const cut = (text: string): string => (text.length > MAX_CONTENT ? text.slice(0, MAX_CONTENT) : text);

/** The last three parts as given: one file is often told by a relative and an absolute path, and the working folder may come later. */
export const tailOf = (path: string): string => path.split(/[\\/]/).slice(-3).join('/');
