/** Simple commands: assignments, words and redirections are expanded, then the program is called. */
import type { SimpleCommand } from '../../../contracts/shell';
import { EMPTY, UNKNOWN } from '../expand/value';
import type { Value } from '../expand/value';
import { expandWords } from '../expand/words';
import { DECLARERS } from '../syntax/simple';
import { assign } from './assignments';
import { emit } from './call';
import type { Call } from './call';
import { inherit, resolveRedirections, stdinOf } from './redirections';
import { runHooks } from './hooks';
import { runCall } from './run-call';
import { linkProcesses } from './processes';
import type { Context, State } from './state';
import { hostOf } from './walk';

export function walkSimple(command: SimpleCommand, state: State, context: Context): Value {
  const host = hostOf(state, context);
  const words = expandWords(command.words, host);
  const own = resolveRedirections(command.redirections, host);
  const mark = state.variables.mark();
  const environment = command.assignments.map((assignment) => assign(assignment, state, host));
  const call: Call = {
    words,
    pattern: command.words[0]?.parts.some((part) => part.type === 'glob') ?? false,
    environment,
    redirections: inherit(context.redirections, own),
    stdin: stdinOf(own, state, context.streams.stdin),
    context,
    span: { start: command.start, end: command.end },
  };
  const first = state.invocations.length;
  const output = words.length === 0 ? assignOnly(call, state) : runCall(call, state);
  linkProcesses(call, first, state);
  // Assignments in front of a program are its own; those behind `declare` stay.
  if (words.length > 0 && environment.length > 0 && !DECLARERS.has(words[0]?.text ?? '')) state.variables.restore(mark);
  return output;
}

function assignOnly(call: Call, state: State): Value {
  if (call.environment.length > 0 || call.redirections.length > 0) emit(call, state);
  runHooks(call, state);
  // `$(<file)` is what the file holds.
  const reads = call.environment.length === 0 && call.redirections.at(-1)?.operator === '<';
  return reads ? (call.stdin ?? UNKNOWN) : EMPTY;
}
