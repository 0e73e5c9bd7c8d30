/** Where a client works, by its words: on this machine, on a stated host, on production; and what that makes of a loss. */
import type { InstallationContext } from '../../../contracts/detector';
import type { EvidenceFact, Severity } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv } from '../../programs';
import { namesProduction, namesThrowAway } from '../../targets';
import { optionOf, plainWords } from '../words';
import type { Loss } from './sql';

export type Place = 'local' | 'unstated' | 'remote' | 'production';

const LOOPBACK = /^(?:localhost|127\.\d|\[?::1|0\.0\.0\.0|host\.docker\.internal|\/var\/run\/|\/tmp)/i;
/** Variables that say where an application's data is. */
const SETTINGS =
  /^(?:PG\w{1,20}|MYSQL_\w{1,20}|DATABASE_URL|DB_\w{1,30}|MONGO\w{0,20}|REDIS\w{0,20}|\w{0,20}_?ENV|ENVIRONMENT|STAGE|\w{0,20}DATABASE\w{0,20})$/;

/** Names that say where an invocation works: host, database, address, settings in front of it. */
export function placesOf(one: Invocation): { host?: string; names: string[] } {
  const words = argv(one);
  const address = [...words, ...one.environment.map(({ value }) => value.text)]
    .map(hostOf)
    .find((host) => host !== undefined);
  const stated = optionOf(
    words,
    '-h',
    '--host',
    '--hostname',
    '-S',
    '--server',
    '--bootstrap-server',
    '--brokers',
    '--endpoint',
  );
  const settings = one.environment.filter(({ name }) => SETTINGS.test(name)).map(({ value }) => value.text);
  const host = address ?? stated ?? one.environment.find(({ name }) => /HOST$/.test(name))?.value.text;
  const names = [
    ...plainWords(words).filter((word) => !/\s/.test(word)),
    ...words.filter((word) => /^--?[\w-]{1,30}=[\w.-]{1,80}$/.test(word)),
    ...settings,
    ...(host === undefined ? [] : [host]),
  ];
  if (one.remote !== undefined) names.push(one.remote.target);
  return host === undefined ? { names } : { host, names };
}

/** Host of an address of a database. */
export function hostOf(text: string): string | undefined {
  return /^[a-z][a-z\d+]{1,20}:\/\/(?:[^@/\s]{0,300}@)?(\[[^\]]{1,60}\]|[^:/?\s]{1,255})/i.exec(
    text.slice(0, 700),
  )?.[1];
}

/** Class of the place. Production wins; a container of this machine and a name of tests are local. */
export function placeOf(
  host: string | undefined,
  names: readonly string[],
  contained: boolean,
  installation: InstallationContext,
): Place {
  if (names.some((name) => namesProduction(name, installation))) return 'production';
  if (
    (host !== undefined && LOOPBACK.test(host)) ||
    contained ||
    names.some((name) => namesThrowAway(name, installation))
  )
    return 'local';
  // A name without a dot is a neighbour in a network of containers as often as a server.
  return host === undefined || /^[\w-]+$/.test(host) ? 'unstated' : 'remote';
}

/** Severity before the context steps: production is raised by its fact. */
export function weigh({ extent }: Loss, place: Place): { severity: Severity; facts: readonly EvidenceFact[] } {
  if (place === 'local') return { severity: 'low', facts: ['loopback-only'] };
  const whole = extent === 'all' && place !== 'unstated';
  return { severity: whole ? 'high' : 'medium', facts: place === 'production' ? ['production-target'] : [] };
}
