/** JSON text to values, with a cap on what it may blow up to: `[{},{},…]` takes twenty times its size in memory. */
import { GanderError } from '../../../platform/errors';

/** Most values and members of one JSON text. */
const MAX_VALUES = 4_000_000;
/** Smaller texts cannot hold enough values to matter, and are not counted. */
const COUNTED_FROM = 1024 * 1024;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENING = new Set([0x5b, 0x7b]);

/** Parses UTF-8 JSON; invalid bytes become U+FFFD. `request_invalid` for broken text, `request_too_large` for too many values. */
export function parseJson(bytes: Buffer): unknown {
  if (bytes.length > COUNTED_FROM && !withinValues(bytes)) {
    throw new GanderError('request_too_large', `JSON of more than ${MAX_VALUES} values`);
  }
  const text = bytes.toString('utf8');
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text) as unknown;
  } catch {
    // The parser's own words quote the text, which may hold secrets.
    throw new GanderError('request_invalid', 'JSON: the text is broken or cut off');
  }
}

function withinValues(bytes: Buffer): boolean {
  let values = 0;
  for (let i = 0; i < bytes.length; i += 1) {
    const byte = bytes[i] as number;
    if (byte === QUOTE) i = endOfString(bytes, i + 1);
    else if (byte === COMMA || OPENING.has(byte)) values += 1;
  }
  return values <= MAX_VALUES;
}

function endOfString(bytes: Buffer, start: number): number {
  let at = start;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return at;
}
