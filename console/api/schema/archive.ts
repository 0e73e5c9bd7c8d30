/** What the archive keeps, as the API answers it: sessions, sources, hits. */
import { z } from 'zod';
import type { SearchHit, SessionBrief, SessionRow, SourceRow } from '../../../contracts/store';
import { count, moment, text, texts } from './words';

const brief = z.strictObject({
  tenant: text,
  session: text,
  scope: text,
  dialect: text,
  service: text.exactOptional(),
  version: text.exactOptional(),
  host: text.exactOptional(),
  user: text.exactOptional(),
  agent: z.strictObject({ family: text, permissionModes: texts, mcpServers: texts, skills: texts }).exactOptional(),
  firstSeen: moment,
  lastSeen: moment,
  events: count,
});

/** As lists show it. */
export const sessionBriefSchema = brief.meta({ id: 'SessionBrief' }) satisfies z.ZodType<SessionBrief>;

export const sessionSchema = brief
  .extend({ ranges: z.array(z.strictObject({ partition: count, from: count, to: count })) })
  .meta({ id: 'Session' }) satisfies z.ZodType<SessionRow>;

const hidden = z.strictObject({ field: text, state: text, setting: text.exactOptional(), firstSeen: moment });

export const sourceSchema = z
  .strictObject({
    tenant: text,
    dialect: text,
    service: text,
    version: text,
    host: text,
    firstSeen: moment,
    lastSeen: moment,
    events: count,
    hidden: z.array(hidden),
  })
  .meta({ id: 'Source' }) satisfies z.ZodType<SourceRow>;

export const hitSchema = z
  .strictObject({
    tenant: text,
    scope: text,
    /** Where the scope names one. */
    session: text.exactOptional(),
    eventId: text,
    at: moment,
    partition: count,
    offset: count,
    snippet: text,
  })
  .meta({ id: 'SearchHit' }) satisfies z.ZodType<SearchHit>;
