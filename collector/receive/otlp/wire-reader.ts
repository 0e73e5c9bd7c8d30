/**
 * Reads the protobuf wire format: a position in the bytes, the end of the message under way, and nothing that can be read past it.
 * Rules: https://protobuf.dev/programming-guides/encoding/. Every break of them is `request_invalid` with the byte where it is.
 */
import { GanderError } from '../../../platform/errors';

const VARINT = 0;
const FIXED64 = 1;
const LENGTH = 2;
const GROUP_START = 3;
const GROUP_END = 4;
const FIXED32 = 5;
const MAX_GROUP_DEPTH = 100;
const TWO_32 = 4_294_967_296;

export class WireReader {
  pos = 0;
  /** End of the message under way. */
  end: number;
  private readonly view: DataView;

  constructor(readonly bytes: Buffer) {
    this.end = bytes.length;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  /** Steps into a message: its length is read, its end becomes `end`. Returns the end of the outer one, for `leave`. */
  enter(): number {
    const length = this.length();
    const outer = this.end;
    this.end = this.pos + length;
    return outer;
  }

  /** The bytes of the message under way, from here on. */
  rest(): Uint8Array {
    return this.bytes.subarray(this.pos, this.end);
  }

  leave(outer: number): void {
    this.end = outer;
  }

  /** Field number and wire type in one number, as on the wire. */
  tag(): number {
    const tag = this.uint32();
    if (tag < 8) throw this.broken('field number 0');
    return tag;
  }

  /** Length of what follows, which is inside the message under way. */
  length(): number {
    const length = this.uint32();
    if (length > this.end - this.pos) throw this.broken('a length that runs past its message');
    return length;
  }

  /** The low 32 bits of a varint, as enums, lengths and tags are read. */
  uint32(): number {
    const first = this.byte();
    if (first < 0x80) return first;
    let result = first & 0x7f;
    for (let shift = 7; shift < 70; shift += 7) {
      const next = this.byte();
      if (shift < 28) result |= (next & 0x7f) << shift;
      else if (shift === 28) result |= (next & 0x0f) << shift;
      if (next < 0x80) return result >>> 0;
    }
    throw this.broken('a varint of more than 10 bytes');
  }

  int32(): number {
    return this.uint32() | 0;
  }

  bool(): boolean {
    return this.int64() !== 0;
  }

  /** A signed 64-bit varint: a number when it is safe, else its decimal digits. */
  int64(): number | string {
    let low = 0;
    let high = 0;
    for (let shift = 0; shift < 70; shift += 7) {
      const next = this.byte();
      const bits = next & 0x7f;
      if (shift < 28) low |= bits << shift;
      else if (shift === 28) {
        low |= bits << 28;
        high = bits >> 4;
      } else if (shift < 63) high |= bits << (shift - 32);
      else high |= (bits & 1) << 31;
      if (next < 0x80) return signed64(low >>> 0, high | 0);
    }
    throw this.broken('a varint of more than 10 bytes');
  }

  fixed64(): bigint {
    const at = this.take(8);
    return this.view.getBigUint64(at, true);
  }

  sfixed64(): number {
    const at = this.take(8);
    return Number(this.view.getBigInt64(at, true));
  }

  /** An unsigned 64-bit count as a number; not exact above 2^53. */
  count64(): number {
    return Number(this.fixed64());
  }

  double(): number {
    const at = this.take(8);
    return this.view.getFloat64(at, true);
  }

  /** Steps over a field whose tag was read. */
  skip(tag: number): void {
    switch (tag & 7) {
      case VARINT:
        this.int64();
        return;
      case FIXED64:
        this.take(8);
        return;
      case LENGTH:
        this.take(this.length());
        return;
      case FIXED32:
        this.take(4);
        return;
      case GROUP_START:
        this.skipGroup(tag >>> 3);
        return;
      default:
        throw this.broken(`wire type ${tag & 7}`);
    }
  }

  /** Position before `count` bytes, which are stepped over. */
  take(count: number): number {
    const at = this.pos;
    if (count > this.end - at) throw this.broken('an end in the middle of a value');
    this.pos = at + count;
    return at;
  }

  broken(what: string): GanderError {
    return new GanderError('request_invalid', `protobuf: ${what} at byte ${this.pos}`);
  }

  private skipGroup(field: number): void {
    const open = [field];
    while (open.length > 0) {
      const tag = this.tag();
      if ((tag & 7) === GROUP_START) open.push(tag >>> 3);
      else if ((tag & 7) !== GROUP_END) this.skip(tag);
      else if (open.pop() !== tag >>> 3) throw this.broken('a group that ends another');
      if (open.length > MAX_GROUP_DEPTH) throw this.broken('groups nested too deep');
    }
  }

  private byte(): number {
    if (this.pos >= this.end) throw this.broken('an end in the middle of a value');
    return this.bytes[this.pos++] as number;
  }
}

function signed64(low: number, high: number): number | string {
  if (high === 0) return low;
  const value = high * TWO_32 + low;
  return Number.isSafeInteger(value) ? value : ((BigInt(high) << 32n) | BigInt(low)).toString();
}
