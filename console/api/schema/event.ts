/** Events, and what an act really does, as the API answers them. */
import { z } from 'zod';
import { ACTION_TYPES } from '../../../contracts/manifest';
import type { AgentEvent } from '../../../contracts/event';
import type { Explained } from '../explain';
import { count, moment, text, texts } from './words';

const state = z.enum(['hidden', 'absent', 'truncated', 'hashed', 'redacted', 'unparsed', 'contradicted']);

export const eventSchema = z
  .strictObject({
    id: text,
    at: moment,
    claimedAt: moment.exactOptional(),
    sequence: z.number().exactOptional(),
    receivedAt: moment,
    tenant: text,
    source: z.looseObject({ dialect: text, signal: text, record: text }),
    scope: text,
    session: text.exactOptional(),
    turn: text.exactOptional(),
    agent: z.looseObject({ family: text }),
    host: text.exactOptional(),
    user: text.exactOptional(),
    account: text.exactOptional(),
    repository: text.exactOptional(),
    identityBasis: z.enum(['token', 'claimed', 'none']),
    trace: z.looseObject({ traceId: text }).exactOptional(),
    callId: text.exactOptional(),
    phase: z.enum(['proposed', 'approved', 'started', 'completed', 'denied', 'failed']),
    action: z.looseObject({ type: text }).meta({ description: `fields by type: ${ACTION_TYPES.join(', ')}` }),
    outcome: z.looseObject({ status: text.exactOptional(), exitCode: z.number().exactOptional() }).exactOptional(),
    permission: z.looseObject({ mode: text.exactOptional() }).exactOptional(),
    visibility: z.array(z.looseObject({ field: text, state, setting: text.exactOptional() })).exactOptional(),
    secrets: z.array(z.strictObject({ kind: text, fingerprint: text, field: text })).exactOptional(),
  } satisfies Record<keyof AgentEvent, z.ZodType>)
  .meta({ id: 'Event' });

const path = z.strictObject({ path: text, given: text, class: text, insideProject: z.boolean().exactOptional() });
const destination = z.strictObject({
  given: text,
  scheme: text.exactOptional(),
  host: text,
  port: z.number().exactOptional(),
  class: text,
  disguised: z.boolean(),
  service: text.exactOptional(),
});
const run = z.strictObject({
  program: text,
  path: text,
  args: texts,
  via: texts,
  background: z.boolean(),
  source: z.strictObject({ start: count, end: count }),
  redirections: z.array(z.strictObject({ fd: z.union([z.number(), text]), operator: text, target: text })),
  as: text.exactOptional(),
  remote: z.strictObject({ kind: text, target: text }).exactOptional(),
  cwd: text.exactOptional(),
  stdin: text.exactOptional(),
  stdout: text.exactOptional(),
  code: z.array(z.strictObject({ language: text, text })).exactOptional(),
});

export const analysisSchema = z
  .strictObject({
    invocations: z.array(run),
    problems: z.array(z.strictObject({ kind: text, at: z.number(), text })),
    bounded: z.boolean(),
    reads: z.array(path),
    writes: z.array(path),
    deletes: z.array(path),
    transfers: z.array(
      z.strictObject({
        direction: z.enum(['in', 'out']),
        destination: destination.exactOptional(),
        path: path.exactOptional(),
        text: text.exactOptional(),
        program: text,
      }),
    ),
    destinations: z.array(destination),
    decoded: texts,
    effects: texts,
  } satisfies Record<keyof Explained, z.ZodType>)
  .meta({ id: 'Analysis' });
