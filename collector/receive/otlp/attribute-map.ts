/** Maps of attributes: no key of the sender can reach a prototype, and V8 keeps their fast form (unlike `Object.create(null)`). */
import type { AttributeValue } from '../../../contracts/telemetry';

export type AttributeMap = Record<string, AttributeValue>;

function Empty(): void {
  return;
}
Empty.prototype = Object.freeze(Object.create(null) as object);

/** A new map, whose prototype is empty and frozen: `__proto__`, `constructor` and `toString` are keys like any other. */
export const AttributeMap = Empty as unknown as new () => AttributeMap;

export const NO_ATTRIBUTES: Readonly<AttributeMap> = Object.freeze(new AttributeMap());
