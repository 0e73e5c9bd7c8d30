/** Manifests as the API answers them. */
import { z } from 'zod';
import type { Manifest } from '../../../contracts/detector';
import { ACTION_TYPES } from '../../../contracts/manifest';
import { confidenceWord, count, severityWord, text, texts } from './words';

export const detectorSchema = z
  .strictObject({
    id: text,
    version: text,
    title: text,
    description: text,
    severity: severityWord,
    confidence: confidenceWord,
    maturity: z.enum(['experimental', 'stable', 'deprecated']),
    attack: texts,
    atlas: texts,
    owasp: texts,
    needs: z.array(z.enum([...ACTION_TYPES, 'hidden'])),
    fields: texts,
    order: z.enum(['any', 'event-time']),
    keyBy: z.enum(['scope', 'host', 'user', 'repository', 'account', 'tree', 'secret']),
    window: z.strictObject({ seconds: z.number(), maxKeys: count }),
    falsePositives: texts,
    blindSpots: texts,
    triage: texts,
  })
  .meta({ id: 'Detector' }) satisfies z.ZodType<Manifest>;
