/** What comes with a request: known parameters and fields only, once each, checked; what is wrong is named. */
import { z } from 'zod';
import { SEVERITIES } from '../../contracts/finding';
import { DEFAULT_TENANT } from '../../contracts/tenant';
import { wrongField } from './problem';

const MOST = 500;
/** Latest time that a Date can hold. */
const LATEST_MS = 8.64e15;

export const name = z.string().min(1, 'must not be empty').max(300, 'is too long');
export const limit = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, `must be a whole number from 1 to ${MOST}`)
  .transform(Number)
  .pipe(z.number().max(MOST, `must be a whole number from 1 to ${MOST}`))
  .default(50)
  .meta({ description: `1 to ${MOST}, default 50` });
/** One or more of a list, with commas between. */
export const someOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z
    .string()
    .transform((text) => text.split(','))
    .pipe(z.array(z.enum(values, `must be one or more of ${values.join(', ')}, with commas between`)))
    .meta({ description: `one or more of ${values.join(', ')}, with commas between` });
export const severity = someOf(SEVERITIES);
export const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, `must be one of ${values.join(', ')}`);
export const flag = z.enum(['true', 'false'], 'must be true or false').transform((text) => text === 'true');
export const time = z
  .string()
  .transform((text, context) => {
    const at = /^\d{1,16}$/.test(text) ? Number(text) : isoTime(text);
    if (at <= LATEST_MS) return at;
    context.addIssue('must be milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z');
    return z.NEVER;
  })
  .meta({ description: 'milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z' });
export const words = z.string().min(1, 'must not be empty').max(500, 'is too long');
export const csrf = z
  .string()
  .max(100)
  .meta({ description: 'instead of X-Gander-CSRF, where a browser sends no headers' });

export const cursor = name.max(1_000).meta({ description: '`next` of the page before; no `next`: it was the last' });
export const page = { limit, cursor: cursor.exactOptional() };
export const tenant = name.exactOptional();
/** Of what is named within a tenant. */
export const ownTenant = name.default(DEFAULT_TENANT);

export const PAGE_QUERY = z.strictObject({ ...page, tenant });
export const TENANT_QUERY = z.strictObject({ tenant });
export const NO_QUERY = z.strictObject({});

/** Reads the query part of a URL; throws the problem that names the parameter. */
export function readQuery<T>(schema: z.ZodType<T>, url: string): T {
  const mark = url.indexOf('?');
  const given = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of given) {
    if (key in values) throw wrongField(key.slice(0, 100), 'is given twice');
    values[key] = value;
  }
  const { issue, data } = read(schema, { ...values });
  if (issue === undefined) return data as T;
  throw wrongField(issue.path[0] ?? '', issue.message);
}

/** Checks a body; throws the problem that names the field. */
export function readBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const { issue, data } = read(schema, body);
  if (issue === undefined) return data as T;
  throw wrongField(issue.path.join('.').slice(0, 200), issue.message);
}

/** The data, or the first thing that is wrong with it. */
function read<T>(schema: z.ZodType<T>, value: unknown): { data?: T; issue?: { path: string[]; message: string } } {
  const result = schema.safeParse(value);
  if (result.success) return { data: result.data };
  const [issue] = result.error.issues;
  const path = (issue?.path ?? []).map(String);
  if (issue?.code === 'unrecognized_keys')
    return { issue: { path: [...path, issue.keys[0]?.slice(0, 100) ?? ''], message: 'is not known here' } };
  return { issue: { path, message: issue?.message ?? 'is wrong' } };
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const isoTime = (text: string): number => (ISO.test(text) ? Date.parse(text) : NaN);
