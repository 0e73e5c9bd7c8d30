/** One member of a JSON text put in, replaced or taken out by its place in the text, so that everything else stays byte for byte. */
import { GanderError } from '../../platform/errors';

interface Member {
  key: string;
  /** Of `"key": value`, from the opening quote to the end of the value. */
  start: number;
  valueStart: number;
  end: number;
}

/** The object in the text; `usage` when it is none, comments included. */
export function parseObject(text: string, file: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(text === '' ? '{}' : text.replace(/^\uFEFF/, ''));
  } catch {
    throw new GanderError('usage', `${file} is not plain JSON (comments?); it is left as it is`);
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new GanderError('usage', `${file} does not hold a JSON object; it is left as it is`);
}

/** The text, of an object as `parseObject` takes it, with the member set, or without it when `value` is undefined. */
export function withMember(text: string, key: string, value: unknown): string {
  const whole = text.trim() === '' ? '{}\n' : text;
  const members = membersOf(whole);
  const found = members.find((member) => member.key === key);
  const indent = /\n([ \t]+)"/.exec(whole)?.[1] ?? '  ';
  if (value === undefined) return found ? without(whole, members, found) : whole;
  const shown = JSON.stringify(value, undefined, indent).replaceAll('\n', `\n${indent}`);
  if (found) return whole.slice(0, found.valueStart) + shown + whole.slice(found.end);
  const last = members.at(-1);
  const entry = `\n${indent}${JSON.stringify(key)}: ${shown}`;
  if (last) return `${whole.slice(0, last.end)},${entry}${whole.slice(last.end)}`;
  const open = whole.indexOf('{') + 1;
  return `${whole.slice(0, open)}${entry}\n${whole.slice(whole.lastIndexOf('}'))}`;
}

/** Takes the comma and the space before the member along, or those behind it when it is the first. */
function without(text: string, members: readonly Member[], found: Member): string {
  const before = members[members.indexOf(found) - 1];
  if (before) return text.slice(0, before.end) + text.slice(found.end);
  const next = members[members.indexOf(found) + 1];
  if (next) return text.slice(0, found.start) + text.slice(next.start);
  return text.slice(0, text.indexOf('{') + 1) + text.slice(text.lastIndexOf('}'));
}

/** The members of the outermost object, in order. */
function membersOf(text: string): Member[] {
  const members: Member[] = [];
  let at = text.indexOf('{') + 1;
  for (;;) {
    at = skipSpace(text, at);
    if (text[at] === ',') at = skipSpace(text, at + 1);
    if (text[at] !== '"') return members;
    const keyEnd = endOfString(text, at);
    const valueStart = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, valueStart);
    members.push({ key: JSON.parse(text.slice(at, keyEnd)) as string, start: at, valueStart, end });
    at = end;
  }
}

function skipSpace(text: string, start: number): number {
  let at = start;
  while (at < text.length && ' \t\r\n'.includes(text[at] ?? '')) at += 1;
  return at;
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1;
  return at + 1;
}

function endOfValue(text: string, start: number): number {
  let depth = 0;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at] ?? '';
    if (character === '"') at = endOfString(text, at) - 1;
    else if ('[{'.includes(character)) depth += 1;
    else if (depth > 0 && ']}'.includes(character)) depth -= 1;
    else if (depth === 0 && ',]} \t\r\n'.includes(character)) return at;
    if (depth === 0 && '"]}'.includes(text[at] ?? '')) return at + 1;
  }
  return text.length;
}
