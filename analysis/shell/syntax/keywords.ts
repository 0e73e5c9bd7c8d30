/** Reserved words, which count only where a command may begin. */
import type { Source } from './source';

const WORDS: ReadonlySet<string> = new Set([
  'if',
  'then',
  'elif',
  'else',
  'fi',
  'for',
  'while',
  'until',
  'select',
  'do',
  'done',
  'case',
  'esac',
  'function',
  'coproc',
  'time',
]);
const LONGEST = 8;

/** The reserved word at the position, or `''`. */
export function keywordAt(source: Source): string {
  const { text, position } = source;
  if (position >= source.end) return '';
  const first = text.charCodeAt(position);
  if (first === 123 || first === 125 || first === 33) {
    return source.delimited(position + 1) ? (text[position] ?? '') : '';
  }
  if (first === 91) return source.peek(1) === '[' && source.delimited(position + 2) ? '[[' : '';
  if (first < 99 || first > 119) return '';
  let at = position + 1;
  const limit = Math.min(source.end, position + LONGEST + 1);
  while (at < limit && text.charCodeAt(at) >= 97 && text.charCodeAt(at) <= 122) at++;
  if (at - position < 2 || at - position > LONGEST || !source.delimited(at)) return '';
  const word = text.slice(position, at);
  return WORDS.has(word) ? word : '';
}
