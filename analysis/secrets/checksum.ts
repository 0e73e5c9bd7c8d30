/** The checksum that GitHub and npm put at the end of their tokens. */
import { crc32 } from 'node:zlib';

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** CRC-32 of `text` in base 62, six digits (GitHub's engineering blog, 2021-04-05). */
export function checksum(text: string): string {
  let rest = crc32(text);
  let digits = '';
  while (digits.length < 6) {
    digits = (DIGITS[rest % 62] ?? '') + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

/** Whether the last six characters are the checksum of those before them. */
export function hasChecksum(body: string): boolean {
  return checksum(body.slice(0, -6)) === body.slice(-6);
}
