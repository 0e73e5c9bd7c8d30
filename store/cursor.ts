/** Cursors of keyset pages: opaque to clients, checked when they come back. */
import { GanderError } from '../platform/errors';

export type CursorValue = string | number;

const LONGEST = 400;

/** `kind` keeps the cursor of one list from being used on another. */
export function encodeCursor(kind: string, values: readonly CursorValue[]): string {
  return Buffer.from(JSON.stringify([kind, ...values])).toString('base64url');
}

/** The values behind a cursor; throws `request_invalid` when it is none of ours, or of another list. */
export function decodeCursor(kind: string, types: readonly ('string' | 'number')[], cursor: string): CursorValue[] {
  const [given, ...values] = parse(cursor);
  const fits = values.length === types.length && types.every((type, index) => typeof values[index] === type);
  if (given !== kind || !fits) throw refused();
  return values as CursorValue[];
}

/** Cuts a list that was read with one row too many, and makes the cursor of the rest. */
export function pageOf<T>(rows: T[], limit: number, cursorOf: (last: T) => string): { rows: T[]; next?: string } {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return rows.length > limit && last !== undefined ? { rows: page, next: cursorOf(last) } : { rows: page };
}

function parse(cursor: string): unknown[] {
  if (cursor.length > LONGEST) throw refused();
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    return Array.isArray(value) ? value : [];
  } catch {
    throw refused();
  }
}

const refused = () => new GanderError('request_invalid', 'cursor: not one that this list gave');
