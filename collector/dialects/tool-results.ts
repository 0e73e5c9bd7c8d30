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
  if (reading === undefined) return { outcome: known<Outcome>({ output: content.text }), visibility };
  const whole = content.text ?? JSON.stringify(value);
  if (reading.cut && typeof reading.value !== 'string') {
    const notes: Visibility[] = visibility.length > 0 ? visibility : [{ field: 'outcome.output', state: 'truncated' }];
    return {
      outcome: known<Outcome>({ exitCode: exitCodeOf(objectOf(reading.value)), output: whole }),
      visibility: notes,
    };
  }
  return { outcome: outcomeOf(reading.value, whole), visibility };
}

function nothing(setting: string | undefined): ResultReading {
  return { outcome: {}, visibility: [hidden('outcome.output', setting)] };
}

function outcomeOf(value: Json, whole: string): Outcome {
  let inner = value;
  let status: Outcome['status'];
  let exitCode: number | undefined;
  for (let depth = 0; depth < MAX_WRAPPERS; depth += 1) {
    const fields = objectOf(inner);
    status ??= statusOf(fields);
    exitCode ??= exitCodeOf(fields);
    const next = unwrapped(fields);
    if (next === undefined) break;
    inner = next;
  }
  const text = resultText(inner) ?? (inner === value ? whole : JSON.stringify(inner));
  return known<Outcome>({ status, exitCode, output: text });
}

const ENVELOPES = new Set(['json', 'text', 'content', 'error-text', 'error-json', 'execution-denied']);

/** The value inside a wrapper that says nothing itself. */
function unwrapped(fields: Fields): Json | undefined {
  const type = fields['type'];
  if (typeof type === 'string' && ENVELOPES.has(type)) return fields['value'] ?? fields['reason'];
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
  const failed = fields['isError'] === true || fields['is_error'] === true || fields['status'] === 'error';
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

/** The text that the result is; undefined when it is more than one text. */
function resultText(value: Json): string | undefined {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return blocksText(value);
  const fields = objectOf(value);
  const printed = [fields['stdout'], fields['stderr']].filter((one) => typeof one === 'string');
  if (printed.length > 0) return printed.filter((one) => one !== '').join('\n');
  if (typeof fields['output'] === 'string' && 'metadata' in fields) return fields['output'];
  const texts = Object.values(fields).filter(
    (one) => typeof one !== 'number' && typeof one !== 'boolean' && one !== null,
  );
  return texts.length === 1 && typeof texts[0] === 'string' ? texts[0] : undefined;
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
