/** AnyValue, attributes, resource and scope of OTLP/JSON. */
import type { AttributeValue, Scope } from '../../../contracts/telemetry';
import { AttributeMap } from './attribute-map';
import { boolField, bytesField, doubleField, int64Field, listField, objectField, textField } from './json-fields';
import type { JsonObject } from './json-fields';
import type { RecordSink } from './record-sink';

/** Attributes of a resource, scope, record or span event. */
export function attributesOf(value: unknown, field: string, sink: RecordSink): AttributeMap {
  const map = new AttributeMap();
  const entries = listField(value, field);
  let size = 0;
  for (const entry of entries) {
    if (size >= sink.limits.attributes) sink.losses.part('attributes');
    else if (addEntry(map, entry, field, sink, 1)) size += 1;
  }
  return map;
}

function addEntry(map: AttributeMap, entry: unknown, field: string, sink: RecordSink, depth: number): boolean {
  const { key, value } = objectField(entry, field);
  const name = textField(key, `${field}.key`, sink);
  const read = valueOf(value, field, sink, depth);
  if (map[name] !== undefined) return false;
  map[name] = read;
  return true;
}

/** An AnyValue; null when it is empty, or deeper than `depth`, which counts as lost. */
export function valueOf(value: unknown, field: string, sink: RecordSink, depth = 1): AttributeValue {
  if (depth > sink.limits.depth) {
    sink.losses.part('depth');
    return null;
  }
  const any = objectField(value, field);
  if (given(any['stringValue'])) return textField(any['stringValue'], `${field}.stringValue`, sink);
  if (given(any['boolValue'])) return boolField(any['boolValue'], `${field}.boolValue`);
  if (given(any['intValue'])) return int64Field(any['intValue'], `${field}.intValue`);
  if (given(any['doubleValue'])) return doubleField(any['doubleValue'], `${field}.doubleValue`);
  if (given(any['arrayValue'])) return listOf(any['arrayValue'], `${field}.arrayValue`, sink, depth);
  if (given(any['kvlistValue'])) return mapOf(any['kvlistValue'], `${field}.kvlistValue`, sink, depth);
  if (given(any['bytesValue'])) return bytesField(any['bytesValue'], `${field}.bytesValue`, sink);
  return null;
}

const given = (value: unknown) => value !== undefined && value !== null;

function listOf(value: unknown, field: string, sink: RecordSink, depth: number): AttributeValue[] {
  const list: AttributeValue[] = [];
  for (const item of valuesOf(value, field)) if (sink.takeValue()) list.push(valueOf(item, field, sink, depth + 1));
  return list;
}

function mapOf(value: unknown, field: string, sink: RecordSink, depth: number): AttributeMap {
  const map = new AttributeMap();
  for (const entry of valuesOf(value, field)) if (sink.takeValue()) addEntry(map, entry, field, sink, depth + 1);
  return map;
}

const valuesOf = (value: unknown, field: string) => listField(objectField(value, field)['values'], `${field}.values`);

export function resourceOf(value: unknown, sink: RecordSink): AttributeMap {
  sink.refill();
  return attributesOf(objectField(value, 'resource')['attributes'], 'resource.attributes', sink);
}

export function scopeOf(value: unknown, sink: RecordSink): Scope {
  sink.refill();
  const scope: JsonObject = objectField(value, 'scope');
  return {
    name: textField(scope['name'], 'scope.name', sink),
    version: textField(scope['version'], 'scope.version', sink),
    attributes: attributesOf(scope['attributes'], 'scope.attributes', sink),
  };
}
