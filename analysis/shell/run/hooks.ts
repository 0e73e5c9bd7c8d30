/** Variables whose value a shell or a program runs as a command. */
import { derived } from '../expand/value';
import type { Call } from './call';
import { runCode } from './run-call';
import type { State } from './state';

const HOOKS: ReadonlySet<string> = new Set(['PROMPT_COMMAND', 'GIT_SSH_COMMAND', 'BASH_COMMAND']);

export function runHooks(call: Call, state: State): void {
  for (const { name, value } of call.environment)
    if (HOOKS.has(name)) runCode({ ...derived(value.text), known: value.known }, name, call, state, { listed: true });
}
