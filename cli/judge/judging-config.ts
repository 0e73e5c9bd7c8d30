/** The config for judging without a running engine. */
import { withBadVersions } from '../../engine/bad-versions';
import { systemClock } from '../../platform/clock';
import { loadConfig } from '../../platform/config';
import type { Config } from '../../platform/config';
import { createLogger } from '../../platform/log';

/** The config of `file`, else the defaults, with the versions known to be bad as the engine has them; trouble with that list is told on standard error. */
export function judgingConfig(file: string | undefined): Config {
  const log = createLogger({ level: 'warn', format: 'text' });
  return withBadVersions(loadConfig(file === undefined ? {} : { file }), log, systemClock);
}
