/** The token of the API on 4319: whoever can read the data folder may use it, an agent that only shares the loopback may not. */
import { join } from 'node:path';
import { createPrivateFile } from './private-file';
import { randomToken } from './tokens';

/** The token in `<data>/api-token` (mode 0600), made at the first call. */
export function apiToken(dataFolder: string): string {
  return createPrivateFile(join(dataFolder, 'api-token'), () => `${randomToken()}\n`).trim();
}
