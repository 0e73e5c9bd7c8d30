/** Which partition a key belongs to: Kafka's default partitioner, so that both drivers and other Kafka clients agree. */

const SEED = 0x9747b28c;
const MIX = 0x5bd1e995;
const encoder = new TextEncoder();

/** Partition of the key among `count`: murmur2 of its UTF-8 bytes, sign bit cleared, modulo count (Apache Kafka's `Utils.murmur2`). */
export function partitionOf(key: string, count: number): number {
  return (murmur2(encoder.encode(key)) & 0x7fffffff) % count;
}

function murmur2(bytes: Uint8Array): number {
  const whole = bytes.length & ~3;
  let hash = SEED ^ bytes.length;
  for (let at = 0; at < whole; at += 4) {
    let block =
      byte(bytes, at) | (byte(bytes, at + 1) << 8) | (byte(bytes, at + 2) << 16) | (byte(bytes, at + 3) << 24);
    block = Math.imul(block, MIX);
    block = Math.imul(block ^ (block >>> 24), MIX);
    hash = Math.imul(hash, MIX) ^ block;
  }
  const rest = bytes.length - whole;
  if (rest === 3) hash ^= byte(bytes, whole + 2) << 16;
  if (rest >= 2) hash ^= byte(bytes, whole + 1) << 8;
  if (rest >= 1) hash = Math.imul(hash ^ byte(bytes, whole), MIX);
  hash = Math.imul(hash ^ (hash >>> 13), MIX);
  return hash ^ (hash >>> 15);
}

function byte(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}
