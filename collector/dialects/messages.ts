/**
 * Conversations as frameworks record them. One shape for all of them: OpenAI chat and Responses items, GenAI parts, Vercel and Anthropic
 * content blocks, Bedrock blocks, LangChain's serialised messages.
 */
import type { AttributeValue } from '../../contracts/telemetry';
import type { Json } from './partial-json';
import { entry, jsonOf, member, objectOf } from './read-attributes';

type Fields = Readonly<Record<string, Json>>;

/** A tool call that the model asks for. */
export interface AskedCall {
  id?: string;
  name: string;
  arguments?: AttributeValue;
}

/** What a tool call gave back, as the next request tells the model. */
export interface Answer {
  id?: string;
  name?: string;
  result?: AttributeValue;
}

export interface Message {
  role: 'system' | 'user' | 'assistant' | 'tool';
  text?: string;
  calls: AskedCall[];
  answers: Answer[];
}

/** Most messages looked at, the newest; and most blocks of one message. */
const MAX_MESSAGES = 1_000;
const MAX_BLOCKS = 500;

/** Messages of a value: a list, one message, or an object that holds the list as `messages`. A bare text is one message of `role`. */
export function readMessages(value: AttributeValue | undefined, role: Message['role']): Message[] {
  const content = jsonOf(value)?.value;
  if (content === undefined || typeof content === 'string') {
    const text = content ?? value;
    return typeof text === 'string' && text !== '' ? [{ role, text, calls: [], answers: [] }] : [];
  }
  return listOf(content)
    .slice(-MAX_MESSAGES)
    .map((item) => readMessage(item, role));
}

function listOf(content: Json): readonly Json[] {
  if (Array.isArray(content)) return content.length === 1 && Array.isArray(content[0]) ? content[0] : content;
  const held = objectOf(content)['messages'];
  return held !== undefined ? listOf(held) : [content];
}

/** One message; what is no message becomes an empty one. `role` is for messages that don't say theirs. */
export function readMessage(item: Json, role: Message['role']): Message {
  if (typeof item === 'string') return { role, text: item, calls: [], answers: [] };
  const outer = objectOf(item);
  const fields = Array.isArray(outer['id'])
    ? { ...objectOf(outer['kwargs']), type: outer['id'].at(-1) ?? null }
    : outer;
  const message: Message = { role: roleOf(fields, role), calls: [], answers: [] };
  readCalls(message, fields['tool_calls'] ?? fields['toolCalls']);
  const content = fields['parts'] ?? fields['content'];
  if (CALL_TYPES.has(wordOf(fields['type'])) || ANSWER_TYPES.has(wordOf(fields['type']))) readBlock(message, fields);
  else if (message.role === 'tool' && !holdsBlocks(content)) takeAnswer(message, fields, content);
  else readContent(message, content);
  return message;
}

const ROLES: Readonly<Record<string, Message['role']>> = {
  system: 'system',
  developer: 'system',
  user: 'user',
  human: 'user',
  assistant: 'assistant',
  ai: 'assistant',
  model: 'assistant',
  tool: 'tool',
  function: 'tool',
  systemmessage: 'system',
  humanmessage: 'user',
  aimessage: 'assistant',
  aimessagechunk: 'assistant',
  toolmessage: 'tool',
};

const CALL_TYPES = new Set(['tool_call', 'tool-call', 'tool_use', 'function_call', 'local_shell_call', 'shell_call']);
const ANSWER_TYPES = new Set([
  'tool_call_response',
  'tool-result',
  'tool_result',
  'function_call_output',
  'function_call_result',
  'local_shell_call_output',
  'shell_call_output',
]);

function wordOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

function roleOf(fields: Fields, otherwise: Message['role']): Message['role'] {
  const type = wordOf(fields['type']);
  if (CALL_TYPES.has(type)) return 'assistant';
  if (ANSWER_TYPES.has(type)) return 'tool';
  return entry(ROLES, wordOf(fields['role']).toLowerCase()) ?? entry(ROLES, type.toLowerCase()) ?? otherwise;
}

function readCalls(message: Message, list: Json | undefined): void {
  if (!Array.isArray(list)) return;
  for (const item of list.slice(0, MAX_BLOCKS)) {
    const call = objectOf(item);
    takeCall(message, { ...call, ...objectOf(call['function']), id: call['id'] ?? null });
  }
}

function readContent(message: Message, content: Json | undefined): void {
  if (typeof content === 'string') message.text = content;
  if (!Array.isArray(content)) return;
  for (const block of content.slice(0, MAX_BLOCKS)) {
    if (typeof block === 'string') addText(message, block);
    else readBlock(message, objectOf(block));
  }
}

function readBlock(message: Message, block: Fields): void {
  const type = wordOf(block['type']);
  const used = objectOf(block['toolUse']);
  const given = objectOf(block['toolResult']);
  if (CALL_TYPES.has(type)) takeCall(message, block);
  else if (ANSWER_TYPES.has(type))
    takeAnswer(message, block, block['response'] ?? block['result'] ?? block['output'] ?? block['content']);
  else if ('name' in used) takeCall(message, used);
  else if ('toolUseId' in given) takeAnswer(message, given, block['toolResult']);
  else if (type !== 'reasoning' && type !== 'thinking') addText(message, member(block, 'text', 'content'));
}

/** Whether a content is made of blocks that are calls or answers themselves. */
function holdsBlocks(content: Json | undefined): boolean {
  if (!Array.isArray(content)) return false;
  return content.some((item) => {
    const block = objectOf(item);
    const type = wordOf(block['type']);
    return CALL_TYPES.has(type) || ANSWER_TYPES.has(type) || 'toolUse' in block || 'toolResult' in block;
  });
}

const ID_KEYS = ['toolCallId', 'id', 'tool_use_id', 'toolUseId', 'tool_call_id'];

function takeCall(message: Message, call: Fields): void {
  const name = member(call, 'name', 'toolName') ?? member(call, 'type') ?? '';
  const id = member(call, 'call_id', 'callId', ...ID_KEYS);
  const given = call['arguments'] ?? call['input'] ?? call['args'] ?? call['action'];
  message.calls.push({
    name,
    ...(id === undefined ? {} : { id }),
    ...(given === undefined ? {} : { arguments: given }),
  });
}

function takeAnswer(message: Message, answer: Fields, result: Json | undefined): void {
  const id = member(answer, 'call_id', 'callId', 'tool_call_id', ...ID_KEYS);
  const name = member(answer, 'name', 'toolName');
  message.answers.push({
    ...(id === undefined ? {} : { id }),
    ...(name === undefined ? {} : { name }),
    ...(result === undefined ? {} : { result }),
  });
}

function addText(message: Message, text: string | undefined): void {
  if (text !== undefined) message.text = message.text === undefined ? text : `${message.text}\n${text}`;
}
