/** Query parameters: known ones only, once each, checked; what is wrong is named. */
import { z } from 'zod';
import { SEVERITIES } from '../../contracts/finding';
import type { AlertState } from '../../contracts/alert';
import { wrongParameter } from './problem';

const STATES = [
  'new',
  'acknowledged',
  'in-progress',
  'resolved',
  'false-positive',
  'risk-accepted',
] as const satisfies AlertState[];
const MOST = 500;
/** Latest time that a Date can hold. */
const LATEST_MS = 8.64e15;

const name = z.string().min(1, 'must not be empty').max(300, 'is too long');
const limit = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, `must be a whole number from 1 to ${MOST}`)
  .transform(Number)
  .pipe(z.number().max(MOST, `must be a whole number from 1 to ${MOST}`))
  .default(50);
const severity = z
  .string()
  .transform((text) => text.split(','))
  .pipe(z.array(z.enum(SEVERITIES, `must be one or more of ${SEVERITIES.join(', ')}, with commas between`)));
const time = z.string().transform((text, context) => {
  const at = /^\d{1,16}$/.test(text) ? Number(text) : isoTime(text);
  if (at <= LATEST_MS) return at;
  context.addIssue('must be milliseconds since 1970, or a time such as 2026-01-31T12:00:00Z');
  return z.NEVER;
});

const page = { limit, cursor: name.max(1_000).exactOptional(), tenant: name.exactOptional() };

export const ALERT_QUERY = z.strictObject({
  ...page,
  severity: severity.exactOptional(),
  detector: name.exactOptional(),
  session: name.exactOptional(),
  state: z.enum(STATES, `must be one of ${STATES.join(', ')}`).exactOptional(),
  since: time.exactOptional(),
  until: time.exactOptional(),
});
export const PAGE_QUERY = z.strictObject(page);
export const TENANT_QUERY = z.strictObject({ tenant: name.exactOptional() });
export const NO_QUERY = z.strictObject({});

/** Reads the query part of a URL; throws the problem that names the parameter. */
export function readQuery<T>(schema: z.ZodType<T>, url: string): T {
  const mark = url.indexOf('?');
  const given = new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1));
  const values: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, value] of given) {
    if (key in values) throw wrongParameter(key.slice(0, 100), 'is given twice');
    values[key] = value;
  }
  const read = schema.safeParse({ ...values });
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  if (issue?.code === 'unrecognized_keys')
    throw wrongParameter(issue.keys[0]?.slice(0, 100) ?? '', 'is not known here');
  throw wrongParameter(String(issue?.path[0] ?? ''), issue?.message ?? 'is wrong');
}

const ISO = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2}))?$/;

const isoTime = (text: string): number => (ISO.test(text) ? Date.parse(text) : NaN);
