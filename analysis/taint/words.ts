/** The words of a text for comparing it with others: case, punctuation, markup and invisible characters don't count. Linear in its length. */

export interface WordSeen {
  /** 32-bit hash of the word in lower case. */
  hash: number;
  start: number;
  end: number;
}

const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** Class of a character code below 128: 1 of a word, 0 between words. */
const WORD = Uint8Array.from({ length: 128 }, (_, code) => (/[A-Za-z0-9_]/.test(String.fromCharCode(code)) ? 1 : 0));

/** At most `most` words, from the beginning. Escapes of JSON and entities of HTML end a word and are none themselves. */
export function wordsOf(text: string, most: number): WordSeen[] {
  const words: WordSeen[] = [];
  for (let at = 0; at < text.length && words.length < most;) {
    const skipped = skip(text, at);
    if (skipped > at) at = skipped;
    else if (isWord(text.charCodeAt(at))) at = takeWord(text, at, words);
    else at++;
  }
  return words;
}

function takeWord(text: string, start: number, words: WordSeen[]): number {
  let hash = OFFSET;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (isInvisible(code)) continue;
    if (!isWord(code)) break;
    const lower = code >= 65 && code <= 90 ? code + 32 : code;
    hash = Math.imul(hash ^ lower, PRIME);
  }
  words.push({ hash: hash >>> 0, start, end: at });
  return at;
}

function isWord(code: number): boolean {
  return code < 128 ? WORD[code] === 1 : !isInvisible(code) && !(code >= 0x2000 && code <= 0x2fff);
}

/** Zero width, joiners, bidi controls, soft hyphen, byte order mark, and both halves of a tag character. */
function isInvisible(code: number): boolean {
  if (code < 0xad) return false;
  if (code === 0xad || code === 0xfeff || code === 0xdb40) return true;
  return (code >= 0x200b && code <= 0x200f) || (code >= 0x202a && code <= 0x2064) || (code >= 0xdc00 && code <= 0xdc7f);
}

const ENTITY = /&(?:[a-z]{2,8}|#x?[0-9a-f]{1,6});/iy;

/** Past an escape or an entity that stands at `at`; `at` itself when none does. */
function skip(text: string, at: number): number {
  const code = text.charCodeAt(at);
  if (code === 92) return /[nrtbf]/.test(text.charAt(at + 1)) ? at + 2 : text[at + 1] === 'u' ? at + 6 : at;
  if (code !== 38) return at;
  ENTITY.lastIndex = at;
  return ENTITY.test(text) ? ENTITY.lastIndex : at;
}
