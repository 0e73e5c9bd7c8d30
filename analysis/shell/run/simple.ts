/** Simple commands: assignments, words and redirections are expanded, then the program is called. */
import type { Invocation, SimpleCommand } from '../../../contracts/shell';
import type { Host } from '../expand/host';
import { EMPTY, derived, join, literal } from '../expand/value';
import type { Value } from '../expand/value';
import { expandQuoted, expandText, expandWords } from '../expand/words';
import { emit } from './call';
import type { Call } from './call';
import { resolveRedirections, stdinOf } from './redirections';
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
    redirections: context.redirections.length === 0 ? own : [...context.redirections, ...own],
    stdin: stdinOf(own, state, context.streams.stdin),
    context,
    span: { start: command.start, end: command.end },
  };
  const first = state.invocations.length;
  const output = words.length === 0 ? assignOnly(call, state) : runCall(call, state);
  linkProcesses(call, first, state);
  // Assignments in front of a program are its own.
  if (words.length > 0 && environment.length > 0) state.variables.restore(mark);
  return output;
}

function assignOnly(call: Call, state: State): Value {
  if (call.environment.length > 0 || call.redirections.length > 0) emit(call, state);
  runHooks(call, state);
  return EMPTY;
}

/** Arrays are copied when they change, so that a subshell can be undone. */
const ELEMENT_COST = 8;
const MAX_ELEMENTS = 4_096;

type Assignment = SimpleCommand['assignments'][number];

function assign(assignment: Assignment, state: State, host: Host): Invocation['environment'][number] {
  const { name, append, array, index } = assignment;
  const before = state.variables.get(name);
  if (array) {
    const elements = new Map<string, Value>(append ? (before?.elements ?? (before ? [['0', before.value]] : [])) : []);
    if (!state.charge(elements.size * ELEMENT_COST)) return { name, value: EMPTY };
    let next = elements.size;
    if (array.length > MAX_ELEMENTS) state.charge(Infinity);
    for (const word of array.slice(0, MAX_ELEMENTS)) {
      const keyed = elementOf(word.raw);
      if (keyed) elements.set(keyed.key, expandQuotedText(keyed.text));
      else for (const value of expandWords([word], host)) elements.set(String(next++), { ...value, derived: true });
    }
    state.variables.set(name, { value: elements.get('0') ?? EMPTY, elements });
    return { name, value: literal([...elements.values()].map((value) => value.text).join(' ')) };
  }
  const given = { ...expandText(assignment.value, host), derived: true };
  if (index) {
    const key = expandQuoted(index, host);
    if (!state.charge((before?.elements?.size ?? 0) * ELEMENT_COST)) return { name, value: given };
    const elements = new Map<string, Value>(before?.elements ?? []);
    const old = elements.get(key.text) ?? EMPTY;
    elements.set(key.text, append ? join(old, given) : given);
    state.variables.set(name, { value: elements.get('0') ?? EMPTY, elements });
    return { name, value: given };
  }
  const value = append ? join(before?.value ?? EMPTY, given) : given;
  if (value.text.length > given.text.length && !state.charge(value.text.length)) return { name, value: given };
  state.variables.set(name, { value });
  return { name, value };
}

/** `[key]=value` of an associative array, as written. */
function elementOf(raw: string): { key: string; text: string } | undefined {
  const match = /^\[["']?([^\]"']{1,100})["']?\]=([^]*)$/.exec(raw);
  return match ? { key: match[1] ?? '', text: match[2] ?? '' } : undefined;
}

function expandQuotedText(text: string): Value {
  return derived(text.replace(/^(["'])([^]*)\1$/, '$2'));
}
