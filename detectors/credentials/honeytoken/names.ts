/** Whether an act touches a decoy that is a path, or says one that is a name. */
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';
import { spokenIn } from '../../spoken';

/** The path of the decoy that is read, written, deleted or sent; undefined when there is none. */
export function pathsTouched({ reads, writes, deletes, transfers }: EventAnalysis, decoy: string): string | undefined {
  if (!decoy.includes('/') && !decoy.includes('\\')) return undefined;
  const all = [...reads, ...writes, ...deletes, ...transfers.flatMap(({ path }) => path ?? [])];
  return all.find(({ path, given }) => isAt(path, decoy) || isAt(given, decoy))?.path;
}

/** The path itself, what is below it, or the same below a home folder that is told in full. */
function isAt(path: string, decoy: string): boolean {
  if (path === decoy || path.startsWith(`${decoy}/`)) return true;
  if (!decoy.startsWith('~/')) return false;
  const rest = decoy.slice(1);
  return path.endsWith(rest) || path.includes(`${rest}/`);
}

/** Whether a name (a host, an account, a variable) stands as a word of its own in what the act says. */
export function namedIn(event: AgentEvent, analysis: EventAnalysis, decoy: string): boolean {
  if (decoy.length < 4) return false;
  if (
    analysis.destinations.some(({ host }) => host === decoy.toLowerCase() || host.endsWith(`.${decoy.toLowerCase()}`))
  )
    return true;
  if (decoy.includes('/')) return false;
  const { action } = event;
  if (action.type === 'mcp.call' || action.type === 'tool.call') return hasWord(action.arguments, decoy);
  if (action.type === 'net.fetch') return hasWord(action.url, decoy);
  if (action.type !== 'exec') return false;
  return (
    invocations(analysis).some(
      (one) =>
        !TEXTS.test(one.program) &&
        [...argv(one), ...one.environment.map(({ value }) => value.text)].some((word) => hasWord(word, decoy)),
    ) || hasVariable(spokenIn(event, analysis), decoy)
  );
}

/** Programs that only look for words or say them: a search for the name is how its owner finds where it is. */
const TEXTS = /^(?:echo|printf|grep|egrep|rg|git|gh|sed)$/;
const NAME = /[\w.@-]/;

function hasWord(text: string | undefined, word: string): boolean {
  if (text === undefined) return false;
  for (let at = text.indexOf(word), tries = 0; at >= 0 && tries < 20; at = text.indexOf(word, at + 1), tries++)
    if (!NAME.test(text[at - 1] ?? ' ') && !NAME.test(text[at + word.length] ?? ' ')) return true;
  return false;
}

/** `$NAME` and `${NAME`: the analysis puts the value, or nothing, in its place. */
function hasVariable(command: string, name: string): boolean {
  return /^\w+$/.test(name) && (hasWord(command, `\${${name}`) || hasWord(command, `$${name}`));
}
