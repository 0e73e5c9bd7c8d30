/** The form of a Sigma rule document, checked, and what it becomes. */
import { z } from 'zod';
import type { Severity } from '../../contracts/finding';
import { compileCondition } from './condition';
import type { Predicate } from './fields';
import { logSourceOf } from './log-source';
import type { LogSource } from './log-source';
import { invalid, unsupported } from './problem';
import { compileSelection } from './selection';
import type { Placeholders } from './value-matcher';

const text = (most: number) => z.string().trim().min(1).max(most);
const texts = z.union([text(2_000).transform((one) => [one]), z.array(text(2_000)).max(100)]);

/** What detection and correlation rules both say of themselves. */
const about = {
  title: text(256),
  id: text(100).optional(),
  name: text(200).optional(),
  status: z.enum(['stable', 'test', 'experimental', 'deprecated', 'unsupported']).optional(),
  description: text(65_535).optional(),
  level: z.enum(['informational', 'low', 'medium', 'high', 'critical']).optional(),
  tags: z.array(text(200)).max(200).nullish(),
  falsepositives: texts.nullish(),
  references: texts.nullish(),
};

export const aboutSchema = z.looseObject(about);

const detectionSchema = z.looseObject({
  ...about,
  logsource: z.looseObject({
    category: text(100).optional(),
    product: text(100).optional(),
    service: text(100).optional(),
  }),
  detection: z.record(z.string(), z.unknown()),
});

export interface About {
  title: string;
  id: string | undefined;
  name: string | undefined;
  description: string | undefined;
  status: string | undefined;
  level: Severity | undefined;
  tags: readonly string[];
  falsePositives: readonly string[];
}

export interface DetectionRule {
  about: About;
  source: LogSource;
  matches: Predicate;
}

/** Throws `RuleProblem` that names the field. */
export function readRule(document: unknown, placeholders: Placeholders): DetectionRule {
  const given = checked(detectionSchema, document);
  const about = aboutOf(given);
  const source = logSourceOf(given.logsource);
  return { about, source, matches: compileDetection(given.detection, placeholders) };
}

const MAX_SELECTIONS = 200;

function compileDetection(detection: Readonly<Record<string, unknown>>, placeholders: Placeholders): Predicate {
  const { condition, timeframe, ...named } = detection;
  if (timeframe !== undefined)
    throw unsupported(['detection', 'timeframe'], 'a time frame inside a rule is obsolete: write a correlation rule');
  const entries = Object.entries(named);
  if (entries.length > MAX_SELECTIONS) throw invalid(['detection'], `has more than ${MAX_SELECTIONS} selections`);
  const selections = new Map(
    entries.map(([name, given]) => [name, compileSelection(given, ['detection', name], placeholders)]),
  );
  const conditions: unknown[] = Array.isArray(condition) ? condition : [condition];
  const parts = conditions.map((one) => {
    if (typeof one !== 'string' || one.trim() === '')
      throw invalid(['detection', 'condition'], 'must be a text, or a list of texts');
    return compileCondition(one, selections, ['detection', 'condition']);
  });
  if (parts.length === 0) throw invalid(['detection', 'condition'], 'is empty');
  return (fields) => parts.some((part) => part(fields));
}

export function checked<T>(schema: z.ZodType<T>, document: unknown): T {
  const result = schema.safeParse(document);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw invalid(
    (issue?.path ?? []).map((key) => (typeof key === 'number' ? key : String(key))),
    issue?.message ?? 'is not a rule',
  );
}

export function aboutOf(given: z.infer<typeof aboutSchema>): About {
  if (given.status === 'deprecated' || given.status === 'unsupported')
    throw unsupported(['status'], `the rule is ${given.status}`);
  return {
    title: given.title,
    id: given.id,
    name: given.name,
    description: given.description,
    status: given.status,
    level: given.level === 'informational' ? 'info' : given.level,
    tags: given.tags ?? [],
    falsePositives: given.falsepositives ?? [],
  };
}
