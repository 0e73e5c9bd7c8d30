/** The whole understanding of one command text. */
import type { CommandAnalysis } from '../../contracts/shell';
import { literal } from './expand/value';
import { MAX_TEXT } from './limits';
import type { Call } from './run/call';
import { emit } from './run/call';
import { runCode } from './run/run-call';
import { cmdText, walkPowershell } from './run/powershell';
import { State } from './run/state';
import type { Context } from './run/state';
import { noStreams, walkScript } from './run/walk';
import { parseShell } from './syntax/commands';

export interface AnalysisOptions {
  /** Folder that the command starts in, absolute. */
  cwd?: string;
  /** Home folder of whoever runs it; `~` stands for it when it is not known. */
  home?: string;
  /** Language of the text; `posix` when left out. */
  shell?: 'posix' | 'powershell' | 'cmd';
  /** What files hold that the text does not write itself, by absolute path. */
  files?: ReadonlyMap<string, string>;
}

/**
 * Parses a command text and lists the programs that it would really start: wrappers off, literal variables and encodings resolved, code
 * in code followed to depth 8. A pure function of its arguments; never throws. Work is bounded: what is left out sets `bounded`.
 */
export function analyseCommand(text: string, options: AnalysisOptions = {}): CommandAnalysis {
  const { shell = 'posix' } = options;
  const cut = text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text;
  const state = new State(cut.length, options.cwd, options.home ?? '~');
  const parsed =
    shell === 'posix' ? parseShell(text) : { script: { items: [], start: 0, end: cut.length }, problems: [] };
  for (const [path, content] of options.files ?? []) state.files.set(path, literal(content));
  const context = outermost();
  if (shell === 'posix') walkScript(parsed.script, state, context);
  else walkOther(shell, cut, state, context);
  const bounded = state.bounded || cut !== text || parsed.problems.some((problem) => problem.kind.startsWith('too-'));
  return { parsed, invocations: state.invocations, writes: state.writes, bounded };
}

const outermost = (): Context => ({
  via: [],
  depth: 0,
  codeDepth: 0,
  background: false,
  separator: '',
  redirections: [],
  environment: [],
  streams: noStreams(),
  source: undefined,
  as: undefined,
  remote: undefined,
});

/** PowerShell and cmd text, as if the shell had been started with it. */
function walkOther(shell: 'powershell' | 'cmd', text: string, state: State, context: Context): void {
  const call: Call = {
    words: [literal(shell), literal(text)],
    pattern: false,
    environment: [],
    redirections: [],
    stdin: undefined,
    context: { ...context, source: { start: 0, end: text.length } },
    span: { start: 0, end: text.length },
  };
  if (shell === 'cmd') {
    runCode(cmdText(literal(text)), 'cmd', call, state);
    return;
  }
  const listed = state.invocations[emit(call, state)];
  if (listed) listed.code = [{ language: 'powershell', text }];
  walkPowershell(literal(text), 'powershell', call, state);
}
