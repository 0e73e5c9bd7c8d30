/** The shape of a detector as it is checked when it comes from outside: the manifest's fields with their bounds, and the two functions. */
import { z } from 'zod';
import type { Detector, Manifest } from './detector';
import type { ActionType } from './event';
import { CONFIDENCES, SEVERITIES } from './finding';

export const ACTION_TYPES = [
  'exec',
  'file.read',
  'file.write',
  'file.delete',
  'net.fetch',
  'mcp.call',
  'tool.call',
  'model.call',
  'prompt',
  'output',
  'approval',
  'agent.spawn',
  'config.change',
  'resource.sample',
  'session.start',
  'session.stop',
  'external.finding',
  'activity',
  'tick',
] as const satisfies readonly ActionType[];

const text = z.string().trim().min(1).max(2_000);
const texts = z.array(text).max(100);
/** Required: a detector that names none of its false alarms, blind spots or steps is not finished. */
const someTexts = texts.min(1);

const manifest = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/, 'lower-case words joined by hyphens, 2 to 61 characters'),
  version: z.string().regex(/^\d{1,5}\.\d{1,5}\.\d{1,5}$/, 'a semantic version such as 1.0.0'),
  title: text,
  description: text,
  severity: z.enum(SEVERITIES),
  confidence: z.enum(CONFIDENCES),
  maturity: z.enum(['experimental', 'stable', 'deprecated']),
  attack: z.array(z.string().regex(/^T\d{4}(\.\d{3})?$/, 'an ATT&CK id such as T1059 or T1059.004')),
  atlas: z.array(z.string().regex(/^AML\.T\d{4}(\.\d{3})?$/, 'an ATLAS id such as AML.T0051')),
  owasp: z.array(text),
  needs: z.array(z.enum([...ACTION_TYPES, 'hidden'])).min(1),
  fields: texts,
  order: z.enum(['any', 'event-time']),
  keyBy: z.enum(['scope', 'host', 'user', 'repository', 'account', 'tree', 'secret', 'entity']),
  window: z.strictObject({
    seconds: z
      .number()
      .positive()
      .max(90 * 86_400),
    maxKeys: z.number().int().positive().max(1_000_000),
  }),
  falsePositives: someTexts,
  blindSpots: someTexts,
  triage: someTexts,
}) satisfies z.ZodType<Manifest>;

/** A hidden call may be told before or after what it was, and a link after the acts: only in order of time that comes out the same each time. */
const inOrder = manifest
  .refine(({ needs, keyBy, order }) => (!needs.includes('hidden') && keyBy !== 'tree') || order === 'event-time', {
    path: ['order'],
    message: 'must be event-time for a detector that needs hidden, or that is kept by tree',
  })
  .refine(
    ({ needs, keyBy, order }) =>
      keyBy === 'entity'
        ? needs.every((need) => need === 'activity') && order === 'event-time'
        : !needs.includes('activity'),
    { path: ['keyBy'], message: 'must be entity, in event-time, of a detector that needs activity and nothing else' },
  ) satisfies z.ZodType<Manifest>;

const isFunction = z.custom<(...args: never) => unknown>((value) => typeof value === 'function', 'must be a function');

const shape = z.object({
  manifest: inOrder,
  defaults: z.record(z.string(), z.unknown()),
  init: isFunction,
  step: isFunction,
});

/** The detector, or what is wrong with it: one line a field. */
export function checkDetector(value: unknown): { detector: Detector } | { problems: string[] } {
  const result = shape.safeParse(value);
  if (result.success) return { detector: value as Detector };
  return {
    problems: result.error.issues.map((issue) => {
      const unknown = issue.code === 'unrecognized_keys' ? ` (${issue.keys.join(', ')})` : '';
      return `${issue.path.map(String).join('.') || 'detector'}: ${issue.message}${unknown}`;
    }),
  };
}
