/** What expressions of literals come to: concatenation, joins, character codes, the usual decoders. Language matters little here. */
import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';

/** A known value; `\uFFFD` in a string stands for a part that is not known. */
export type Value = string | number | readonly Value[];

export const UNKNOWN = '\uFFFD';
/** Longest string that is built; longer ones are cut. */
const MAX_TEXT = 64 * 1024;

export function textOf(value: Value | undefined): string | undefined {
  if (value === undefined || value === UNKNOWN) return undefined;
  if (typeof value === 'object') return undefined;
  return String(value).slice(0, MAX_TEXT);
}

export function listOf(value: Value | undefined): readonly Value[] | undefined {
  return typeof value === 'object' ? value : undefined;
}

/** `+` and its like. Numbers add, everything else is put together. */
export function concatenate(left: Value | undefined, right: Value | undefined): Value | undefined {
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (typeof left === 'object' && typeof right === 'object') return [...left, ...right].slice(0, 4_096);
  const [a, b] = [textOf(left) ?? UNKNOWN, textOf(right) ?? UNKNOWN];
  return a === UNKNOWN && b === UNKNOWN ? undefined : (a + b).slice(0, MAX_TEXT);
}

type Transform = (args: readonly (Value | undefined)[], self: Value | undefined) => Value | undefined;

const first =
  (make: (text: string, second: string | undefined) => Value | undefined): Transform =>
  (args, self) => {
    const own = textOf(args[0]) ?? textOf(self);
    return own === undefined ? undefined : make(own, textOf(args[1]));
  };
const base64: Transform = first((text) => Buffer.from(text, 'base64').toString('latin1'));
const hex: Transform = first((text) => Buffer.from(text.replace(/\s/g, ''), 'hex').toString('latin1'));
const same: Transform = (args, self) => args[0] ?? self;
const home: Transform = () => '~';
const codes: Transform = (args) => {
  const flat = args.flatMap((arg): readonly (Value | undefined)[] => listOf(arg) ?? [arg]);
  if (flat.some((code) => typeof code !== 'number' || code < 0 || code > 0x10ffff)) return undefined;
  return flat.map((code) => String.fromCodePoint(Math.floor(code as number))).join('');
};
const inflate = (how: typeof gunzipSync): Transform =>
  first((text) => {
    try {
      return how(Buffer.from(text, 'latin1'), { maxOutputLength: MAX_TEXT }).toString('latin1');
    } catch {
      return undefined;
    }
  });
const reverse: Transform = (args, self) => {
  const value = self ?? args[0];
  return typeof value === 'object' ? [...value].reverse() : textOf(value)?.split('').reverse().join('');
};
const rot13 = (text: string) =>
  text.replace(/[a-z]/gi, (letter) => {
    const base = letter <= 'Z' ? 65 : 97;
    return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
  });

/** `decode(x, 'rot13')`, `Buffer.from(x, 'hex')`, `x.toString('utf8')`: the codec is the second argument, or the first of a method. */
const codec: Transform = (args, self) => {
  const named = [args[1], args[0]]
    .map(textOf)
    .find((text) => text !== undefined && /^(?:base64(?:url)?|hex|rot_?13)/i.test(text));
  const subject = self ?? args[0];
  if (named === undefined || subject === named) return subject;
  const text = textOf(subject);
  if (text === undefined) return undefined;
  return /^rot/i.test(named) ? rot13(text) : /^hex/i.test(named) ? hex([text], undefined) : base64([text], undefined);
};

const join: Transform = (args, self) => {
  const list = listOf(self) ?? listOf(args[1]) ?? listOf(args[0]);
  const glue = textOf(listOf(self) === undefined ? (self ?? args[0]) : args[0]) ?? '';
  if (list === undefined) return glue === '' ? textOf(args[0]) : undefined;
  return list
    .map((part) => textOf(part) ?? UNKNOWN)
    .join(listOf(args[0]) === undefined || self !== undefined ? glue : '');
};

/** `pack("H*", x)` and `[x].pack("m")`. */
const pack: Transform = (args, self) => {
  const list = listOf(self);
  const [form, subject] = list ? [textOf(args[0]), textOf(list[0])] : [textOf(args[0]), textOf(args[1])];
  if (form === undefined || subject === undefined) return undefined;
  return /^H/.test(form) ? hex([subject], undefined) : undefined;
};
const unpack: Transform = (args, self) => (/^[mu]/.test(textOf(args[0]) ?? '') ? base64([self], undefined) : undefined);

/** Functions and methods by their last name in lower case. Those in DECODERS hide what they hold. */
export const TRANSFORMS: Readonly<Record<string, Transform>> = {
  chr: codes,
  char: codes,
  fromcharcode: codes,
  fromcodepoint: codes,
  bytes: (args) => codes(args, undefined) ?? args[0],
  bytearray: (args) => codes(args, undefined) ?? args[0],
  b64decode: base64,
  urlsafe_b64decode: base64,
  standard_b64decode: base64,
  decodebytes: base64,
  decode64: base64,
  strict_decode64: base64,
  urlsafe_decode64: base64,
  base64_decode: base64,
  decode_base64: base64,
  atob: base64,
  frombase64string: base64,
  fromhex: hex,
  unhexlify: hex,
  a2b_hex: hex,
  a2b_base64: base64,
  hex2bin: hex,
  decompress: (args, self) => inflate(inflateSync)(args, self) ?? inflate(gunzipSync)(args, self),
  gzinflate: inflate(inflateRawSync),
  gzuncompress: inflate(inflateSync),
  gzdecode: inflate(gunzipSync),
  inflatesync: inflate(inflateSync),
  gunzipsync: inflate(gunzipSync),
  str_rot13: first(rot13),
  strrev: reverse,
  reverse,
  reversed: reverse,
  join,
  implode: join,
  pack,
  unpack1: unpack,
  unpack,
  decode: codec,
  encode: (_args, self) => self,
  from: codec,
  tostring: codec,
  getstring: same,
  str: same,
  string: same,
  compile: same,
  memoryview: same,
  repr: same,
  assert: same,
  int: same,
  number: same,
  parseint: same,
  tuple: same,
  list: same,
  array: same,
  shellescape: same,
  decodeuricomponent: first(percent),
  unquote: first(percent),
  urldecode: first(percent),
  unescape: first(percent),
  replace: (args, self) => {
    const [text, from, to] = [textOf(self), textOf(args[0]), textOf(args[1])];
    return text === undefined || from === undefined || to === undefined || from === ''
      ? undefined
      : text.replaceAll(from, () => to).slice(0, MAX_TEXT);
  },
  split: (args, self) =>
    textOf(self)
      ?.split(textOf(args[0]) ?? ' ')
      .slice(0, 4_096),
  strip: (_args, self) => textOf(self)?.trim(),
  trim: (_args, self) => textOf(self)?.trim(),
  lower: (_args, self) => textOf(self)?.toLowerCase(),
  tolowercase: (_args, self) => textOf(self)?.toLowerCase(),
  expanduser: same,
  expand_path: same,
  expandvars: same,
  realpath: same,
  abspath: same,
  resolve: (args, self) => (args.length > 1 ? pathJoin(args, undefined) : (self ?? args[0])),
  path: (args) => (args.length > 1 ? pathJoin(args, undefined) : args[0]),
  purepath: same,
  absolute: (_args, self) => self,
  homedir: home,
  home,
  joinpath: (args, self) => pathJoin([self, ...args], undefined),
  sockaddr_in: (args) => args.map((arg) => arg ?? UNKNOWN),
  pack_sockaddr_in: (args) => args.map((arg) => arg ?? UNKNOWN),
  inet_aton: same,
  inet_addr: same,
  htons: same,
  gethostbyname: same,
  uri: same,
  url: same,
  request: same,
  glob: (args, self) => (self === undefined ? args[0] : pathJoin([self, args[0]], undefined)),
  iglob: same,
  sprintf: (args) => args[0],
  format: (args, self) => self ?? args[0],
};

/** Transforms that turn hidden text into readable text. */
export const DECODERS: ReadonlySet<string> = new Set(
  'b64decode urlsafe_b64decode standard_b64decode decodebytes decode64 strict_decode64 urlsafe_decode64 base64_decode decode_base64 atob frombase64string fromhex unhexlify a2b_hex a2b_base64 hex2bin fromcharcode decompress gzinflate gzuncompress gzdecode inflatesync gunzipsync str_rot13 unpack1'.split(
    ' ',
  ),
);

/** Functions of a module rather than methods of a value: what stands in front of them does not matter. */
export const OF_MODULES: ReadonlySet<string> = new Set([
  ...DECODERS,
  'homedir',
  'home',
  'expanduser',
  'expandvars',
  'expand_path',
  'compile',
  'chr',
]);

export const pathJoin: Transform = (args) => {
  const parts = args.map((arg) => textOf(arg) ?? UNKNOWN);
  return parts.every((part) => part === UNKNOWN) ? undefined : parts.join('/').replace(/\/{2,}/g, '/');
};

function percent(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
