/** What an agent would have told of a row: the acts, as drafts of the collector, in order and with the step that each belongs to. */
import type { Action, Outcome, Phase } from '../../contracts/event';
import type { AttributeValue } from '../../contracts/telemetry';
import { readTool } from '../../collector/dialects/tool-actions';
import { nameOfFile } from './file-name';
import { outcomeOf } from './outcome';
import type { SessionRow, Step, TextRow } from './row';

export interface Act {
  action: Action;
  phase: Phase;
  outcome?: Outcome;
  /** From 0; of a row that is no session always 0. */
  step: number;
}

/** Where rows that are one act happen. */
export const PROJECT = '/home/dev/project';
const RAN: Outcome = { status: 'ok', exitCode: 0 };
const OK: Outcome = { status: 'ok' };

const done = (action: Action, outcome?: Outcome): Act => ({
  action,
  phase: 'completed',
  step: 0,
  ...(outcome && { outcome }),
});

/** The acts of a row that is no session. */
export function actsOfText(row: TextRow): Act[] {
  const { content, path, cwd = PROJECT, platform } = row;
  const shell = platform === 'windows' ? ({ shell: 'powershell' } as const) : {};
  const named = () => inFolder(cwd, path ?? nameOfFile(content, row.note));
  switch (row.surface) {
    case 'command':
    case 'script':
      return [done({ type: 'exec', tool: 'Bash', command: content, cwd, ...shell }, RAN)];
    case 'python': {
      const file = inFolder(cwd, path ?? 'task.py');
      return [
        done({ type: 'file.write', tool: 'Write', path: file, content }, OK),
        done({ type: 'exec', tool: 'Bash', command: `python3 ${quoted(file)}`, cwd }, RAN),
      ];
    }
    case 'file_write':
      return [done({ type: 'file.write', tool: 'Write', path: named(), content }, OK)];
    case 'file_read':
      return isPath(content)
        ? [done({ type: 'file.read', tool: 'Read', path: inFolder(cwd, content.trim()) }, OK)]
        : [done({ type: 'file.read', tool: 'Read', path: named() }, { ...OK, output: content })];
    case 'url':
      return [done({ type: 'net.fetch', tool: 'WebFetch', url: content.trim() }, OK)];
    case 'prompt':
      return [done({ type: 'prompt', text: content, origin: 'human' })];
    case 'tool_result':
      return [resultOf(row, content)];
  }
}

/** Text that came from outside: a page, unless the row names the tool. */
function resultOf({ tool }: TextRow, output: string): Act {
  if (tool === undefined)
    return done({ type: 'net.fetch', tool: 'WebFetch', url: 'https://page.example/' }, { output });
  const [action = { type: 'tool.call' as const, tool }] = readTool({ tool }).actions;
  return done(action, { ...OK, output });
}

/** The acts of a session; a step may be several (a patch of many files) and is always at least one. */
export function* actsOfSession({ content }: SessionRow): Generator<Act> {
  for (const [step, given] of content.entries()) for (const act of actsOfStep(given)) yield { ...act, step };
}

const PROMPT_TOOL = 'user_prompt';

function actsOfStep({ tool, input, output }: Step): Omit<Act, 'step'>[] {
  if (tool === PROMPT_TOOL) return [done({ type: 'prompt', text: promptText(input), origin: 'human' })];
  const outcome = outcomeOf(output as AttributeValue);
  const phase = outcome.status === 'denied' ? 'denied' : outcome.status === 'error' ? 'failed' : 'completed';
  return readTool({ tool, arguments: input as AttributeValue }).actions.map((action) => ({ action, phase, outcome }));
}

function promptText(input: unknown): string {
  if (typeof input === 'string') return input;
  const text = typeof input === 'object' && input !== null ? (input as { text?: unknown }).text : undefined;
  return typeof text === 'string' ? text : JSON.stringify(input ?? '');
}

/** One line that a shell would take for a path. */
const isPath = (content: string): boolean =>
  /^(?:~\/|\/|[A-Za-z]:\\)[^\n<>|"'`]{1,300}$/.test(content.trim()) ||
  /^\s*(?:[~/.$]|[A-Za-z]:\\)?[^\s<>|"'`]{1,4096}\s*$/.test(content);

const inFolder = (cwd: string, path: string): string => (/^(?:[~/$]|[A-Za-z]:\\)/.test(path) ? path : `${cwd}/${path}`);

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
