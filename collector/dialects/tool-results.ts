/**
 * How a tool call ended, from the result value that an app or framework records: plain text, JSON in a string, content blocks, or
 * an object of the app's own. Texts are taken out of their JSON so that they read the same whichever record brought them.
 */
import type { Outcome, Visibility } from '../../contracts/event';
import type { AttributeValue } from '../../contracts/telemetry';
import type { Json } from './partial-json';
import { contentOf, hidden, jsonOf, known, numberOf, objectOf, visibilityOf } from './read-attributes';
import type { Content } from './read-attributes';

type Fields = Readonly<Record<string, Json>>;

export interface ResultReading {
  outcome: Outcome;
  visibility: Visibility[];
}

/** Wrappers followed inwards (`{type: 'json', value: …}`, `{result: …}`) before the text is taken. */
const MAX_WRAPPERS = 4;

/** Reads a result; `setting` is what the user sets to have it recorded. Never throws. */
export function readResult(value: AttributeValue | undefined, setting?: string): ResultReading {
  if (value === undefined || value === null || value instanceof Uint8Array) return nothing(setting);
  const content: Content = typeof value === 'object' ? {} : contentOf(value);
  if (content.state === 'hidden' || content.state === 'absent') return nothing(setting);
  const visibility = visibilityOf('outcome.output', content);
  const reading = jsonOf(content.text ?? value);
  const whole = content.text ?? JSON.stringify(value);
  if (reading === undefined) return { outcome: { output: whole }, visibility };
  if (!reading.cut) return { outcome: outcomeOf(reading.value, whole), visibility };
  // Text that begins with a bracket (`[default]`) is no JSON; JSON that was cut still says how it ended, if that came first.
  const exitCode = exitCodeOf(objectOf(reading.value));
  const cutJson = /^(?:\{"|\[\{)/.test(whole) && visibility.length === 0;
  const notes: Visibility[] = cutJson ? [{ field: 'outcome.output', state: 'truncated' }] : visibility;
  return { outcome: known<Outcome>({ exitCode, output: whole }), visibility: notes };
}

function nothing(setting: string | undefined): ResultReading {
  return { outcome: {}, visibility: [hidden('outcome.output', setting)] };
}

/** Follows wrappers inwards, also JSON inside a text, and takes what each says on the way. */
function outcomeOf(value: Json, whole: string): Outcome {
  let inner = value;
  let text = whole;
  let status: Outcome['status'];
  let exitCode: number | undefined;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    const fields = objectOf(inner);
    status ??= statusOf(fields);
    exitCode ??= exitCodeOf(fields);
    const next = typeof inner === 'string' ? parsed(inner) : unwrapped(fields);
    if (next === undefined) break;
    text = typeof inner === 'string' ? inner : JSON.stringify(next);
    inner = next;
  }
  return known<Outcome>({ status, exitCode, output: resultText(inner) ?? text });
}

function parsed(text: string): Json | undefined {
  const reading = jsonOf(text);
  return reading === undefined || reading.cut || typeof reading.value === 'string' ? undefined : reading.value;
}

const ENVELOPES = new Set(['json', 'text', 'content', 'error-text', 'error-json', 'execution-denied']);

/** The value inside a wrapper that says nothing itself. */
function unwrapped(fields: Fields): Json | undefined {
  const type = fields['type'];
  if (typeof type === 'string' && ENVELOPES.has(type)) return fields['value'] ?? fields['text'] ?? fields['reason'];
  if (Array.isArray(fields['content'])) return fields['content'];
  for (const key of ['result', 'output', 'structuredContent']) {
    const inner = fields[key];
    if (typeof inner === 'object' && inner !== null && Object.keys(fields).length <= 3) return inner;
  }
  return undefined;
}

function statusOf(fields: Fields): Outcome['status'] {
  const type = fields['type'];
  if (type === 'execution-denied') return 'denied';
  const said = fields['isError'] === true || fields['is_error'] === true || fields['status'] === 'error';
  const error = fields['error'];
  const failed = said || fields['success'] === false || (typeof error === 'string' && error !== '');
  return failed || type === 'error-text' || type === 'error-json' ? 'error' : undefined;
}

const EXIT_KEYS = [
  'exit_code',
  'exitCode',
  'exit',
  'returncode',
  'return_code',
  'returnCode',
  'exit_status',
  'exitStatus',
];

/** Exit code of a process; a bare `code` counts only beside what the process printed. */
function exitCodeOf(fields: Fields): number | undefined {
  const printed = 'stdout' in fields || 'stderr' in fields || 'signal' in fields;
  const found = integerOf(fields, printed ? [...EXIT_KEYS, 'code'] : EXIT_KEYS);
  return found ?? integerOf(objectOf(fields['metadata']), EXIT_KEYS);
}

function integerOf(fields: Fields, keys: readonly string[]): number | undefined {
  for (const key of keys) {
    const value = numberOf(fields[key]);
    if (value !== undefined && Number.isInteger(value)) return value;
  }
  return undefined;
}

const TEXT_KEYS = new Set(['text', 'output', 'content', 'result', 'body']);

/** The text that the result is; undefined when it is more than one text. */
function resultText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return blocksText(value);
  const fields = objectOf(value);
  const printed = [fields['stdout'], fields['stderr']].filter((one) => typeof one === 'string');
  if (printed.length > 0) return printed.filter((one) => one !== '').join('\n');
  if (typeof fields['output'] === 'string' && 'metadata' in fields) return fields['output'];
  const texts = Object.entries(fields).filter(([, one]) => !['number', 'boolean'].includes(typeof one) && one !== null);
  const [key, text] = texts[0] ?? [];
  return texts.length === 1 && typeof text === 'string' && TEXT_KEYS.has(key ?? '') ? text : undefined;
}

/** Content blocks as one text, when all of them are text. */
function blocksText(blocks: readonly Json[]): string | undefined {
  const texts: string[] = [];
  for (const block of blocks) {
    const text = typeof block === 'string' ? block : objectOf(block)['text'];
    if (typeof text !== 'string') return undefined;
    texts.push(text);
  }
  return blocks.length === 0 ? undefined : texts.join('\n');
}
