/** Secrets with a structure: keys in PEM, JSON Web Tokens, headers, URLs with a password, tokens without a prefix of their own. */
import {
  BASE64,
  BASE64_PADDED,
  DOTTED,
  FULL_STOP,
  NONE,
  TOKEN,
  URL_BASE64,
  characters,
  run,
  startsWord,
  withoutEnd,
} from './form';
import type { CharacterSet, Form, Secret, Seen } from './form';
import { entropy, isFiller, isPlaceholder, isReference, looksRandom } from './strength';

/** Longest private key that is taken as one; RSA of 16,384 bits has 13 KB. */
const MAX_KEY = 20_000;
const KEY_BODY = characters(/[A-Za-z0-9+/=\s\\,:."']/);
/** Shorter runs in front of a key's last line are taken for words. */
const MIN_KEY_LINE = 16;
const KEY_TRIM = characters(/[\s\\"',+]/);
const USER_INFO = characters(/[^/\s'"`<>?#\\(),;|]/);

export const COMPOUND: readonly Form[] = [
  { anchor: '-----BEGIN', rank: 5, find: pem },
  { anchor: '-----END', rank: 5, find: pemEnd },
  { anchor: 'Private-Lines:', rank: 5, find: putty },
  { anchor: 'eyJ', rank: 2, find: webToken },
  { anchor: 'bearer ', fold: true, rank: 1, find: bearer },
  { anchor: 'basic ', fold: true, rank: 4, find: basic },
  { anchor: '://', rank: 1, find: urlPassword },
  { anchor: ':AA', rank: 3, find: telegram },
  { anchor: 'AKIA', rank: 3, find: awsSecretNear },
  { anchor: 'ASIA', rank: 3, find: awsSecretNear },
  { anchor: 'Q~', rank: 3, find: azureClientSecret },
  ...['MT', 'Mj', 'Mz', 'ND', 'NT', 'Nj', 'Nz', 'OD', 'OT'].map((anchor): Form => ({ anchor, rank: 3, find: discord })),
];

/** The body of a private key, from the header to the first thing that is not of a key; the markers stay. */
function pem(text: string, at: number, seen: Seen): readonly Secret[] {
  const header = /^-----BEGIN ([A-Z0-9 ]{0,40})-----/.exec(text.slice(at, at + 70));
  if (!header || !/PRIVATE KEY(?: BLOCK)?$/.test(header[1] ?? '')) return NONE;
  return keyBody(text, at + header[0].length, seen);
}

/** Lines of base64 in front of a closing marker whose opening one is not there: the end of a key that was cut, as `tail` shows it. */
function pemEnd(text: string, at: number, seen: Seen): readonly Secret[] {
  if (!/^-----END [A-Z0-9 ]{0,40}PRIVATE KEY/.test(text.slice(at, at + 70))) return NONE;
  const floor = Math.max(seen.long, at - MAX_KEY, 0);
  let end = back(text, at, floor, KEY_TRIM);
  while (end - 2 >= floor && /^\\[nrt]$/.test(text.slice(end - 2, end))) end = back(text, end - 2, floor, KEY_TRIM);
  let start = back(text, end, floor, BASE64_PADDED);
  for (;;) {
    const before = back(text, start, floor, KEY_TRIM);
    const line = back(text, before, floor, BASE64_PADDED);
    if (before === start || before - line < MIN_KEY_LINE) break;
    start = line;
  }
  seen.steps += end - start;
  seen.long = Math.max(seen.long, at);
  const value = text.slice(start, end).replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '');
  return value.length < 40 || isFiller(value.slice(0, 60)) ? NONE : [{ kind: 'private-key', start, end, value }];
}

/** How far back from `at`, and not before `floor`, all characters are in `set`. */
function back(text: string, at: number, floor: number, set: CharacterSet): number {
  let from = at;
  while (from > floor && set[text.charCodeAt(from - 1)] === 1) from--;
  return from;
}

function putty(text: string, at: number, seen: Seen): readonly Secret[] {
  const header = /^Private-Lines:\s{0,3}\d{1,4}/.exec(text.slice(at, at + 30));
  return header ? keyBody(text, at + header[0].length, seen) : NONE;
}

function keyBody(text: string, from: number, seen: Seen): readonly Secret[] {
  if (from < seen.long) return NONE;
  const length = keyLength(text, from, seen);
  seen.long = from + length;
  const all = text.slice(from, from + length);
  const marker = all.indexOf('Private-MAC:');
  const body = marker < 0 ? all : all.slice(0, marker);
  const kept = body.replace(/^(?:\s|\\[nrt]|\\$|["',+])*/, '');
  const start = from + body.length - kept.length;
  const inner = withoutEscapes(withoutEnd(kept, KEY_TRIM));
  const value = inner.replace(/^[A-Za-z-]{3,20}: .{0,100}$/gm, '').replace(/\\[nrt]|[^A-Za-z0-9+/=]/g, '');
  // A key starts with a header or a line of base64; words after a marker are text about keys.
  if (!/^(?:[A-Za-z-]{3,20}: |[A-Za-z0-9+/]{16})/.test(inner)) return NONE;
  if (value.length < 40 || isFiller(value.slice(0, 60))) return NONE;
  return [{ kind: 'private-key', start, end: start + inner.length, value }];
}

/** To the closing marker, over the dashes of headers such as `Proc-Type: 4,ENCRYPTED`. */
function keyLength(text: string, from: number, seen: Seen): number {
  let length = run(text, from, KEY_BODY, MAX_KEY, seen);
  while (length < MAX_KEY && text[from + length] === '-' && !text.startsWith('-----', from + length))
    length += 1 + run(text, from + length + 1, KEY_BODY, MAX_KEY, seen);
  return length;
}

/** Without `\n` written as two characters at the end, whose `n` looks like a part of the key. */
function withoutEscapes(body: string): string {
  let end = body.length;
  while (/^\\[nrt]$/.test(body.slice(end - 2, end))) end -= 2;
  return withoutEnd(body.slice(0, end), KEY_TRIM);
}

/** The token of jwt.io's front page, which every documentation repeats. */
const KNOWN_WEB_TOKEN = 'SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV_adQssw5c';

function webToken(text: string, at: number, seen: Seen): readonly Secret[] {
  if (at < seen.long || !startsWord(text, at)) return NONE;
  const length = run(text, at, DOTTED, 8_192, seen);
  seen.long = at + length;
  const value = withoutEnd(text.slice(at, at + length), FULL_STOP);
  const parts = value.split('.');
  if ((parts.length !== 3 && parts.length !== 5) || value.endsWith(KNOWN_WEB_TOKEN)) return NONE;
  const header = Buffer.from(parts[0] ?? '', 'base64url').toString('latin1');
  const sound = /^\{.{0,600}"(?:alg|typ|enc)"\s{0,3}:/s.test(header) && (parts.at(-1)?.length ?? 0) >= 16;
  return sound ? [{ kind: 'json-web-token', start: at, end: at + value.length, value }] : NONE;
}

function bearer(text: string, at: number, seen: Seen): readonly Secret[] {
  if (!startsWord(text, at)) return NONE;
  const from = at + 'bearer '.length;
  const value = withoutEnd(text.slice(from, from + run(text, from, TOKEN, 4_096, seen)), FULL_STOP);
  const sure = value.length >= 16 && looksRandom(value) && !isReference(value);
  return sure ? [{ kind: 'bearer-token', start: from, end: from + value.length, value }] : NONE;
}

/** `Basic` credentials: the password inside is what is replaced, and the pair encoded again. */
function basic(text: string, at: number, seen: Seen): readonly Secret[] {
  if (!startsWord(text, at)) return NONE;
  const from = at + 'basic '.length;
  const length = run(text, from, BASE64_PADDED, 1_024, seen);
  if (length < 8) return NONE;
  const decoded = Buffer.from(text.slice(from, from + length), 'base64').toString('latin1');
  const colon = decoded.indexOf(':');
  const value = decoded.slice(colon + 1);
  if (colon < 0 || !/^[\x20-\x7e]{4,400}$/.test(value) || isPlaceholder(value) || isOurs(value)) return NONE;
  const wrap = (word: string) => Buffer.from(`${decoded.slice(0, colon + 1)}${word}`, 'latin1').toString('base64');
  return [{ kind: 'password', start: from, end: from + length, value, wrap }];
}

function urlPassword(text: string, at: number, seen: Seen): readonly Secret[] {
  const from = at + 3;
  const length = run(text, from, USER_INFO, 300, seen);
  const authority = text.slice(from, from + length);
  const sign = authority.lastIndexOf('@');
  if (sign <= 0) return NONE;
  const user = authority.slice(0, sign);
  const colon = user.indexOf(':');
  const value = user.slice(colon + 1);
  if (isReference(value) || isPlaceholder(value) || isOurs(value)) return NONE;
  const start = from + colon + 1;
  if (colon >= 0 && value.length >= 4 && !/^\$|^\d{1,5}$/.test(value))
    return [{ kind: 'password', start, end: from + sign, value: decoded(value) }];
  return colon < 0 && value.length >= 20 && looksRandom(value)
    ? [{ kind: 'url-token', start, end: from + sign, value }]
    : NONE;
}

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}

function telegram(text: string, at: number, seen: Seen): readonly Secret[] {
  const id = /(?:^|[^\d])(\d{8,10})$/.exec(text.slice(Math.max(0, at - 11), at))?.[1];
  const length = run(text, at + 1, URL_BASE64, 40, seen);
  if (id === undefined || length !== 35 || isFiller(text.slice(at + 3, at + 36))) return NONE;
  const start = at - id.length;
  return [{ kind: 'telegram-token', start, end: at + 36, value: text.slice(start, at + 36) }];
}

/** Three parts; the first is the bot's numeric id in base64. */
function discord(text: string, at: number, seen: Seen): readonly Secret[] {
  if (!startsWord(text, at) || text[at - 1] === '.' || text[at - 1] === '/' || text[at - 1] === '+') return NONE;
  const first = run(text, at, URL_BASE64, 30, seen);
  if (first < 23 || first > 27 || text[at + first] !== '.') return NONE;
  const value = text.slice(at, at + run(text, at, DOTTED, 90, seen));
  const shape = /^[\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}$/.test(value);
  const id = Buffer.from(value.slice(0, first), 'base64url').toString('latin1');
  return shape && /^\d{17,20}$/.test(id) ? [{ kind: 'discord-token', start: at, end: at + value.length, value }] : NONE;
}

/** The secret half of an AWS key pair has no form of its own; next to the id a string of forty says enough. */
function awsSecretNear(text: string, at: number, seen: Seen): readonly Secret[] {
  if (!startsWord(text, at) || run(text, at, DOTTED, 21, seen) !== 20) return NONE;
  const end = Math.min(text.length, at + 320);
  for (let from = at + 20; from < end;) {
    const length = run(text, from, BASE64, 64, seen);
    const value = text.slice(from, from + length);
    if (length === 40 && isAwsSecret(value))
      return [{ kind: 'aws-secret-access-key', start: from, end: from + 40, value }];
    from += Math.max(1, length);
  }
  return NONE;
}

export function isAwsSecret(value: string): boolean {
  return (
    /^[A-Za-z0-9+/]{40}$/.test(value) &&
    /[a-z]/.test(value) &&
    /[A-Z]/.test(value) &&
    entropy(value) >= 4 &&
    !/^[a-z/]+$/i.test(value)
  );
}

/** `abc8Q~` and 31 to 34 more: secrets of Entra ID applications. */
function azureClientSecret(text: string, at: number, seen: Seen): readonly Secret[] {
  const start = at - 4;
  const front = text.slice(Math.max(0, start), at);
  const length = run(text, at + 2, TOKEN, 36, seen);
  if (!/^[\w.~-]{3}\d$/.test(front) || length < 31 || length > 34) return NONE;
  const value = text.slice(start, at + 2 + length);
  return isFiller(value) ? NONE : [{ kind: 'azure-client-secret', start, end: start + value.length, value }];
}

/** A word that we put in place of a secret. */
export function isOurs(value: string): boolean {
  return /^REDACTED_[a-z0-9-]{1,40}_[0-9a-f]{12}$/.test(value);
}
