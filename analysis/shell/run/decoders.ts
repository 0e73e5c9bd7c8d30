/** Programs that decode or encode bytes: what they do is told from their options. Output is bounded at 64 KiB. */
import { brotliDecompressSync, gunzipSync, inflateSync, zstdDecompressSync } from 'node:zlib';
import { bytesOf, textOf } from '../bytes';

const MAX_OUTPUT = 64 * 1024;

/** Gives undefined for input that is not in the format. */
type Transform = (input: string) => string | undefined;

/** What inflating costs, however small the input: characters of the budget. */
const INFLATE_COST = 8 * 1024;

export interface Decoding {
  /** Undefined when the program would do something else. */
  run: Transform | undefined;
  files: string[];
  /** Taken off the budget beforehand. */
  cost?: number;
}

/** What a call of a decoder does, and the files that it reads (standard input when there are none). */
export function decode(program: string, args: readonly string[]): Decoding {
  const files = args.filter((arg) => !arg.startsWith('-') || arg === '-');
  const flag = (letters: string, long: string) =>
    args.some(
      (arg) => arg === long || (/^-[a-zA-Z]+$/.test(arg) && Array.from(letters).some((letter) => arg.includes(letter))),
    );
  switch (program) {
    case 'base64':
      return {
        run: flag('dD', '--decode') ? fromBase64 : toBase64,
        files: withoutValue(args, ['-w', '-b', '-i', '-o']),
      };
    case 'base32':
      return { run: flag('d', '--decode') ? fromBase32 : undefined, files: withoutValue(args, ['-w']) };
    case 'basenc':
      return { run: basenc(args, flag('d', '--decode')), files };
    case 'xxd':
      return { run: xxd(args), files: withoutValue(args, ['-c', '-g', '-l', '-s', '-o']) };
    case 'openssl':
      return openssl(args);
    case 'gzip':
    case 'pigz':
      return inflating(flag('d', '--decompress') || args.includes('--uncompress') ? gunzipSync : undefined, files);
    case 'gunzip':
    case 'zcat':
      return inflating(gunzipSync, files);
    case 'zlib-flate':
      return inflating(args.includes('-uncompress') ? inflateSync : undefined, []);
    case 'brotli':
      return inflating(flag('d', '--decompress') ? brotliDecompressSync : undefined, files);
    case 'zstd':
      return inflating(flag('d', '--decompress') ? zstdDecompressSync : undefined, files);
    default:
      return { run: undefined, files: [] };
  }
}

function withoutValue(args: readonly string[], valued: readonly string[]): string[] {
  return args.filter((arg, at) => (!arg.startsWith('-') || arg === '-') && !valued.includes(args[at - 1] ?? ''));
}

const fromBase64: Transform = (input) => {
  const clean = input.replace(/[^A-Za-z0-9+/_=-]/g, '');
  return clean === '' ? undefined : textOf(Buffer.from(clean, 'base64'));
};
const toBase64: Transform = (input) => `${bytesOf(input).toString('base64')}\n`;

const fromHex: Transform = (input) => {
  const clean = input.replace(/^[0-9a-fA-F]{4,8}:/gm, '').replace(/[^0-9a-fA-F]/g, '');
  return clean === '' ? undefined : textOf(Buffer.from(clean.slice(0, clean.length & ~1), 'hex'));
};
const toHex: Transform = (input) => `${bytesOf(input).toString('hex')}\n`;

const fromBase32: Transform = (input) => {
  const bytes: number[] = [];
  let bits = 0;
  let held = 0;
  for (const letter of input.toUpperCase()) {
    const value = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter);
    if (value < 0) continue;
    held = ((held << 5) | value) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 0xff);
    }
  }
  return bytes.length === 0 ? undefined : textOf(Buffer.from(bytes));
};

function basenc(args: readonly string[], decodes: boolean): Transform | undefined {
  if (!decodes) return undefined;
  if (args.includes('--base16')) return fromHex;
  return args.includes('--base32')
    ? fromBase32
    : args.some((arg) => arg.startsWith('--base64'))
      ? fromBase64
      : undefined;
}

/** `xxd -r -p`, `xxd -p`, their letters in any order. */
function xxd(args: readonly string[]): Transform | undefined {
  const has = (letter: string, long: string) =>
    args.some((arg) => arg === long || new RegExp(`^-[rpsu]*${letter}`).test(arg));
  if (has('r', '-revert')) return fromHex;
  return has('p', '-plain') ? toHex : undefined;
}

function openssl(args: readonly string[]): Decoding {
  const [command = '', ...rest] = args;
  const base64 = command === 'base64' || (command === 'enc' && rest.some((arg) => /^-(?:a|base64)$/.test(arg)));
  const decodes = rest.includes('-d');
  const encrypted =
    command === 'enc' && rest.some((arg) => /^-(?:aes|des|camellia|chacha|rc|bf|cast|id-|sm4|aria)/.test(arg));
  const input = rest[rest.indexOf('-in') + 1];
  const files = rest.includes('-in') && input !== undefined ? [input] : [];
  if (!base64 || encrypted || rest.includes('-out')) return { run: undefined, files };
  return { run: decodes ? fromBase64 : toBase64, files };
}

type Inflate = (input: Buffer, options: { maxOutputLength: number }) => Buffer;

function inflating(inflate: Inflate | undefined, files: string[]): Decoding {
  if (!inflate) return { run: undefined, files };
  const run: Transform = (input) => {
    try {
      return textOf(inflate(bytesOf(input), { maxOutputLength: MAX_OUTPUT }));
    } catch {
      return undefined;
    }
  };
  return { run, files, cost: INFLATE_COST };
}
