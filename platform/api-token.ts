/** The token of the API on 4319: whoever can read the data folder may use it, an agent that only shares the loopback may not. */
import { join } from 'node:path';
import { GanderError } from './errors';
import { createPrivateFile } from './private-file';
import { randomToken } from './tokens';

/** An empty file would let in whoever shows nothing. */
const SHORTEST = 32;

/** The token in `<data>/api-token` (mode 0600), made at the first call. `config_unreadable` when the file holds none. */
export function apiToken(dataFolder: string): string {
  const path = join(dataFolder, 'api-token');
  const token = createPrivateFile(path, () => `${randomToken()}\n`).trim();
  if (token.length >= SHORTEST) return token;
  throw new GanderError(
    'config_unreadable',
    `${path}: must hold a token of ${SHORTEST} characters or more; removed, a new one is made`,
  );
}
