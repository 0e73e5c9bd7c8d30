/** Bytes of one JSON object, as hooks and transcripts have them, to values within the limits of telemetry. */
import type { AttributeValue, Attributes } from '../../contracts/telemetry';
import { GanderError } from '../../platform/errors';
import { AttributeMap } from './otlp/attribute-map';
import { textField } from './otlp/json-fields';
import { parseJson } from './otlp/json-text';
import type { RecordSink } from './otlp/record-sink';

/** Over a limit the rest still goes through and the loss is in `sink.losses`. Errors: `request_invalid`, `request_too_large`. */
export function readJsonObject(bytes: Buffer, sink: RecordSink): Attributes {
  const value = parseJson(bytes);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GanderError('request_invalid', 'JSON: the body must be an object');
  }
  sink.refill();
  const map = new AttributeMap();
  let size = 0;
  for (const [key, member] of Object.entries(value)) {
    if (size >= sink.limits.attributes) sink.losses.part('attributes');
    else map[textField(key, 'key', sink)] = bounded(member, sink, 1);
    size += 1;
  }
  return map;
}

function bounded(value: unknown, sink: RecordSink, depth: number): AttributeValue {
  if (typeof value === 'string') return textField(value, 'text', sink);
  if (typeof value === 'number' || typeof value === 'boolean') return value;
  if (typeof value !== 'object' || value === null) return null;
  if (depth > sink.limits.depth) {
    sink.losses.part('depth');
    return null;
  }
  if (Array.isArray(value)) {
    const list: AttributeValue[] = [];
    for (const item of value) if (sink.takeValue()) list.push(bounded(item, sink, depth + 1));
    return list;
  }
  const map = new AttributeMap();
  for (const [key, member] of Object.entries(value)) {
    if (sink.takeValue()) map[textField(key, 'key', sink)] = bounded(member, sink, depth + 1);
  }
  return map;
}
