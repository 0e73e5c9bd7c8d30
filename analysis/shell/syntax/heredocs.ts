/** Here-documents: their bodies begin after the next newline that is a token of its own. */
import type { Redirection, Word, WordPart } from '../../../contracts/shell';
import { readQuotedText } from './quotes';
import { Source } from './source';
import type { PendingHeredoc } from './source';

/** Notes a here-document; its body is read when the line ends. */
export function announceHeredoc(source: Source, redirection: Redirection, word: Word): void {
  const quoted = word.parts.some((part) => part.type === 'literal' && part.quoted) || /['"\\]/.test(word.raw);
  const plain = word.parts.every((part) => part.type === 'literal');
  const delimiter = plain ? word.parts.map((part) => (part.type === 'literal' ? part.text : '')).join('') : word.raw;
  redirection.heredoc = { body: '', expands: !quoted, parts: [] };
  source.pending.push({
    redirection,
    delimiter: quoted && !plain ? word.raw.replace(/['"\\]/g, '') : delimiter,
    strips: redirection.operator === '<<-',
    expands: !quoted,
  });
}

/** Takes the newline at the position, and the bodies of the here-documents that wait for it. */
export function takeNewline(source: Source): void {
  source.position++;
  if (source.pending.length === 0) return;
  const pending = source.pending;
  source.pending = [];
  for (const heredoc of pending) readBody(source, heredoc);
}

/** Skips blanks, comments and newlines. */
export function skipLines(source: Source): void {
  source.skipBlanks();
  while (source.peek() === '\n') {
    takeNewline(source);
    source.skipBlanks();
  }
}

/** The text ended while bodies were waited for. */
export function endPending(source: Source): void {
  for (const { redirection } of source.pending)
    source.problem('unterminated-heredoc', redirection.start - source.base, redirection.target.raw);
  source.pending = [];
}

function readBody(source: Source, heredoc: PendingHeredoc): void {
  const { text } = source;
  const start = source.position;
  let line = start;
  let body: number | undefined;
  while (line < source.end) {
    const newline = text.indexOf('\n', line);
    const lineEnd = newline < 0 || newline >= source.end ? source.end : newline;
    const after = delimiterEnd(source, heredoc, line, lineEnd);
    if (after !== undefined) {
      body = line;
      source.position = after;
      break;
    }
    line = heredoc.expands ? logicalLineEnd(source, lineEnd) : Math.min(lineEnd + 1, source.end);
  }
  if (body === undefined) {
    source.problem('unterminated-heredoc', heredoc.redirection.start - source.base, heredoc.redirection.target.raw);
    source.position = source.end;
  }
  keepBody(source, heredoc, start, body ?? source.end);
}

/** Past the newline of a line that may go on after a backslash. */
function logicalLineEnd(source: Source, firstEnd: number): number {
  const { text } = source;
  let lineEnd = firstEnd;
  while (lineEnd < source.end) {
    let slashes = 0;
    while (text[lineEnd - 1 - slashes] === '\\') slashes++;
    if (slashes % 2 === 0) return lineEnd + 1;
    const newline = text.indexOf('\n', lineEnd + 1);
    lineEnd = newline < 0 || newline >= source.end ? source.end : newline;
  }
  return source.end;
}

/** Where reading goes on when the line is the delimiter. Within a substitution its `)` may stand on the same line. */
function delimiterEnd(source: Source, heredoc: PendingHeredoc, line: number, lineEnd: number): number | undefined {
  const { text } = source;
  let at = line;
  if (heredoc.strips) while (at < lineEnd && text[at] === '\t') at++;
  if (!text.startsWith(heredoc.delimiter, at)) return undefined;
  at += heredoc.delimiter.length;
  if (at === lineEnd || (at === lineEnd - 1 && text[at] === '\r')) return Math.min(lineEnd + 1, source.end);
  if (at > lineEnd || source.substitutions === 0) return undefined;
  const close = text.indexOf(')', at);
  return close >= 0 && close < lineEnd ? at : undefined;
}

function keepBody(source: Source, heredoc: PendingHeredoc, start: number, end: number): void {
  const raw = source.text.slice(start, end);
  const body = heredoc.strips ? raw.replace(/^\t+/gm, '') : raw;
  const parts: WordPart[] = [];
  if (!heredoc.expands || !/[$`\\]/.test(body)) source.addText(parts, body, true);
  else if (heredoc.strips)
    source.later(() => readQuotedText(new Source(body, source.shared, source.base + start), parts, -1));
  else source.later(() => source.within(start, end, source.position, () => readQuotedText(source, parts, -1)));
  heredoc.redirection.heredoc = { body, expands: heredoc.expands, parts };
}
