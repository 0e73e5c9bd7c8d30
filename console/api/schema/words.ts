/** Parts that schemas of answers share. */
import { z } from 'zod';
import { CONFIDENCES, ENTITY_NAMES, SEVERITIES } from '../../../contracts/finding';

export const text = z.string();
export const texts = z.array(text);
export const count = z.number().int().min(0);
export const moment = z.number().meta({ description: 'milliseconds since 1970' });
export const severityWord = z.enum(SEVERITIES);
export const confidenceWord = z.enum(CONFIDENCES);

export const entityName = z.enum(ENTITY_NAMES);
/** An object with some of these keys. */
export const partial = <K extends z.core.$ZodRecordKey, V extends z.ZodType>(keys: K, values: V) =>
  z.partialRecord(keys, values);

export const pageOf = <K extends string, T extends z.ZodType>(key: K, item: T) =>
  z.strictObject({ [key]: z.array(item), next: text.exactOptional() } as Record<K, z.ZodArray<T>> & {
    next: z.ZodExactOptional<z.ZodString>;
  });
