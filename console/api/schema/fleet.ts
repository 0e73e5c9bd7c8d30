/** Agents as the API answers them. */
import { z } from 'zod';
import { count, moment, text, texts } from './words';

export const agentSchema = z
  .strictObject({
    family: text,
    version: text.exactOptional(),
    host: text.exactOptional(),
    user: text.exactOptional(),
    sessions: count,
    firstSeen: moment,
    lastSeen: moment,
    permissionModes: texts,
    mcpServers: texts,
    skills: texts,
  })
  .meta({ id: 'Agent' });
