/** Cuts code of many languages into names, strings, numbers and signs; comments are left out, so words in them are never code. */

export interface Token {
  /** `command` is code that the language hands to a shell (backquotes), `line` an end of line where that ends a statement. */
  type: 'name' | 'string' | 'number' | 'sign' | 'command' | 'line';
  /** Of a string its value, with `\uFFFD` for each part put in at run time. */
  text: string;
  at: number;
}

export interface Quote {
  open: string;
  close: string;
  /** How the closing quote is written inside: `\`-escapes, doubled, or not at all. */
  escape: 'backslash' | 'raw' | 'doubled' | 'none' | 'backquote';
  /** Start of the parts filled in at run time. */
  fills?: RegExp;
  type?: 'command';
}

export interface Syntax {
  lineComments: readonly string[];
  blockComments: readonly (readonly [string, string])[];
  /** Longest opening first. */
  quotes: readonly Quote[];
  /** A name at the beginning of the rest of the text; sticky. */
  name: RegExp;
  /** Whether `/` may begin a pattern. */
  patterns: boolean;
  /** Ends of lines end statements. */
  lines: boolean;
  /** Literals that no quote table describes: here-documents, `q(…)`, `[[…]]`. Undefined when none begins here. */
  literal?: (text: string, at: number) => { token?: Token; end: number } | undefined;
}

/** Most characters and tokens that are looked at; what lies beyond is not code that anyone types. */
export const MAX_CODE = 128 * 1024;
const MAX_TOKENS = 20_000;

/** Tokens of a text. Total: any text has some. Linear: each character is passed once or twice. */
export function tokenize(whole: string, syntax: Syntax): Token[] {
  const text = whole.slice(0, MAX_CODE);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length && tokens.length < MAX_TOKENS;) at = next(text, at, syntax, tokens);
  return tokens;
}

function next(text: string, at: number, syntax: Syntax, tokens: Token[]): number {
  const character = text[at] ?? '';
  if (character === '\n') {
    const past = comment(text, at, syntax);
    if (past !== undefined) return past;
    if (syntax.lines && tokens.at(-1)?.type !== 'line') tokens.push({ type: 'line', text: '\n', at });
    return at + 1;
  }
  if (/\s/.test(character)) return at + 1;
  const special = syntax.literal?.(text, at);
  if (special) {
    if (special.token) tokens.push(special.token);
    return Math.max(special.end, at + 1);
  }
  return (
    comment(text, at, syntax) ??
    quoted(text, at, syntax, tokens) ??
    pattern(text, at, syntax, tokens) ??
    word(text, at, syntax, tokens) ??
    sign(text, at, tokens)
  );
}

function comment(text: string, at: number, syntax: Syntax): number | undefined {
  for (const [open, close] of syntax.blockComments) {
    if (!text.startsWith(open, at)) continue;
    const end = text.indexOf(close, at + open.length);
    return end < 0 ? text.length : end + close.length;
  }
  if (!syntax.lineComments.some((open) => text.startsWith(open, at))) return undefined;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

function quoted(text: string, at: number, syntax: Syntax, tokens: Token[]): number | undefined {
  const quote = syntax.quotes.find(({ open }) => text.startsWith(open, at));
  if (!quote) return undefined;
  const from = at + quote.open.length;
  const close = closing(text, from, quote);
  const body = text.slice(from, close);
  tokens.push({ type: quote.type ?? 'string', text: valueOf(body, quote), at });
  return Math.min(text.length, close + quote.close.length);
}

/** Where the quote closes; the end of the text when it does not. */
function closing(text: string, from: number, { close, escape }: Quote): number {
  const skips = escape === 'backslash' || escape === 'raw' ? '\\' : escape === 'backquote' ? '`' : '';
  for (let at = from; at < text.length; at++) {
    if (skips !== '' && text[at] === skips) at++;
    else if (text.startsWith(close, at)) {
      if (escape !== 'doubled' || !text.startsWith(close, at + close.length)) return at;
      at += close.length;
    }
  }
  return text.length;
}

function valueOf(body: string, { escape, fills, close }: Quote): string {
  const plain = fills === undefined ? body : body.replace(fills, '\uFFFD');
  if (escape === 'backslash') return unescape(plain);
  return escape === 'doubled'
    ? plain.replaceAll(close + close, close)
    : escape === 'backquote'
      ? plain.replace(/`(.)/g, '$1')
      : plain;
}

const NAMED: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  0: '\0',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  '\n': '',
};

/** Backslash escapes of the C family. */
export function unescape(body: string): string {
  if (!body.includes('\\')) return body;
  return body.replace(
    /\\(?:x\{?([0-9a-fA-F]{1,6})\}?|u([0-9a-fA-F]{4})|u\{([0-9a-fA-F]{1,6})\}|U([0-9a-fA-F]{8})|([0-7]{1,3})|([^]))/g,
    (_all, x?: string, u?: string, braced?: string, long?: string, octal?: string, other?: string) => {
      if (other !== undefined) return NAMED[other] ?? other;
      const code =
        octal === undefined ? Number.parseInt(x ?? u ?? braced ?? long ?? '', 16) : Number.parseInt(octal, 8);
      return code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD';
    },
  );
}

/** `/…/` where a value may stand: after a sign that wants one, never after a value. */
function pattern(text: string, at: number, syntax: Syntax, tokens: Token[]): number | undefined {
  if (!syntax.patterns || text[at] !== '/') return undefined;
  const before = tokens.at(-1);
  const afterValue =
    before !== undefined &&
    (before.type === 'string' ||
      before.type === 'number' ||
      /^[)\]}]$/.test(before.text) ||
      (before.type === 'name' &&
        !/^(?:return|if|unless|and|or|not|when|split|grep|typeof|case|in|do|while)$/.test(before.text)));
  if (afterValue) return undefined;
  for (let end = at + 1; end < text.length && text[end] !== '\n'; end++) {
    if (text[end] === '\\') end++;
    else if (text[end] === '/') {
      tokens.push({ type: 'sign', text: '/pattern/', at });
      return end + 1;
    }
  }
  return undefined;
}

const NUMBER = /(?:0[xX][0-9a-fA-F_]{1,32}|0[bB][01_]{1,64}|0[oO][0-7_]{1,32}|\d[\d_]{0,32}(?:\.\d{1,32})?)/y;

function word(text: string, at: number, syntax: Syntax, tokens: Token[]): number | undefined {
  syntax.name.lastIndex = at;
  const name = syntax.name.exec(text)?.[0];
  if (name !== undefined && name !== '') {
    tokens.push({ type: 'name', text: name, at });
    return at + name.length;
  }
  NUMBER.lastIndex = at;
  const number = NUMBER.exec(text)?.[0];
  if (number === undefined) return undefined;
  tokens.push({ type: 'number', text: number.replaceAll('_', ''), at });
  return at + number.length;
}

const SIGNS: ReadonlySet<string> = new Set([
  '...',
  '===',
  '!==',
  '|&',
  '->',
  '=>',
  '::',
  ':=',
  '+=',
  '.=',
  '||=',
  '==',
  '!=',
  '<=',
  '>=',
  '=~',
  '!~',
  '&&',
  '||',
  '..',
  '?.',
  '&.',
  '<<',
  '>>',
  '**',
]);

function sign(text: string, at: number, tokens: Token[]): number {
  const [three, two] = [text.slice(at, at + 3), text.slice(at, at + 2)];
  const found = SIGNS.has(three) ? three : SIGNS.has(two) ? two : (text[at] ?? '');
  tokens.push({ type: 'sign', text: found, at });
  return at + found.length;
}
