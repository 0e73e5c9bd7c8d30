/** Values that are secret by the name in front of them: `DB_PASSWORD=…`, `"apiKey": "…"`, `--token …`. */
import { isAwsSecret, isOurs } from './compound';
import { BACKSLASH, FULL_STOP, NONE, characters, run, withoutEnd } from './form';
import type { Form, Secret, Seen } from './form';
import { entropy, isPlaceholder, isReference, isWallet, looksRandom } from './strength';

const NAME = characters(/[A-Za-z0-9_.-]/);
const MAX_NAME = 64;
const MAX_VALUE = 1_024;

export const NAMED: readonly Form[] = [
  ...['pass', 'pwd', 'secret', 'token', 'key', 'auth', 'credential'].map((anchor): Form => ({
    anchor,
    fold: true,
    rank: 0,
    find: byName,
  })),
  ...['sig=', 'x-amz-signature='].map((anchor): Form => ({ anchor, fold: true, rank: 1, find: signature })),
];

type Strength = 'password' | 'key' | 'plain-key';

const PASSWORD_NAME = /(?:passw(?:or)?d|passphrase|passwd|(?:^|[^a-z])(?:pwd|pass))$/;
const KEY_NAME =
  /(?:secret|token|api[_.-]?key|access[_.-]?key|secret[_.-]?key|private[_.-]?key|auth[_.-]?key|signing[_.-]?key|encryption[_.-]?key|master[_.-]?key|account[_.-]?key|shared[_.-]?access[_.-]?key|shared[_.-]?secret|subscription[_.-]?key|credentials?|[_.-]auth|webhook[_.-]?key|service[_.-]?key|deploy[_.-]?key|admin[_.-]?key|api[_.-]?secret)$/;
/** Tokens that turn pages, count words or mark text, and keys that name things. */
const HARMLESS_NAME =
  /(?:next|page|continuation|sync|cursor|resume|csrf|xsrf|max|min|num|pad|eos|bos|unk|sep|cls|mask|stop|start|end|special|first|last|prev|cancellation|image|delimiter|punctuation)[_.-]?tokens?$|(?:public|publishable|primary|foreign|cache|sort|partition|idempotency|object|storage|row|hash|index|map|lookup|dedupe|group|i18n|translation|registry|host|known|ssh[_.-]?public)[_.-]?key$/;

function byName(text: string, at: number, seen: Seen): readonly Secret[] {
  if (at < seen.names) return NONE;
  const start = nameStart(text, at);
  const end = at + run(text, at, NAME, MAX_NAME, seen);
  seen.names = end;
  const name = text.slice(start, end);
  const gap = separator(text, start, end, name);
  if (gap === undefined) return NONE;
  const strength = strengthOf(name);
  if (strength === undefined) return NONE;
  const value = valueAt(text, gap.end);
  seen.steps += MAX_NAME + value.text.length;
  if (!value.quoted) seen.names = Math.max(end, value.start + value.text.length);
  if (!judgedSecret(value, name, strength, gap, seen)) return NONE;
  return [
    {
      kind: kindOf(name, value.text, strength),
      start: value.start,
      end: value.start + value.text.length,
      value: value.text,
    },
  ];
}

function nameStart(text: string, at: number): number {
  let start = at;
  while (start > 0 && at - start < MAX_NAME && NAME[text.charCodeAt(start - 1)] === 1) start--;
  // In escaped text the `n` of `\n` is no part of the name.
  return start > 0 && text[start - 1] === '\\' && /[nrt]/.test(text[start] ?? '') ? start + 1 : start;
}

/** Names repeat from text to text; the cache is emptied when it is full. */
const strengths = new Map<string, Strength | undefined>();
const MAX_STRENGTHS = 2_000;

function strengthOf(name: string): Strength | undefined {
  const known = strengths.get(name);
  if (known !== undefined || strengths.has(name)) return known;
  if (strengths.size >= MAX_STRENGTHS) strengths.clear();
  const strength = strengthIn(name);
  strengths.set(name, strength);
  return strength;
}

function strengthIn(name: string): Strength | undefined {
  const separated = name
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[._-]+$/, '');
  if (HARMLESS_NAME.test(separated)) return undefined;
  if (PASSWORD_NAME.test(separated)) return 'password';
  if (KEY_NAME.test(separated)) return 'key';
  return /^(?:[A-Z][A-Z0-9]*_)+KEY$/.test(name) ? 'plain-key' : undefined;
}

const SEPARATES = characters(/[:="'\\\]]/);

interface Gap {
  end: number;
  /** `env`: NAME=value without blanks; `flag`: --name value; `code`: anything with blanks, colons or quotes. */
  style: 'env' | 'flag' | 'code';
}

function separates(text: string, end: number): boolean {
  let at = end;
  while (at < end + 3 && (text[at] === ' ' || text[at] === '\t')) at++;
  return SEPARATES[text.charCodeAt(at)] === 1;
}

function separator(text: string, start: number, end: number, name: string): Gap | undefined {
  // Most names in prose end here: what follows is another word.
  if (!separates(text, end) && name !== 'password' && !name.startsWith('-')) return undefined;
  const after = text.slice(end, end + 16);
  const flag = /^--?[a-z]/i.test(name) && !/["']/.test(text[end] ?? '');
  if (flag) {
    const blank = /^(?:=|[ \t]{1,3})(?=[^\s-])/.exec(after);
    return blank ? { end: end + blank[0].length, style: 'flag' } : undefined;
  }
  const env = /^=(?!=)/.test(after) && !/["']/.test(text[start - 1] ?? '');
  if (env && !/^=[ \t]/.test(after)) return { end: end + 1, style: 'env' };
  const code = /^\\{0,2}["']?\]?[ \t]{0,3}(?::=|=>|[:=])(?![:=])[ \t]{0,8}/.exec(after);
  if (code) return { end: end + code[0].length, style: 'code' };
  const netrc = name === 'password' ? /^[ \t]{1,3}(?=\S)/.exec(after) : null;
  return netrc && /\b(?:login|user)\s{1,4}\S{1,80}\s{1,10}$/.test(text.slice(Math.max(0, start - 100), start))
    ? { end: end + netrc[0].length, style: 'flag' }
    : undefined;
}

interface Value {
  start: number;
  text: string;
  quoted: boolean;
}

function valueAt(text: string, at: number): Value {
  const open = /^(?:[rbuf]{0,2}|\\{0,3}|\$?)(["'])/i.exec(text.slice(at, at + 5));
  if (open) {
    const from = at + open[0].length;
    const rest = text.slice(from, from + MAX_VALUE);
    const close = rest.search(open[1] === '"' ? /["\n]/ : /['\n]/);
    const inside = close < 0 ? rest : rest.slice(0, close);
    return { start: from, text: withoutEnd(inside, BACKSLASH), quoted: true };
  }
  const word = /^[^\s;&|<>()'"`,}\]\\]{0,1024}/.exec(text.slice(at, at + MAX_VALUE))?.[0] ?? '';
  return { start: at, text: withoutEnd(word, FULL_STOP), quoted: false };
}

/** Judges the same value behind the same name once a text. */
function judgedSecret(value: Value, name: string, strength: Strength, gap: Gap, seen: Seen): boolean {
  if (value.text.length < 6 || isOurs(value.text)) return false;
  const key = `${name} ${gap.style} ${value.quoted ? '"' : ''}${value.text}`;
  const known = seen.judged?.get(key);
  if (known !== undefined) return known;
  const secret = isSecret(value, name, strength, gap);
  (seen.judged ??= new Map()).set(key, secret);
  return secret;
}

function isSecret(value: Value, name: string, strength: Strength, gap: Gap): boolean {
  const { text, quoted } = value;
  if (/aws|secret[_-]?access/i.test(name) && isAwsSecret(text)) return true;
  if (/\s/.test(text) || isReference(text) || isPlaceholder(text) || isWallet(text)) return false;
  if (namesItself(text, name)) return false;
  if (strength === 'plain-key')
    return gap.style === 'env' && text.length >= 20 && entropy(text) >= 3.5 && looksRandom(text);
  if (strength === 'key') return text.length >= 16 && looksRandom(text) && !isPathLike(text) && !isWords(text);
  if (isPathLike(text) || (/^[\w-]{1,40}$/.test(text) && isWords(text))) return false;
  if (gap.style === 'env') return quoted || /^[A-Z0-9_]+$/.test(name) || /[\d\W]/.test(text);
  if (gap.style === 'flag') return /[\d\W_]|[a-z][A-Z]/.test(text) || text.length >= 10;
  if (quoted) return /[\d\W_]|[a-z][A-Z]/.test(text);
  // `PASS: TestName` is what test runners print.
  return !/^pass$/i.test(name) && text.length >= 8 && /\d/.test(text) && /[A-Za-z]/.test(text);
}

/** `password=password1`, `token: tokenValue`: the value speaks of the name. */
function namesItself(value: string, name: string): boolean {
  const word = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '');
  const said = word(value);
  return (
    said !== '' &&
    (word(name).endsWith(said) ||
      /^(?:test|fake|mock|invalid|wrong|bad|some|any|old|new|the|a|get|set)?(?:secret|token|password|passwd|api_?key|auth|key)(?:value|here|field|hash|string|name|input)?s?$/.test(
        said,
      )) &&
    /^[\w.-]*$/.test(value) &&
    !/\d{3}/.test(value)
  );
}

const isPathLike = (text: string) => /^(?:[\w.-]*\/){2,}[\w.-]*$|:\/\//.test(text) && entropy(text) < 4.2;
/** Lower-case words joined by dashes or underscores: a name, not a value. */
const isWords = (text: string) => /^[A-Za-z]{2,20}(?:[_-][A-Za-z]{2,20}){1,8}$/.test(text);

function kindOf(name: string, value: string, strength: Strength): string {
  const lower = name.toLowerCase();
  if (/secret[_-]?access[_-]?key/.test(lower) || (/aws/.test(lower) && isAwsSecret(value)))
    return 'aws-secret-access-key';
  if (/accountkey|sharedaccesskey/.test(lower)) return 'azure-storage-key';
  if (strength === 'password') return 'password';
  return /token|auth/.test(lower) ? 'token' : /secret/.test(lower) ? 'secret' : 'api-key';
}

/** The signature that makes an address usable by whoever holds it (Azure SAS, presigned S3). */
function signature(text: string, at: number, seen: Seen): readonly Secret[] {
  const before = text[at - 1];
  if (before !== '&' && before !== '?' && before !== ';') return NONE;
  const from = text.indexOf('=', at) + 1;
  const length = run(text, from, SIGNATURE, 128, seen);
  const value = text.slice(from, from + length);
  return length >= 40 && looksRandom(value)
    ? [{ kind: 'url-signature', start: from, end: from + length, value }]
    : NONE;
}

const SIGNATURE = characters(/[A-Za-z0-9%+/=_-]/);
