/** What is answered when something is wrong (RFC 9457). */
import { z } from 'zod';
import { ERRORS } from '../../../platform/errors';
import type { ErrorCode } from '../../../platform/errors';
import { text } from './words';

export const problemSchema = z
  .strictObject({
    type: z.string().regex(/^urn:gander:error:/),
    title: text,
    status: z.number().int(),
    code: z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]]),
    detail: text,
    field: text.exactOptional(),
  })
  .meta({ id: 'Problem' });
