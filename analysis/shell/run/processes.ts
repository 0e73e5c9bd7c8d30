/** Process substitutions, tied to the program that got their path. */
import type { Call } from './call';
import type { State } from './state';
import { link, noStreams } from './walk';

/** Links the programs inside `<( )` and `>( )` with the first program that was listed since `first`. */
export function linkProcesses(call: Call, first: number, state: State): void {
  if (state.processes.size === 0) return;
  const outer = first < state.invocations.length ? first : -1;
  const targets = [...call.words, ...call.redirections.map((redirection) => redirection.target)];
  for (const { text } of targets) {
    const process = text.startsWith('/dev/fd/') ? state.processes.get(text) : undefined;
    if (!process) continue;
    state.processes.delete(text);
    if (outer < 0) continue;
    const ours = { ...noStreams(), readers: [outer], writers: [outer] };
    if (process.direction === 'in') link(process.streams, ours, state);
    else link(ours, process.streams, state);
  }
}
