/** One item of a detection: a field with its modifiers and values becomes a predicate. */
import { BlockList, isIP } from 'node:net';
import { RE2JS } from 're2js';
import { base64, base64offset, utf16, utf16be, utf16le, utf8 } from './encodings';
import type { FieldValue, Fields, Predicate } from './fields';
import { invalid, unsupported } from './problem';
import { compilePattern } from './text-pattern';
import type { Placement } from './text-pattern';
import { partOfTime } from './time-parts';
import type { TimePart } from './time-parts';

type Path = readonly (string | number)[];
type Scalar = string | number | boolean | null;

/** Values that stand for placeholders such as `%admins%`. */
export type Placeholders = Readonly<Record<string, readonly string[]>>;

const KNOWN = new Set(
  'all startswith endswith contains exists cased neq windash re i m s ignorecase multiline dotall base64 base64offset utf16le utf16be utf16 wide lt lte gt gte minute hour day week month year cidr expand fieldref'.split(
    ' ',
  ),
);
const TIME_PARTS = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const;
const MAX_VALUES = 5_000;
const MAX_PATTERN = 4_000;

/** `key` is `Field|modifier|…`; an empty field searches all of them. Throws `RuleProblem`. */
export function compileItem(key: string, given: unknown, path: Path, placeholders: Placeholders): Predicate {
  const [field = '', ...modifiers] = key.split('|');
  for (const modifier of modifiers) if (!KNOWN.has(modifier)) throw invalid(path, `unknown modifier "${modifier}"`);
  const has = (modifier: string) => modifiers.includes(modifier);
  const values = expanded(scalarsOf(given, path), has('expand'), placeholders, path);
  const matchers = compileValues(field, values, modifiers, path);
  const matches: Predicate = has('all')
    ? (fields) => matchers.every((one) => one(fields))
    : (fields) => matchers.some((one) => one(fields));
  return has('neq') ? (fields) => !matches(fields) : matches;
}

/** Modifiers after which a value is no text to look for. */
const SPECIAL: ReadonlySet<string> = new Set([
  'all',
  'exists',
  'cidr',
  'fieldref',
  're',
  'lt',
  'lte',
  'gt',
  'gte',
  ...TIME_PARTS,
]);

/** One matcher a value; texts of which any may stand there are one matcher together. */
function compileValues(
  field: string,
  values: readonly Scalar[],
  modifiers: readonly string[],
  path: Path,
): Predicate[] {
  const texts = values.filter((value) => value !== null);
  if (texts.length === values.length && !modifiers.some((modifier) => SPECIAL.has(modifier)))
    return [holds(field, texts, modifiers, path)];
  return values.map((value) => compileValue(field, value, modifiers, path));
}

function scalarsOf(given: unknown, path: Path): Scalar[] {
  const list: unknown[] = Array.isArray(given) ? given : [given];
  if (list.length === 0) throw invalid(path, 'has no value');
  if (list.length > MAX_VALUES) throw invalid(path, `has more than ${MAX_VALUES} values`);
  return list.map((value, index) => {
    if (value === null || ['string', 'number', 'boolean'].includes(typeof value)) return value as Scalar;
    throw invalid(
      Array.isArray(given) ? [...path, index] : path,
      'a value must be a text, a number, true, false or null',
    );
  });
}

function expanded(values: readonly Scalar[], expand: boolean, placeholders: Placeholders, path: Path): Scalar[] {
  if (!expand) return [...values];
  return values.flatMap((value) => {
    const [, name] = typeof value === 'string' ? (/%([\w.-]{1,100})%/.exec(value) ?? []) : [];
    if (name === undefined || typeof value !== 'string') return [value];
    const known = Object.hasOwn(placeholders, name) ? placeholders[name] : undefined;
    if (!known)
      throw unsupported(path, `nothing is configured for the placeholder %${name}% (engine.sigmaPlaceholders)`);
    return known.map((one) => value.replace(`%${name}%`, () => one));
  });
}

function compileValue(field: string, value: Scalar, modifiers: readonly string[], path: Path): Predicate {
  const has = (modifier: string) => modifiers.includes(modifier);
  if (has('exists')) {
    if (typeof value !== 'boolean') throw invalid(path, 'exists takes true or false');
    return (fields) => (fields.get(field) !== undefined) === value;
  }
  if (value === null) return (fields) => (fields.get(field) ?? []).every((one) => one === '');
  const part = TIME_PARTS.find(has);
  if (part) return timed(field, value, part, modifiers, path);
  const relation = (['lt', 'lte', 'gt', 'gte'] as const).find(has);
  if (relation) return compared(field, value, relation, path);
  if (has('cidr')) return inNetwork(field, value, path);
  if (has('fieldref')) return sameAs(field, String(value), placementOf(modifiers));
  return has('re') ? fits(field, value, modifiers, path) : holds(field, [value], modifiers, path);
}

function placementOf(modifiers: readonly string[]): Placement {
  if (modifiers.includes('contains')) return 'anywhere';
  if (modifiers.includes('startswith')) return 'start';
  return modifiers.includes('endswith') ? 'end' : 'whole';
}

function holds(field: string, values: readonly FieldValue[], modifiers: readonly string[], path: Path): Predicate {
  const texts = values.flatMap((value) => encoded(String(value), modifiers));
  const isEncoded = modifiers.some((one) => one.startsWith('base64'));
  // Encoded text has no wildcards, and its letters' case is its meaning.
  const cased = modifiers.includes('cased') || isEncoded;
  const placement = field === '' || modifiers.includes('base64offset') ? 'anywhere' : placementOf(modifiers);
  const literal = isEncoded || modifiers.some((one) => /^(?:wide|utf16)/.test(one));
  const patterns = texts.map((text) => {
    if (text.length > MAX_PATTERN) throw invalid(path, `a value is longer than ${MAX_PATTERN} characters`);
    return compilePattern(literal ? text.replace(/[\\*?]/g, '\\$&') : text, {
      placement,
      cased,
      windash: modifiers.includes('windash'),
    });
  });
  return onTexts(field, cased, (text) => patterns.some((pattern) => pattern(text)));
}

/** Modifiers that encode, from left to right. */
function encoded(value: string, modifiers: readonly string[]): string[] {
  const steps: Record<string, (text: string) => string[]> = {
    wide: (text) => [utf16le(text)],
    utf16le: (text) => [utf16le(text)],
    utf16be: (text) => [utf16be(text)],
    utf16: (text) => [utf16(text)],
    base64: (text) => [base64(text)],
    base64offset,
  };
  const wide = modifiers.some((one) => /^(?:wide|utf16)/.test(one));
  let texts = [wide || !modifiers.some((one) => one.startsWith('base64')) ? value : utf8(value)];
  for (const modifier of modifiers) {
    const step = Object.hasOwn(steps, modifier) ? steps[modifier] : undefined;
    if (step) texts = texts.flatMap(step);
  }
  return texts;
}

function fits(field: string, value: FieldValue, modifiers: readonly string[], path: Path): Predicate {
  const source = String(value);
  if (source.length > MAX_PATTERN) throw invalid(path, `the pattern is longer than ${MAX_PATTERN} characters`);
  const has = (...names: string[]) => names.some((name) => modifiers.includes(name));
  const flags =
    (has('i', 'ignorecase') ? RE2JS.CASE_INSENSITIVE : 0) |
    (has('m', 'multiline') ? RE2JS.MULTILINE : 0) |
    (has('s', 'dotall') ? RE2JS.DOTALL : 0);
  const compiled = compileExpression(source, flags, path);
  return onTexts(field, true, (text) => compiled.test(text));
}

/** Patterns of others run on an engine that is linear; what it cannot do is told. */
export function compileExpression(source: string, flags: number, path: Path): RE2JS {
  try {
    return RE2JS.compile(source, flags);
  } catch (error) {
    const looks = /\(\?<?[=!]|\\[1-9]/.test(source);
    const why = error instanceof Error ? error.message.slice(0, 200) : 'it does not compile';
    throw looks
      ? unsupported(path, 'the pattern looks around or refers back, which cannot run in linear time')
      : invalid(path, `the pattern is not valid: ${why}`);
  }
}

function onTexts(field: string, cased: boolean, matches: (text: string) => boolean): Predicate {
  const inField = (fields: Fields, name: string) =>
    (cased ? fields.texts(name) : fields.lower(name))?.some(matches) === true;
  if (field !== '') return (fields) => inField(fields, field);
  return (fields) => [...fields.names()].some((name) => inField(fields, name));
}

type Relation = 'lt' | 'lte' | 'gt' | 'gte';

const RELATIONS: Record<Relation, (a: number, b: number) => boolean> = {
  lt: (a, b) => a < b,
  lte: (a, b) => a <= b,
  gt: (a, b) => a > b,
  gte: (a, b) => a >= b,
};

function compared(field: string, value: FieldValue, relation: Relation, path: Path): Predicate {
  const bound = numberOf(value, path);
  return (fields) =>
    fields.get(field)?.some((one) => isNumber(one) && RELATIONS[relation](Number(one), bound)) === true;
}

function timed(field: string, value: FieldValue, part: TimePart, modifiers: readonly string[], path: Path): Predicate {
  const bound = numberOf(value, path);
  const relation = (['lt', 'lte', 'gt', 'gte'] as const).find((one) => modifiers.includes(one));
  const holdsFor = relation ? RELATIONS[relation] : (a: number, b: number) => a === b;
  return (fields) =>
    fields.get(field)?.some((one) => {
      const found = partOfTime(one, part);
      return found !== undefined && holdsFor(found, bound);
    }) === true;
}

function numberOf(value: FieldValue, path: Path): number {
  if (!isNumber(value)) throw invalid(path, 'the value must be a number');
  return Number(value);
}

const isNumber = (value: FieldValue): boolean =>
  typeof value === 'number' || (typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value));

function inNetwork(field: string, value: FieldValue, path: Path): Predicate {
  const [address = '', bits = ''] = String(value).split('/');
  const version = isIP(address);
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : -1;
  if (version === 0 || length < 0 || length > (version === 4 ? 32 : 128))
    throw invalid(path, 'must be a network such as 10.0.0.0/8');
  const list = new BlockList();
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
  return (fields) =>
    fields.get(field)?.some((one) => {
      const kind = isIP(String(one));
      return kind !== 0 && list.check(String(one), kind === 4 ? 'ipv4' : 'ipv6');
    }) === true;
}

function sameAs(field: string, other: string, placement: Placement): Predicate {
  const fit = {
    whole: (a: string, b: string) => a === b,
    start: (a: string, b: string) => a.startsWith(b),
    end: (a: string, b: string) => a.endsWith(b),
    anywhere: (a: string, b: string) => a.includes(b),
  }[placement];
  return (fields) => {
    const others = fields.lower(other);
    return others !== undefined && fields.lower(field)?.some((one) => others.some((text) => fit(one, text))) === true;
  };
}
