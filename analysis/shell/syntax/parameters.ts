/** `${…}`: name, subscript, operator and its operands. */
import type { WordPart } from '../../../contracts/shell';
import { MAX_DEPTH } from '../limits';
import { isDigit, isNameCharacter, isNameStart, isSpecialParameter } from './characters';
import { readBackquote, readDollar } from './dollar';
import { readDoubleQuoted, readEscape, readSingleQuoted } from './quotes';
import type { Source } from './source';

type Parameter = Extract<WordPart, { type: 'parameter' }>;

/** Longest operators first; `sep` separates two operands. */
const OPERATORS: readonly { text: string; separator?: string; pattern?: true }[] = [
  { text: ':-' },
  { text: ':=' },
  { text: ':?' },
  { text: ':+' },
  { text: '##', pattern: true },
  { text: '%%', pattern: true },
  { text: '//', separator: '/', pattern: true },
  { text: '/#', separator: '/', pattern: true },
  { text: '/%', separator: '/', pattern: true },
  { text: '^^', pattern: true },
  { text: ',,', pattern: true },
  { text: '-' },
  { text: '=' },
  { text: '?' },
  { text: '+' },
  { text: '#', pattern: true },
  { text: '%', pattern: true },
  { text: '/', separator: '/', pattern: true },
  { text: '^', pattern: true },
  { text: ',', pattern: true },
  { text: ':', separator: ':' },
  { text: '@' },
];

/** Reads `${…}`, the position at its dollar sign. */
export function readBraced(source: Source, parts: WordPart[], quoted: boolean): void {
  const start = source.position;
  source.position += 2;
  const parameter: Parameter = { type: 'parameter', name: '', quoted };
  readPrefix(source, parameter);
  parameter.name = readName(source);
  if (source.peek() === '[') readIndex(source, parameter);
  if (source.peek() !== '}') readOperation(source, parameter, quoted);
  if (source.peek() === '}') source.position++;
  else source.problem('unterminated-substitution', start);
  source.add(parts, parameter);
}

/** `#` or `!` before a name; `${#}`, `${!}` and `${#-x}` are parameters of that name instead. */
function readPrefix(source: Source, parameter: Parameter): void {
  const sign = source.peek();
  if (sign !== '#' && sign !== '!') return;
  const next = source.peek(1);
  const code = next.charCodeAt(0);
  const named = next !== '' && (isNameCharacter(code) || next === '@' || next === '*');
  const lengthOfSpecial = sign === '#' && isSpecialParameter(next) && source.peek(2) === '}';
  if (!named && !lengthOfSpecial) return;
  parameter.prefix = sign;
  source.position++;
}

function readName(source: Source): string {
  const start = source.position;
  const code = source.text.charCodeAt(start);
  let end = start;
  if (isNameStart(code)) while (end < source.end && isNameCharacter(source.text.charCodeAt(end))) end++;
  else if (isDigit(code)) while (end < source.end && isDigit(source.text.charCodeAt(end))) end++;
  else if (isSpecialParameter(source.peek())) end++;
  source.position = Math.min(end, source.end);
  return source.text.slice(start, source.position);
}

function readIndex(source: Source, parameter: Parameter): void {
  source.position++;
  parameter.index = readOperand(source, false, ']');
  if (source.peek() === ']') source.position++;
}

function readOperation(source: Source, parameter: Parameter, quoted: boolean): void {
  const operator = OPERATORS.find(({ text }) => source.text.startsWith(text, source.position));
  if (operator) source.position += operator.text.length;
  parameter.operator = operator?.text ?? '?';
  const literalQuotes = quoted && operator?.pattern !== true;
  const operands = [readOperand(source, literalQuotes, operator?.separator ?? '')];
  if (operator?.separator !== undefined && source.peek() === operator.separator) {
    source.position++;
    operands.push(readOperand(source, literalQuotes, ''));
  }
  parameter.operands = operands;
}

/** Reads up to `stop` or, save in the subscript of an assignment, an unquoted `}`. Within double quotes single quotes are letters, save in patterns. */
export function readOperand(source: Source, literalQuotes: boolean, stop: string, closes = true): WordPart[] {
  const parts: WordPart[] = [];
  if (++source.shared.depth > MAX_DEPTH) {
    source.problem('too-deep');
    source.position = source.end;
  }
  while (!source.ended()) {
    const sign = source.peek();
    if (sign === stop || (closes && sign === '}')) break;
    readPiece(source, parts, sign, literalQuotes);
  }
  source.shared.depth--;
  return parts;
}

function readPiece(source: Source, parts: WordPart[], sign: string, literalQuotes: boolean): void {
  switch (sign) {
    case '\\':
      readEscape(source, parts);
      return;
    case '"':
      readDoubleQuoted(source, parts);
      return;
    case '$':
      readDollar(source, parts, literalQuotes);
      return;
    case '`':
      readBackquote(source, parts, literalQuotes);
      return;
    case "'":
      if (!literalQuotes) {
        readSingleQuoted(source, parts);
        return;
      }
      break;
    case '*':
    case '?':
    case '[':
      source.position++;
      source.add(parts, { type: 'glob', text: sign });
      return;
    default:
  }
  const start = source.position++;
  while (!source.ended() && !'\\"$`\'*?[]}/:'.includes(source.peek())) source.position++;
  source.addText(parts, source.text.slice(start, source.position), literalQuotes);
}
