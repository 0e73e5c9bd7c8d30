/** Messages spread over attributes with the index in the key: `llm.input_messages.2.message.role`, `gen_ai.completion.0.tool_calls.1.name`. */
import type { AttributeValue, Attributes } from '../../contracts/telemetry';
import { readMessage } from './messages';
import type { Message } from './messages';
import type { Json } from './partial-json';
import { known, textOf } from './read-attributes';

/** Words between the parts that matter. */
const FILLERS = new Set(['message', 'tool_call', 'function', 'message_content']);
const MAX_INDEX = 5_000;

interface Slot {
  fields: Record<string, string>;
  calls: Map<number, Record<string, string>>;
  contents: Map<number, string>;
}

/** Messages under a prefix (with its dot), in order of their index; `role` for those that don't say theirs. */
export function readFlattened(attributes: Attributes, prefix: string, role: Message['role']): Message[] {
  const slots = new Map<number, Slot>();
  for (const key in attributes) {
    if (key.startsWith(prefix)) place(slots, key.slice(prefix.length).split('.'), attributes[key]);
  }
  return [...slots.entries()].sort(([a], [b]) => a - b).map(([, slot]) => messageOf(slot, role));
}

function place(slots: Map<number, Slot>, words: readonly string[], value: AttributeValue | undefined): void {
  const text = textOf(value);
  const [first, field, second, last] = words.filter((word) => !FILLERS.has(word));
  const index = indexOf(first);
  if (text === undefined || index === undefined || field === undefined) return;
  let slot = slots.get(index);
  if (!slot) slots.set(index, (slot = { fields: {}, calls: new Map(), contents: new Map() }));
  if (second === undefined) {
    slot.fields[field] = text;
    return;
  }
  const inner = indexOf(second);
  if (inner === undefined || last === undefined) return;
  if (field === 'contents' && last === 'text') slot.contents.set(inner, text);
  if (field !== 'tool_calls') return;
  const call = slot.calls.get(inner) ?? {};
  call[last] = text;
  slot.calls.set(inner, call);
}

function indexOf(word: string | undefined): number | undefined {
  if (word === undefined || !/^\d{1,4}$/.test(word)) return undefined;
  const index = Number(word);
  return index <= MAX_INDEX ? index : undefined;
}

function messageOf(slot: Slot, role: Message['role']): Message {
  const calls = [...slot.calls.entries()].sort(([a], [b]) => a - b).map(([, call]) => call);
  const texts = [...slot.contents.entries()].sort(([a], [b]) => a - b).map(([, text]) => text);
  const item = known<{ [key: string]: Json }>({
    role: slot.fields['role'],
    content: slot.fields['content'] ?? (texts.length > 0 ? texts.join('\n') : undefined),
    tool_call_id: slot.fields['tool_call_id'],
    name: slot.fields['name'],
    tool_calls: calls.length > 0 ? calls : undefined,
  } as { [key: string]: Json });
  return readMessage(item, role);
}
