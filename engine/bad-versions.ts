/** Gives detectors the versions known to be bad: from the shipped list, or the one that the config names. */
import { join } from 'node:path';
import type { InstallationContext } from '../contracts/detector';
import type { Clock } from '../platform/clock';
import type { Config } from '../platform/config';
import { messageOf } from '../platform/errors';
import type { Logger } from '../platform/log';
import { readSignedList } from '../platform/signed-list';
import type { SignedList } from '../platform/signed-list';

type Given = Pick<Config, 'engine'> & { context: InstallationContext };

const SHIPPED = join('detectors', 'supply-chain', 'known-bad-version', 'list');
/** The package's own folder, seen from `engine/` and from `build/engine/`. */
const ROOT = join(__dirname, __dirname.split(/[\\/]/).at(-2) === 'build' ? join('..', '..') : '..');

/** The config with the list in its context. A list that is refused is an error in the log, and none is used; an expired one is said once. */
export function withBadVersions<C extends Given>(config: C, log: Logger, clock: Clock): C & Given {
  const { list, key } = config.engine.badVersions ?? {
    list: join(ROOT, SHIPPED, 'bad-versions.json'),
    key: join(ROOT, SHIPPED, 'bad-versions.pem'),
  };
  try {
    const read = readSignedList(list, key, clock());
    if (read.expired) log.warn(`The list of bad versions ${list} expired on ${read.expires}: newer ones are missing`);
    return { ...config, context: { ...config.context, badVersions: rowsOf(read) } };
  } catch (error) {
    log.error(messageOf(error));
    return config;
  }
}

/** `kind:name@version why`, one row a version. */
const rowsOf = ({ entries }: SignedList): string[] =>
  entries.flatMap(({ kind, name, versions, why }) => versions.map((version) => `${kind}:${name}@${version} ${why}`));
