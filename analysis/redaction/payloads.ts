/** Encoded runs in a text that decode to readable text: base64 (plain, URL-safe, wrapped, UTF-16, compressed), hex, `\x..`, `%..`. */
import { deflateSync, gunzipSync, gzipSync, inflateSync } from 'node:zlib';
import { isOurs } from '../secrets';
import { BASE64_PADDED, HEX, URL_BASE64, characters } from '../secrets/form';
import type { CharacterSet } from '../secrets/form';

export interface Payload {
  start: number;
  end: number;
  decoded: string;
  /** Writes other text in the same encoding and layout. */
  encode(text: string): string;
}

/** Shortest run worth decoding: the shortest secret with its context has about 16 characters. */
const MIN_BASE64 = 24;
const MIN_HEX = 40;
/** Most payloads of one text, and most characters decoded in all. */
const MAX_PAYLOADS = 64;
const MAX_DECODED = 512 * 1024;

/** Payloads of a text in order of place, none overlapping. */
export function findPayloads(text: string): Payload[] {
  const found: Payload[] = [];
  let room = MAX_DECODED;
  for (const [start, end] of encodedRuns(text)) {
    if (found.length >= MAX_PAYLOADS || room <= 0) break;
    const payload = isWord(text, start, end) ? undefined : (fromHex(text, start, end) ?? fromBase64(text, start, end));
    if (!payload) continue;
    room -= payload.decoded.length;
    found.push(payload);
  }
  return [...found, ...escaped(text, MAX_PAYLOADS - found.length)].sort((a, b) => a.start - b.start);
}

/** A word that was put in place of a secret, which need not be decoded. */
const isWord = (text: string, start: number, end: number): boolean =>
  text.startsWith('REDACTED_', start) && isOurs(text.slice(start, end));

const ENCODED: CharacterSet = characters(/[A-Za-z0-9+/_-]/);

/** Runs of at least MIN_BASE64 characters. Looks at the far end first, so that most of a text of short words is never looked at. */
function* encodedRuns(text: string): Generator<readonly [number, number]> {
  let start = 0;
  while (start + MIN_BASE64 <= text.length) {
    let at = start + MIN_BASE64 - 1;
    while (at >= start && ENCODED[text.charCodeAt(at)] === 1) at--;
    if (at >= start) {
      start = at + 1;
      continue;
    }
    let end = start + MIN_BASE64;
    while (ENCODED[text.charCodeAt(end)] === 1) end++;
    const last = wrapped(text, start, withPadding(text, end));
    yield [start, last];
    start = last + 1;
  }
}

function withPadding(text: string, at: number): number {
  return text[at] === '=' ? at + (text[at + 1] === '=' ? 2 : 1) : at;
}

/** Takes in the lines that follow a full line of the same width, as `base64` and PEM break them. */
function wrapped(text: string, start: number, end: number): number {
  const width = end - start;
  if (width < 60 || width > 80 || width % 4 !== 0) return end;
  let last = end;
  while (text[last] === '\n') {
    let next = last + 1;
    while (BASE64_PADDED[text.charCodeAt(next)] === 1 && next - last - 1 < width) next++;
    if (next === last + 1) return last;
    const full = next - last - 1 === width;
    last = next;
    if (!full) return last;
  }
  return last;
}

/** Whether decoded bytes begin like text. */
function isReadable(sample: string): boolean {
  let odd = 0;
  for (let at = 0; at < sample.length; at++) {
    const code = sample.charCodeAt(at);
    if (code > 126 || (code < 32 && code !== 9 && code !== 10 && code !== 13)) odd++;
  }
  return sample.length > 0 && odd * 20 <= sample.length;
}

function fromHex(text: string, start: number, end: number): Payload | undefined {
  const length = end - start;
  if (length < MIN_HEX || length % 2 === 1) return undefined;
  for (let at = start; at < end; at++) if (HEX[text.charCodeAt(at)] !== 1) return undefined;
  const sample = Buffer.from(text.slice(start, start + 40), 'hex').toString('latin1');
  if (!isReadable(sample)) return undefined;
  const upper = /[A-F]/.test(text.slice(start, end));
  return {
    start,
    end,
    decoded: Buffer.from(text.slice(start, end), 'hex').toString('latin1'),
    encode: (plain) => {
      const hex = Buffer.from(plain, 'latin1').toString('hex');
      return upper ? hex.toUpperCase() : hex;
    },
  };
}

function fromBase64(text: string, start: number, end: number): Payload | undefined {
  const sample = Buffer.from(text.slice(start, start + 64), 'base64').toString('latin1');
  const packing = packingOf(sample);
  if (packing === undefined) return undefined;
  const raw = text.slice(start, end);
  const bytes = Buffer.from(raw, 'base64');
  const decoded = packing.unpack(bytes);
  return decoded === undefined
    ? undefined
    : { start, end, decoded, encode: (plain) => layOut(packing.pack(plain), raw) };
}

interface Packing {
  unpack(bytes: Buffer): string | undefined;
  pack(text: string): Buffer;
}

const LIMIT = { maxOutputLength: MAX_DECODED };
const PLAIN: Packing = { unpack: (bytes) => bytes.toString('latin1'), pack: (text) => Buffer.from(text, 'latin1') };
const WIDE: Packing = { unpack: (bytes) => bytes.toString('utf16le'), pack: (text) => Buffer.from(text, 'utf16le') };
const GZIP: Packing = {
  unpack: (bytes) => unpacked(() => gunzipSync(bytes, LIMIT)),
  pack: (text) => gzipSync(Buffer.from(text, 'latin1')),
};
const ZLIB: Packing = {
  unpack: (bytes) => unpacked(() => inflateSync(bytes, LIMIT)),
  pack: (text) => deflateSync(Buffer.from(text, 'latin1')),
};

function packingOf(sample: string): Packing | undefined {
  if (isReadable(sample)) return PLAIN;
  if (sample.startsWith('\x1f\x8b\x08')) return GZIP;
  if (/^\x78[\x01\x5e\x9c\xda]/.test(sample)) return ZLIB;
  return /^(?:[\x09\x0a\x0d\x20-\x7e]\0){8}/.test(sample) ? WIDE : undefined;
}

function unpacked(inflate: () => Buffer): string | undefined {
  try {
    return inflate().toString('latin1');
  } catch {
    return undefined;
  }
}

/** Base64 with the alphabet, padding and line width of `like`. */
function layOut(bytes: Buffer, like: string): string {
  const urlSafe = /[-_]/.test(like);
  const width = like.indexOf('\n');
  const unpadded = width < 0 && like.length % 4 !== 0;
  const standard = bytes.toString(urlSafe ? 'base64url' : 'base64');
  if (width > 0) return (standard.match(new RegExp(`.{1,${width}}`, 'g')) ?? []).join('\n');
  if (unpadded) return standard.replace(/={1,2}$/, '');
  return urlSafe && like.endsWith('=') ? standard.padEnd(Math.ceil(standard.length / 4) * 4, '=') : standard;
}

/** Runs of `\xNN` and of text with `%NN` in it. */
function escaped(text: string, most: number): Payload[] {
  if (most <= 0) return [];
  const bytes = text.includes('\\x') ? [...text.matchAll(/(?:\\x[0-9a-fA-F]{2}){12,4096}/g)].slice(0, most) : [];
  const percent = text.includes('%') ? percentRuns(text).slice(0, most) : [];
  return [
    ...bytes.map((match): Payload => ({
      start: match.index,
      end: match.index + match[0].length,
      decoded: Buffer.from(match[0].replaceAll('\\x', ''), 'hex').toString('latin1'),
      encode: (plain) => Buffer.from(plain, 'latin1').toString('hex').replace(/../g, '\\x$&'),
    })),
    ...percent,
  ];
}

const PERCENT: CharacterSet = (() => {
  const set = URL_BASE64.slice();
  for (const character of '%.~+') set[character.charCodeAt(0)] = 1;
  return set;
})();

function percentRuns(text: string): Payload[] {
  const found: Payload[] = [];
  for (let at = text.indexOf('%'); at >= 0; at = text.indexOf('%', at)) {
    let [start, end] = [at, at];
    while (start > 0 && at - start < 256 && PERCENT[text.charCodeAt(start - 1)] === 1) start--;
    while (PERCENT[text.charCodeAt(end)] === 1 && end - at < 4_096) end++;
    const raw = text.slice(start, end);
    const decoded = /%[0-9a-fA-F]{2}/.test(raw) ? decodePercent(raw) : undefined;
    if (decoded !== undefined) found.push({ start, end, decoded, encode: encodeURIComponent });
    at = end;
  }
  return found;
}

function decodePercent(raw: string): string | undefined {
  try {
    return decodeURIComponent(raw);
  } catch {
    return undefined;
  }
}
