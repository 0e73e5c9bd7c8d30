/** Detectors as the API answers them: the manifest, how loud it is, and how its alerts were judged. */
import { z } from 'zod';
import { ALERT_STATES } from '../../../contracts/alert';
import { confidenceWord, count, partial, severityWord, text, texts } from './words';

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
    needs: texts,
    fields: texts,
    order: text,
    keyBy: text,
    window: z.strictObject({ seconds: z.number(), maxKeys: count }),
    falsePositives: texts,
    blindSpots: texts,
    triage: texts,
    mode: z.enum(['shadow', 'alert', 'page']),
    /** Alerts by state. */
    alerts: partial(z.enum(ALERT_STATES), count),
  })
  .meta({ id: 'Detector' });
