/** Lines of tool answers that offer a command as the remedy for a problem, kept until somebody runs one. */
import type { AgentEvent } from '../../../contracts/event';
import { incoming } from '../incoming';

export interface Remedy {
  line: string;
  from: string;
  eventId: string;
  at: number;
}

const MAX_REMEDIES = 16;
const MAX_LINE = 300;
const RUNNER = /\b(?:npx|uvx|pipx|bunx|pnpm dlx|npm exec|curl|wget|pip install|npm (?:i|install))\b/;
const FRAME =
  /\b(?:fix(?:es|ed)?|resolve[sd]?|repair|remed\w{1,10}|recover|diagnos\w{1,8}|troubleshoot|required|before (?:continuing|anything)|to (?:continue|proceed|verify|unlock))\b/i;

/** What tools print on this machine is left out: linters and package managers really name the command that mends a problem. */
export function remediesIn(event: AgentEvent): Remedy[] {
  if (event.action.type === 'exec' || event.action.type === 'file.read') return [];
  const read = incoming(event);
  if (!read || !RUNNER.test(read.text)) return [];
  const lines = read.text.split('\n', 2_000);
  const near = (index: number) =>
    lines.slice(Math.max(0, index - 2), index + 2).some((line) => FRAME.test(line.slice(0, 1_000)));
  const offered = lines.flatMap((line, index) =>
    RUNNER.test(line.slice(0, 1_000)) && near(index) ? [line.trim().slice(0, MAX_LINE)] : [],
  );
  return offered.slice(0, 4).map((line) => ({ line, from: read.from, eventId: event.id, at: event.at }));
}

export function keepRemedies(kept: Remedy[], found: readonly Remedy[]): void {
  for (const remedy of found)
    if (!kept.some(({ line, from }) => line === remedy.line && from === remedy.from)) kept.push(remedy);
  while (kept.length > MAX_REMEDIES) kept.shift();
}

/** The remedy that named the package or address. */
export function remedyFor(kept: readonly Remedy[], subject: string): Remedy | undefined {
  return subject.length < 3 ? undefined : kept.find(({ line }) => line.includes(subject));
}
