/** The form of a Sigma correlation document, checked, with the rules that it names. */
import { z } from 'zod';
import { maxOf } from '../../contracts/severity';
import { SEVERITIES } from '../../contracts/finding';
import { invalid, unsupported } from './problem';
import { aboutOf, aboutSchema, checked } from './rule';
import type { About, DetectionRule } from './rule';

const names = z.union([
  z
    .string()
    .min(1)
    .transform((one) => [one]),
  z.array(z.string().min(1).max(200)).min(1).max(50),
]);
const bound = z.number().optional();

const schema = aboutSchema.extend({
  correlation: z.looseObject({
    type: z.string(),
    rules: names,
    'group-by': names.optional(),
    timespan: z.string().regex(/^[1-9]\d{0,6}[smhd]$/, 'must be a number and s, m, h or d'),
    aliases: z.record(z.string(), z.record(z.string(), z.string())).optional(),
    condition: z
      .strictObject({ gt: bound, gte: bound, lt: bound, lte: bound, eq: bound, field: z.string().optional() })
      .optional(),
    generate: z.boolean().optional(),
  }),
});

/** Most matches of one group that are kept. */
export const MAX_COUNT = 500;
const TYPES = ['event_count', 'value_count', 'temporal', 'temporal_ordered'] as const;
export type CorrelationType = (typeof TYPES)[number];

export interface Correlation {
  about: About;
  type: CorrelationType;
  rules: readonly DetectionRule[];
  /** Fields by which records are kept apart, and of each rule the field that it has for it. */
  groupBy: readonly { name: string; fieldOf: (rule: number) => string }[];
  timespanMs: number;
  /** Field whose values are counted. */
  field?: string;
  holds: (count: number) => boolean;
}

export interface ReadCorrelation {
  correlation: Correlation;
  /** Rules that it stands for, by the names it used: they do not run by themselves unless `generate` says so. */
  names: readonly string[];
  generate: boolean;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Longest time that is looked over. */
const MAX_TIMESPAN_MS = 30 * 86_400_000;

/** `find` knows rules by id and name; `undefined` of one that is not there. Throws `RuleProblem`. */
export function readCorrelation(document: unknown, find: (name: string) => DetectionRule | undefined): ReadCorrelation {
  const given = checked(schema, document);
  const { type: named, rules, timespan, condition, aliases = {}, generate = false } = given.correlation;
  const type = TYPES.find((one) => one === named);
  if (!type) throw unsupported(['correlation', 'type'], `correlations of the type ${named.slice(0, 60)} are not run`);
  const found = rules.map((name, index) => {
    const rule = find(name);
    if (!rule)
      throw unsupported(
        ['correlation', 'rules', index],
        `there is no rule of single records "${name}" that can run here`,
      );
    return rule;
  });
  const timespanMs = Number(timespan.slice(0, -1)) * (UNITS[timespan.slice(-1)] ?? 0);
  if (timespanMs > MAX_TIMESPAN_MS) throw unsupported(['correlation', 'timespan'], 'is longer than 30 days');
  const field = condition?.field;
  if (type === 'value_count' && field === undefined)
    throw invalid(['correlation', 'condition'], 'value_count needs the field whose values are counted');
  const about = aboutOf(given);
  const level =
    about.level ?? found.map((rule) => rule.about.level ?? 'medium').reduce((a, b) => maxOf(SEVERITIES, a, b));
  const groupBy = (given.correlation['group-by'] ?? []).map((name) => ({
    name,
    fieldOf: fieldFor(name, rules, found, aliases),
  }));
  const holds = conditionOf(type, condition, found.length);
  return {
    correlation: {
      about: { ...about, level },
      type,
      rules: found,
      groupBy,
      timespanMs,
      holds,
      ...(field !== undefined && { field }),
    },
    names: rules,
    generate,
  };
}

function fieldFor(
  name: string,
  rules: readonly string[],
  found: readonly DetectionRule[],
  aliases: Readonly<Record<string, Readonly<Record<string, string>>>>,
): (rule: number) => string {
  const alias = Object.hasOwn(aliases, name) ? aliases[name] : undefined;
  if (!alias) return () => name;
  return (index) => alias[rules[index] ?? ''] ?? alias[found[index]?.about.name ?? ''] ?? name;
}

type Bounds = Partial<Record<'gt' | 'gte' | 'lt' | 'lte' | 'eq', number | undefined>>;

function conditionOf(type: CorrelationType, given: Bounds | undefined, rules: number): (count: number) => boolean {
  if (!given || Object.keys(given).length === 0) {
    if (type.startsWith('temporal')) return (count) => count >= rules;
    throw invalid(['correlation', 'condition'], 'is missing');
  }
  const { gt, gte, lt, lte, eq } = given;
  if (gt === undefined && gte === undefined && eq === undefined)
    throw unsupported(
      ['correlation', 'condition'],
      'an upper bound alone holds of nothing at all: give a lower one too',
    );
  if (Math.max(gt ?? 0, gte ?? 0, eq ?? 0) > MAX_COUNT)
    throw unsupported(['correlation', 'condition'], `counts beyond ${MAX_COUNT} are not kept`);
  return (count) =>
    (gt === undefined || count > gt) &&
    (gte === undefined || count >= gte) &&
    (lt === undefined || count < lt) &&
    (lte === undefined || count <= lte) &&
    (eq === undefined || count === eq);
}
