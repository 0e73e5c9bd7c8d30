/** Loops: a body is walked for each item that is known, a bounded number of times, else once. */
import type { CompoundCommand, Word } from '../../../contracts/shell';
import { evaluateArithmetic } from '../expand/arithmetic';
import { namesOf } from '../expand/parameters';
import { EMPTY, UNKNOWN, join } from '../expand/value';
import type { Value } from '../expand/value';
import { expandText, expandWords } from '../expand/words';
import { MAX_LOOP_ITEMS } from '../limits';
import type { Context, State } from './state';
import { hostOf, walkBodies, walkScript } from './walk';

/** `for` and `select` over words or the positional parameters. */
export function walkItems(command: CompoundCommand, state: State, context: Context): Value {
  const host = hostOf(state, context);
  const items = command.positional === true ? state.positional : expandWords(command.words, host);
  if (items.length > MAX_LOOP_ITEMS) state.overflow();
  let output = EMPTY;
  for (const item of items.length === 0 ? [UNKNOWN] : items.slice(0, MAX_LOOP_ITEMS)) {
    state.variables.set(command.name ?? '', { value: { ...item, derived: true } });
    output = join(output, walkBodies(command, state, context));
  }
  return output;
}

/** `for ((start; condition; step))`, as long as the condition is known to hold. */
export function walkCounted(command: CompoundCommand, state: State, context: Context): Value {
  const [start = '', condition = '', step = ''] = headerOf(command.words[0]);
  const names = namesOf(hostOf(state, context));
  const host = hostOf(state, context);
  if (command.words[0]) expandText(command.words[0], host);
  evaluate(start, state, context, names);
  let output = EMPTY;
  for (let turn = 0; turn < MAX_LOOP_ITEMS; turn++) {
    const holds = condition.trim() === '' ? undefined : evaluate(condition, state, context, names);
    if (holds === 0) return output;
    output = join(output, walkBodies(command, state, context));
    if (holds === undefined || evaluate(step, state, context, names) === undefined) return output;
  }
  state.overflow();
  return output;
}

function headerOf(word: Word | undefined): string[] {
  const [part] = word?.parts ?? [];
  return part?.type === 'arithmetic' ? part.text.split(';') : [];
}

const MAX_HEADER = 1_000;

/** Arithmetic text with `$name` and `${#name}` in it. */
function evaluate(text: string, state: State, context: Context, names: ReturnType<typeof namesOf>): number | undefined {
  if (text.length > MAX_HEADER) return undefined;
  const host = hostOf(state, context);
  const plain = text.replace(
    /\$\{#(\w{1,100})\}|\$\{?(\w{1,100})\}?/g,
    (_, length: string | undefined, name: string) => {
      const value = host.variables.get(length ?? name)?.value;
      if (!value?.known) return '?';
      return length === undefined ? value.text : String(value.text.length);
    },
  );
  return evaluateArithmetic(plain, names);
}

/** `while` and `until`: for each known line that a `read` in the condition gets, else once. */
export function walkWhile(command: CompoundCommand, state: State, context: Context): Value {
  const [condition, body] = command.bodies;
  const { stdin } = context.streams;
  const reads = condition?.items.some(({ pipeline }) =>
    pipeline.commands.some((one) => one.type === 'simple' && one.words.some((word) => word.raw === 'read')),
  );
  if (!condition) return EMPTY;
  const walkOnce = (inner: Context): Value => {
    const first = walkScript(condition, state, inner);
    return body ? join(first, walkScript(body, state, inner)) : first;
  };
  if (reads !== true || !stdin?.known) return walkOnce(context);
  let output = EMPTY;
  const lines = stdin.text.split('\n').filter((line, at, all) => line !== '' || at < all.length - 1);
  if (lines.length > MAX_LOOP_ITEMS) state.overflow();
  for (const line of lines.slice(0, MAX_LOOP_ITEMS)) {
    const streams = { ...context.streams, stdin: { ...stdin, text: `${line}\n` } };
    output = join(output, walkOnce({ ...context, streams }));
  }
  return output;
}
