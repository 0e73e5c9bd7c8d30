/** Instructions, hooks and automatic tasks that are written into repositories, by what they say and where they go. */
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { ordersIn } from '../../orders';
import { UNKNOWN, argv, invocations } from '../../programs';
import { spokenIn } from '../../spoken';

export interface Copy {
  /** What is written: equal texts have equal values. */
  text: string;
  /** Folder of the repository that it goes into. */
  repository: string;
  path: string;
  /** Written in a loop. */
  looped: boolean;
  /** What it orders, when it orders what no honest note does. */
  order?: string;
}

/** Kinds of file that act, or that an agent obeys, without anyone naming them. */
const ACTING: ReadonlySet<PathClass> = new Set(['agent-memory', 'agent-configuration', 'git-hook', 'ci-workflow']);
/** Where such a file lies below its repository. */
const BELOW =
  /\/(?:\.claude|\.agents|\.codex|\.gemini|\.cursor|\.github|\.gitlab|\.vscode|\.windsurf|\.cline|\.git|\.husky|\.clinerules|\.roo|\.continue|\.amazonq|\.kiro)(?:\/.*)?$|\/[^/]*$/s;
/** Shortest text that is told apart from another: `@AGENTS.md` is everyone's. */
const MIN_TEXT = 40;

/** What the act writes into repositories. */
export function copiesIn(event: AgentEvent, analysis: EventAnalysis): Copy[] {
  const { action } = event;
  const acting = analysis.writes.filter((write) => ACTING.has(write.class));
  if (acting.length === 0) return [];
  const looped = action.type === 'exec' && LOOP.test(spokenIn(event, analysis));
  return acting.slice(0, 32).flatMap(({ path, given }) => {
    const repository = path.replace(BELOW, '');
    const content = isRepository(repository) ? contentOf(event, analysis, path, given) : undefined;
    if (content === undefined || (content.length < MIN_TEXT && !content.startsWith('file:'))) return [];
    const [order] = ordersIn(content);
    return [{ text: shape(content), repository, path, looped, ...(order && { order: order.kind }) }];
  });
}

function contentOf({ action }: AgentEvent, analysis: EventAnalysis, path: string, given: string): string | undefined {
  if (action.type === 'file.write') return action.content;
  const written = analysis.command?.writes.find((one) => one.path === given || one.path === path);
  return written?.content ?? sourceOf(analysis, given);
}

/** The file that is copied to the place. */
function sourceOf(analysis: EventAnalysis, target: string): string | undefined {
  const copy = invocations(analysis).find(
    (one) =>
      /^(?:cp|install|rsync|ln)$/.test(one.program) &&
      argv(one).some((word) => word === target || target.startsWith(`${word.replace(/\/$/, '')}/`)),
  );
  const source = copy === undefined ? undefined : argv(copy).find((word) => !word.startsWith('-') && word !== target);
  return source === undefined ? undefined : `file:${source}`;
}

/** A short stand-in for the text: words only, so that a date or a name put in makes little difference; both ends and the length. */
function shape(content: string): string {
  if (content.startsWith('file:')) return content.slice(0, 200);
  const words = content
    .slice(0, 8_000)
    .replace(/[\d\s]{1,200}/g, ' ')
    .trim();
  return `${words.slice(0, 120)}…${words.slice(-120)}`;
}

/** Whether the repository stands for several: a loop or a pattern put its name there. */
export const isMany = ({ repository, looped }: { repository: string; looped: boolean }): boolean =>
  looped && (repository.includes(UNKNOWN) || repository.includes('*'));

/** The home folder and the disk are no repositories: what is there is the person's own. */
const isRepository = (folder: string): boolean => !/^(?:|\/|~|\/root|\/(?:home|Users)\/[^/]{0,60})$/.test(folder);
const LOOP = /\b(?:for|while|until)\b[^\n]{1,2000}\bdo\b|\bxargs\b|\bparallel\b|-exec\b/s;

/** Whether the act sends commits, or opens a request, from a repository of those. */
export function pushes(analysis: EventAnalysis): boolean {
  return invocations(analysis).some(
    (one) =>
      (one.program === 'git' && argv(one).includes('push') && !argv(one).includes('--dry-run')) ||
      (one.program === 'gh' && /^(?:pr create|repo sync)/.test(argv(one).join(' '))),
  );
}
