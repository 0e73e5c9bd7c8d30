/** Variables whose value a shell or a program runs as a command. */
import { derived } from '../expand/value';
import type { Call } from './call';
import { runCode } from './run-call';
import type { State } from './state';

const HOOKS: ReadonlySet<string> = new Set(['PROMPT_COMMAND', 'GIT_SSH_COMMAND', 'BASH_COMMAND']);
/** These are a program's name most of the time, and a command only when they have several words. */
const HELPERS: ReadonlySet<string> = new Set(
  'PAGER MANPAGER GIT_PAGER EDITOR VISUAL GIT_EDITOR GIT_SEQUENCE_EDITOR GIT_EXTERNAL_DIFF GIT_PROXY_COMMAND RSYNC_RSH LESSOPEN'.split(
    ' ',
  ),
);

export function runHooks(call: Call, state: State): void {
  for (const { name, value } of call.environment)
    if (HOOKS.has(name) || (HELPERS.has(name) && /\s/.test(value.text)))
      runCode({ ...derived(value.text), known: value.known }, name, call, state, { listed: true });
}
