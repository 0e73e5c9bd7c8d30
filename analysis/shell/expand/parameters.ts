/** `$name` and `${name…}`: the value of a parameter, and what its operator makes of it. */
import type { WordPart } from '../../../contracts/shell';
import { MAX_VALUE } from '../limits';
import { evaluateArithmetic } from './arithmetic';
import type { Names } from './arithmetic';
import type { Host } from './host';
import { compilePattern, matchEnds, plainPattern } from './patterns';
import type { PatternPiece, PatternToken } from './patterns';
import { EMPTY, UNKNOWN, derived, literal } from './value';
import type { Value } from './value';
import type { Variable } from './variables';
import { expandQuoted } from './words';

type Parameter = Extract<WordPart, { type: 'parameter' }>;

/** Values of a parameter: several for `$@` and `${a[@]}`, which stay apart even when quoted (`$*` does not). */
export interface Expanded {
  values: readonly Value[];
  list: boolean;
}

const one = (value: Value): Expanded => ({ values: [value], list: false });

/** What an array element costs that is looked at. */
const ELEMENT_COST = 4;

/** Variables that every environment has, and what their text begins with. */
const ROOTED: ReadonlySet<string> = new Set(['HOME', 'PWD', 'PATH', 'SHELL', 'BASH', 'OLDPWD']);

export function expandParameter(part: Parameter, host: Host): Expanded {
  const base = part.prefix === '!' ? indirect(part, host) : lookUp(part, host);
  if (part.prefix === '#') return one(lengthOf(base, host));
  if (part.operator === undefined) return base ?? one(UNKNOWN);
  return operate(part, part.operator, base, host);
}

/** What the parameter holds; undefined when it was never set here. */
function lookUp(part: Parameter, host: Host): Expanded | undefined {
  const { name } = part;
  if (name === '@' || name === '*') return { values: host.positional, list: true };
  if (/^\d+$/.test(name)) return one(name === '0' ? host.scriptName : (host.positional[Number(name) - 1] ?? EMPTY));
  if (name === '#') return one(literal(String(host.positional.length)));
  const variable = host.variables.get(name);
  if (!variable) {
    const ambient = ambientValue(name, host);
    return ambient ? one(ambient) : undefined;
  }
  if (!part.index) return one(variable.value);
  const index = expandQuoted(part.index, host);
  if (index.text === '@' || index.text === '*') return allElements(variable, host);
  if (!index.known) return one(UNKNOWN);
  return one(elementOf(index.text, variable.elements ?? new Map([['0', variable.value]]), host));
}

function allElements({ value, elements }: Variable, host: Host): Expanded {
  if (!elements) return { values: [value], list: true };
  return host.charge(elements.size * ELEMENT_COST) ? { values: [...elements.values()], list: true } : one(UNKNOWN);
}

function elementOf(index: string, elements: ReadonlyMap<string, Value>, host: Host): Value {
  const named = elements.get(index);
  if (named) return named;
  const number = evaluateArithmetic(index, namesOf(host));
  if (number === undefined) return UNKNOWN;
  if (number < 0) return [...elements.values()].at(number) ?? EMPTY;
  return elements.get(String(number)) ?? EMPTY;
}

function ambientValue(name: string, host: Host): Value | undefined {
  switch (name) {
    case 'HOME':
      return literal(host.home);
    case 'PWD':
      return host.cwd === undefined ? undefined : literal(host.cwd);
    case 'IFS':
      return literal(' \t\n');
    case 'SHELL':
    case 'BASH':
      return literal('/bin/bash');
    // Where the platform says that the credentials of a container are asked for; the rest of the path is its own.
    case 'AWS_CONTAINER_CREDENTIALS_FULL_URI':
      return { ...literal('http://169.254.170.2/v2/credentials/\uFFFD'), known: false };
    case 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI':
      return { ...literal('/v2/credentials/\uFFFD'), known: false };
    default:
      return undefined;
  }
}

/** `${!name}`: the parameter that the value names; keys of `${!a[@]}`. */
function indirect(part: Parameter, host: Host): Expanded | undefined {
  const variable = host.variables.get(part.name);
  if (part.index) {
    const keys = variable?.elements ? [...variable.elements.keys()] : variable ? ['0'] : [];
    return { values: keys.map(literal), list: true };
  }
  const target = lookUp({ type: 'parameter', name: part.name, quoted: part.quoted }, host)?.values[0];
  if (!target?.known || !/^(?:[A-Za-z_]\w*|\d+|@|\*)$/.test(target.text)) return undefined;
  return lookUp({ type: 'parameter', name: target.text, quoted: part.quoted }, host);
}

function lengthOf(base: Expanded | undefined, host: Host): Value {
  if (!base) return UNKNOWN;
  if (base.list) return literal(String(base.values.length));
  const [value = EMPTY] = base.values;
  if (!value.known || !host.charge(value.text.length)) return UNKNOWN;
  return derived(String(hasPairs(value.text) ? Array.from(value.text).length : value.text.length), value);
}

function operate(part: Parameter, operator: string, base: Expanded | undefined, host: Host): Expanded {
  switch (operator) {
    case '-':
    case ':-':
    case '=':
    case ':=':
      return orDefault(part, operator, base, host);
    case '+':
    case ':+':
      return isSet(base, operator) ? one(operand(part, 0, host)) : one(EMPTY);
    case '?':
    case ':?':
    case '@':
      return base ?? one(UNKNOWN);
    case ':':
      return slice(part, base, host);
    default:
      return base ? eachOf(base, (value) => edit(part, operator, value, host)) : one(UNKNOWN);
  }
}

const eachOf = (base: Expanded, change: (value: Value) => Value): Expanded => ({
  values: base.values.map(change),
  list: base.list,
});

function isSet(base: Expanded | undefined, operator: string): boolean {
  if (!base) return false;
  return !operator.startsWith(':') || base.values.some((value) => value.text !== '');
}

/** The default of a variable that the text never sets is what it most likely is. */
function orDefault(part: Parameter, operator: string, base: Expanded | undefined, host: Host): Expanded {
  if (base && isSet(base, operator)) return base;
  const value = operand(part, 0, host);
  const result = derived(value.text, value);
  if (operator.endsWith('=') && part.name !== '') host.variables.set(part.name, { value: result });
  return one(result);
}

function operand(part: Parameter, index: number, host: Host): Value {
  return expandQuoted(part.operands?.[index] ?? [], host);
}

function slice(part: Parameter, base: Expanded | undefined, host: Host): Expanded {
  const offset = numberOf(operand(part, 0, host), host);
  const length = part.operands && part.operands.length > 1 ? numberOf(operand(part, 1, host), host) : Infinity;
  if (offset === undefined || length === undefined) return one(UNKNOWN);
  if (offset === 0 && length === 1 && ROOTED.has(part.name) && !host.variables.get(part.name)) return one(derived('/'));
  if (!base) return one(UNKNOWN);
  if (base.list) return { values: sliceList(part, base.values, offset, length, host), list: true };
  return eachOf(base, (value) => {
    if (!value.known) return UNKNOWN;
    if (!host.charge(value.text.length)) return UNKNOWN;
    return derived(pickText(value.text, offset, length), value);
  });
}

function sliceList(
  part: Parameter,
  values: readonly Value[],
  offset: number,
  length: number,
  host: Host,
): readonly Value[] {
  const positional = part.name === '@' || part.name === '*';
  return pick(positional ? [host.scriptName, ...values] : values, offset, length);
}

/** Holds characters of two code units each. */
const hasPairs = (text: string): boolean => /[\uD800-\uDFFF]/.test(text);

/** By characters, not by halves of them. */
function pickText(text: string, offset: number, length: number): string {
  if (hasPairs(text)) return pick(Array.from(text), offset, length).join('');
  return pick<string>(text, offset, length);
}

/** A negative offset counts from the end, a negative length is an end counted from the end. */
function pick<T extends string | readonly unknown[]>(from: T, offset: number, length: number): T {
  const start = offset < 0 ? from.length + offset : offset;
  if (start < 0) return from.slice(0, 0) as T;
  const end = length < 0 ? from.length + length : start + length;
  return from.slice(start, Math.max(end, start)) as T;
}

function numberOf(value: Value, host: Host): number | undefined {
  return value.known ? evaluateArithmetic(value.text, namesOf(host)) : undefined;
}

export function namesOf(host: Host): Names {
  return {
    get(name) {
      const value = host.variables.get(name)?.value;
      if (!value) return undefined;
      return value.known && /^-?\d{1,15}$/.test(value.text) ? Number(value.text) : undefined;
    },
    set: (name, value) =>
      host.variables.set(name, { value: Number.isSafeInteger(value) ? derived(String(value)) : UNKNOWN }),
  };
}

/** Operators that change the text: cutting, replacing, case. */
function edit(part: Parameter, operator: string, value: Value, host: Host): Value {
  if (!value.known || !host.charge(value.text.length + 1)) return UNKNOWN;
  const text = editText(part, operator, value.text, host);
  if (text === undefined || text.length > MAX_VALUE || !host.charge(text.length)) return UNKNOWN;
  return derived(text, value);
}

function editText(part: Parameter, operator: string, text: string, host: Host): string | undefined {
  switch (operator) {
    case '^^':
      return text.toUpperCase();
    case ',,':
      return text.toLowerCase();
    case '^':
      return text.slice(0, 1).toUpperCase() + text.slice(1);
    case ',':
      return text.slice(0, 1).toLowerCase() + text.slice(1);
    default:
  }
  const pattern = patternOf(part.operands?.[0] ?? [], host);
  if (!pattern) return undefined;
  if (operator === '#' || operator === '##') return cutPrefix(pattern, text, operator === '#', host);
  if (operator === '%' || operator === '%%') {
    const kept = cutPrefix([...pattern].reverse(), reverse(text), operator === '%', host);
    return kept === undefined ? undefined : reverse(kept);
  }
  const replacement = operand(part, 1, host);
  return replacement.known ? replace(operator, pattern, text, replacement.text, host) : undefined;
}

const reverse = (text: string): string => text.split('').reverse().join('');

function patternOf(parts: readonly WordPart[], host: Host): PatternToken[] | undefined {
  const pieces: PatternPiece[] = [];
  for (const part of parts) {
    const value = part.type === 'glob' ? literal(part.text) : expandQuoted([part], host);
    if (!value.known) return undefined;
    const quoted = part.type === 'literal' ? part.quoted : part.type !== 'glob' && 'quoted' in part && part.quoted;
    pieces.push({ text: value.text, active: !quoted });
  }
  return compilePattern(pieces);
}

function cutPrefix(pattern: readonly PatternToken[], text: string, shortest: boolean, host: Host): string | undefined {
  const fuel = new Fuel(host);
  const end = matchEnds(pattern, text, 0, fuel.take, shortest).at(-1);
  return fuel.empty ? undefined : text.slice(end ?? 0);
}

/** Work that asks the budget in larger portions. */
class Fuel {
  empty = false;
  private owed = 0;

  constructor(private readonly host: Host) {}

  readonly take = (steps: number): boolean => {
    this.owed += steps;
    if (this.owed > 256) {
      this.empty ||= !this.host.charge(this.owed);
      this.owed = 0;
    }
    return !this.empty;
  };
}

function replace(
  operator: string,
  pattern: readonly PatternToken[],
  text: string,
  replacement: string,
  host: Host,
): string | undefined {
  if (pattern.length === 0)
    return operator === '/#' ? replacement + text : operator === '/%' ? text + replacement : text;
  const plain = plainPattern(pattern);
  const fuel = new Fuel(host);
  if (text === '') return matchEnds(pattern, text, 0, fuel.take).length > 0 ? replacement : text;
  if (operator === '//' && plain !== undefined) return replaceAll(text, plain, replacement);
  if (operator === '/%') {
    for (let start = 0; start <= text.length && !fuel.empty; start++)
      if (matchEnds(pattern, text, start, fuel.take).at(-1) === text.length) return text.slice(0, start) + replacement;
    return fuel.empty ? undefined : text;
  }
  let out = '';
  let at = 0;
  while (at < text.length && !fuel.empty) {
    const end = matchEnds(pattern, text, at, fuel.take).at(-1);
    if (end === undefined || end === at) {
      if (operator === '/#') return text;
      out += text[at++] ?? '';
      continue;
    }
    out += replacement;
    at = end;
    if (operator !== '//') break;
    if (out.length > MAX_VALUE) return undefined;
  }
  return fuel.empty ? undefined : out + text.slice(at);
}

/** Plain replacement; undefined when the result would be over the cap. */
function replaceAll(text: string, plain: string, replacement: string): string | undefined {
  const pieces = text.split(plain);
  const length = text.length + (pieces.length - 1) * (replacement.length - plain.length);
  return length > MAX_VALUE ? undefined : pieces.join(replacement);
}
