/** The common messages of OTLP (opentelemetry/proto/common/v1, resource/v1) from the wire. */
import type { AttributeValue, Attributes, Scope } from '../../../contracts/telemetry';
import { cutText } from '../../cut-text';
import { AttributeMap, NO_ATTRIBUTES } from './attribute-map';
import { LONGEST_INTERNED, internedText } from './interned-text';
import type { RecordSink } from './record-sink';
import type { WireReader } from './wire-reader';

/** A text; short ones are interned. Invalid UTF-8 becomes U+FFFD, over `stringBytes` the middle is cut. */
export function readText(reader: WireReader, sink: RecordSink): string {
  const length = reader.length();
  const start = reader.take(length);
  if (length <= LONGEST_INTERNED) return internedText(reader.bytes, start, length);
  const text = reader.bytes.toString('utf8', start, start + length);
  if (length <= sink.limits.stringBytes) return text;
  sink.losses.part('stringBytes');
  return cutText(text, sink.limits.stringBytes);
}

/** A trace id (16 bytes) or span id (8) as hex; '' when absent, all zero, or of the wrong length, which counts as lost. */
export function readId(reader: WireReader, sink: RecordSink, size: 8 | 16): string {
  const length = reader.length();
  const start = reader.take(length);
  if (length === size) {
    const hex = reader.bytes.toString('hex', start, start + length);
    return hex === ZEROS[size] ? '' : hex;
  }
  if (length > 0) sink.losses.part('id');
  return '';
}

const ZEROS = { 8: '0'.repeat(16), 16: '0'.repeat(32) };

/** Adds one KeyValue to the map, which may hold `attributes` of them; of a repeated key the first wins. Returns the new size. */
export function readAttribute(reader: WireReader, sink: RecordSink, map: AttributeMap, size: number): number {
  if (size >= sink.limits.attributes) {
    reader.take(reader.length());
    sink.losses.part('attributes');
    return size;
  }
  return readEntry(reader, sink, map, 1) ? size + 1 : size;
}

function readEntry(reader: WireReader, sink: RecordSink, map: AttributeMap, depth: number): boolean {
  const outer = reader.enter();
  let key = '';
  let value: AttributeValue = null;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) key = readText(reader, sink);
    else if (tag === 0x12) value = readValue(reader, sink, depth);
    else reader.skip(tag);
  }
  reader.leave(outer);
  if (map[key] !== undefined) return false;
  map[key] = value;
  return true;
}

/** An AnyValue; null when it is empty, or deeper than `depth`, which counts as lost. */
export function readValue(reader: WireReader, sink: RecordSink, depth = 1): AttributeValue {
  if (depth > sink.limits.depth) {
    reader.take(reader.length());
    sink.losses.part('depth');
    return null;
  }
  const outer = reader.enter();
  let value: AttributeValue = null;
  while (reader.pos < reader.end) value = readOneOf(reader, sink, depth, reader.tag(), value);
  reader.leave(outer);
  return value;
}

function readOneOf(
  reader: WireReader,
  sink: RecordSink,
  depth: number,
  tag: number,
  before: AttributeValue,
): AttributeValue {
  switch (tag) {
    case 0x0a:
      return readText(reader, sink);
    case 0x10:
      return reader.bool();
    case 0x18:
      return reader.int64();
    case 0x21:
      return reader.double();
    case 0x2a:
      return readList(reader, sink, depth);
    case 0x32:
      return readMap(reader, sink, depth);
    case 0x3a:
      return readBytes(reader, sink);
    default:
      reader.skip(tag);
      return before;
  }
}

function readList(reader: WireReader, sink: RecordSink, depth: number): AttributeValue[] {
  const outer = reader.enter();
  const list: AttributeValue[] = [];
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag !== 0x0a || !sink.takeValue()) reader.skip(tag);
    else list.push(readValue(reader, sink, depth + 1));
  }
  reader.leave(outer);
  return list;
}

function readMap(reader: WireReader, sink: RecordSink, depth: number): AttributeMap {
  const outer = reader.enter();
  const map = new AttributeMap();
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag !== 0x0a || !sink.takeValue()) reader.skip(tag);
    else readEntry(reader, sink, map, depth + 1);
  }
  reader.leave(outer);
  return map;
}

function readBytes(reader: WireReader, sink: RecordSink): Uint8Array {
  const length = reader.length();
  const start = reader.take(length);
  const kept = Math.min(length, sink.limits.stringBytes);
  if (kept < length) sink.losses.part('stringBytes');
  return new Uint8Array(reader.bytes.buffer, reader.bytes.byteOffset + start, kept);
}

/** Attributes of a resource. A second message of it in the same group adds to the first, as protobuf merges. */
export function readResource(reader: WireReader, sink: RecordSink, before: Attributes = NO_ATTRIBUTES): Attributes {
  sink.refill();
  const outer = reader.enter();
  const map = Object.assign(new AttributeMap(), before);
  let size = Object.keys(map).length;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) size = readAttribute(reader, sink, map, size);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return map;
}

export function readScope(reader: WireReader, sink: RecordSink, before: Scope = NO_SCOPE): Scope {
  sink.refill();
  const outer = reader.enter();
  const scope = { name: before.name, version: before.version };
  const map = Object.assign(new AttributeMap(), before.attributes);
  let size = Object.keys(map).length;
  while (reader.pos < reader.end) {
    const tag = reader.tag();
    if (tag === 0x0a) scope.name = readText(reader, sink);
    else if (tag === 0x12) scope.version = readText(reader, sink);
    else if (tag === 0x1a) size = readAttribute(reader, sink, map, size);
    else reader.skip(tag);
  }
  reader.leave(outer);
  return { ...scope, attributes: map };
}

export const NO_SCOPE: Scope = Object.freeze({ name: '', version: '', attributes: NO_ATTRIBUTES });
