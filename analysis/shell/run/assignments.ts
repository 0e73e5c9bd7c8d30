/** Assignments to variables, array elements and whole arrays. */
import type { Invocation, SimpleCommand, Word } from '../../../contracts/shell';
import type { Host } from '../expand/host';
import { EMPTY, join, literal } from '../expand/value';
import type { Value } from '../expand/value';
import type { Variable } from '../expand/variables';
import { expandQuoted, expandText, expandWords } from '../expand/words';
import type { State } from './state';

type Assignment = SimpleCommand['assignments'][number];
type Assigned = Invocation['environment'][number];
type Elements = Map<string, Value>;

/** Arrays are copied when they change, so that a subshell can be undone. */
const ELEMENT_COST = 8;
const MAX_ELEMENTS = 4_096;

/** Makes one assignment, and gives name and value as they were given. */
export function assign(assignment: Assignment, state: State, host: Host): Assigned {
  const { name, append, array, index } = assignment;
  if (array) return assignArray(name, array, append, state, host);
  const given = { ...expandText(assignment.value, host), derived: true };
  if (index) return assignElement(name, expandQuoted(index, host).text, given, append, state);
  const before = append ? state.variables.get(name)?.value : undefined;
  if (!before) {
    state.variables.set(name, { value: given });
    return { name, value: given };
  }
  if (!state.charge(before.text.length)) return { name, value: given };
  const value = join(before, given);
  state.variables.set(name, { value });
  return { name, value };
}

function assignArray(name: string, array: readonly Word[], append: boolean, state: State, host: Host): Assigned {
  const before = append ? state.variables.get(name) : undefined;
  const given = array.slice(0, MAX_ELEMENTS).flatMap((word) => elementsOf(word, host));
  if (array.length > MAX_ELEMENTS) state.overflow();
  const value = literal(given.map((element) => element.value.text).join(' '));
  const elements = copyOf(before, state);
  if (!elements) return { name, value };
  let next = elements.size;
  for (const element of given) elements.set(element.key ?? String(next++), element.value);
  state.variables.set(name, { value: elements.get('0') ?? EMPTY, elements });
  return { name, value };
}

function assignElement(name: string, key: string, given: Value, append: boolean, state: State): Assigned {
  const elements = copyOf(state.variables.get(name), state);
  if (elements) {
    elements.set(key, append ? join(elements.get(key) ?? EMPTY, given) : given);
    state.variables.set(name, { value: elements.get('0') ?? EMPTY, elements });
  }
  return { name, value: given };
}

/** The elements of a variable to be changed; undefined when that cannot be afforded. */
function copyOf(variable: Variable | undefined, state: State): Elements | undefined {
  if (!variable) return new Map();
  const { elements } = variable;
  if (!elements) return new Map([['0', variable.value]]);
  return state.charge(elements.size * ELEMENT_COST) ? new Map(elements) : undefined;
}

/** Elements that one word of an array gives; `[key]=value` names its place. */
function elementsOf(word: Word, host: Host): { key?: string; value: Value }[] {
  if (word.raw.startsWith('[')) {
    const whole = expandText(word, host);
    const [, key, text] = /^\[([^\]]{1,100})\]=([^]*)$/.exec(whole.text) ?? [];
    if (key !== undefined && text !== undefined) return [{ key, value: { ...whole, text, derived: true } }];
  }
  return expandWords([word], host).map((value) => ({ value: { ...value, derived: true } }));
}
