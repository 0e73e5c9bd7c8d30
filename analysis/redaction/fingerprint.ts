/** Keyed fingerprints of secrets. */
import { hash } from 'node:crypto';

const BLOCK = 64;

/**
 * Makes the fingerprint of one key: the first 12 hex digits of HMAC-SHA-256 (RFC 2104), out of two plain digests. An HMAC object for each
 * value costs several times as much, and one text may hold thousands of secrets.
 */
export function fingerprinter(key: Uint8Array): (value: string) => string {
  const block = Buffer.alloc(BLOCK);
  block.set(key.length > BLOCK ? hash('sha256', key, 'buffer') : key);
  const inner = Buffer.from(block.map((byte) => byte ^ 0x36));
  const outer = Buffer.from(block.map((byte) => byte ^ 0x5c));
  return (value) => {
    const within = hash('sha256', Buffer.concat([inner, Buffer.from(value)]), 'buffer');
    return hash('sha256', Buffer.concat([outer, within]), 'hex').slice(0, 12);
  };
}
