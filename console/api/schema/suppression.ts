/** Suppressions as the API answers them. */
import { z } from 'zod';
import { MATCH_FIELDS } from '../../../alerts/suppress';
import type { Suppression } from '../../../contracts/suppression';
import { count, moment, partial, text } from './words';

export const suppressionSchema = z
  .strictObject({
    id: text,
    tenant: text,
    match: partial(z.enum(MATCH_FIELDS), text),
    owner: text,
    reason: text,
    createdAt: moment,
    expiresAt: moment,
    revokedAt: moment.exactOptional(),
    hits: count,
    lastHit: moment.exactOptional(),
  })
  .meta({ id: 'Suppression' }) satisfies z.ZodType<Suppression>;
