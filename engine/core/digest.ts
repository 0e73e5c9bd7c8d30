import { hash } from 'node:crypto';

/** 32 hex digits over the parts; unambiguous, since the parts are framed as JSON. */
export function digestOf(...parts: readonly (string | number | undefined)[]): string {
  return hash('sha256', JSON.stringify(parts), 'hex').slice(0, 32);
}
