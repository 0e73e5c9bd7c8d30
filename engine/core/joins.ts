/** What of an act another session's act can be recognised by: the strong keys by which the alerts role joins session trees. */
import type { Destination, EventAnalysis } from '../../contracts/analysis';
import type { InstallationContext } from '../../contracts/detector';
import type { AgentEvent } from '../../contracts/event';
import type { Detection } from '../../contracts/finding';
import { textOf } from './content';
import { digestOf } from './digest';

const MAX_JOINS = 16;
const MAX_OF_KIND = 4;
const MAX_KEY = 300;
/** A shorter text may be the same by chance: `true`, an empty list, a version. */
const MIN_CONTENT = 40;
const MIN_WORDS = 20;
/** A first part of a path that is this long is a name given to one customer: `webhook.site/<uuid>`. */
const MIN_OWN_PATH = 16;
/** Each address at these is somebody's own. */
const OWN_HOSTS: ReadonlySet<Destination['service']> = new Set([undefined, 'tunnel']);
const REACHABLE: ReadonlySet<Destination['class']> = new Set(['public', 'name']);

/**
 * `secret:<fingerprint>`, `file:<digest of what was written>`, `text:<digest of the act, when its words came from outside>`,
 * `destination:<host>` unless it is ours or everybody's, `package:<name>`; sorted, at most 16.
 */
export function joinsOf(
  event: AgentEvent,
  detection: Detection,
  analysis: EventAnalysis,
  installation: InstallationContext,
  fromOutside: boolean,
): string[] {
  const { entities } = detection;
  const act = textOf(event.action);
  const joins = [
    ...first((event.secrets ?? []).map(({ fingerprint }) => `secret:${fingerprint}`)),
    ...first(entities?.secret === undefined ? [] : [`secret:${entities.secret}`]),
    ...first(contentsOf(event, analysis).map((content) => `file:${digestOf(content)}`)),
    ...(fromOutside && act.length >= MIN_WORDS ? [`text:${digestOf(act)}`] : []),
    ...first(destinationsOf(analysis, entities?.destination).flatMap((to) => destinationKey(to, installation))),
    ...(entities?.package === undefined ? [] : [`package:${entities.package}`]),
  ];
  return [...new Set(joins.map((key) => key.slice(0, MAX_KEY)))].sort().slice(0, MAX_JOINS);
}

function contentsOf({ action }: AgentEvent, { command }: EventAnalysis): string[] {
  const written = action.type === 'file.write' && action.content !== undefined ? [action.content] : [];
  return [...written, ...(command?.writes ?? []).map(({ content }) => content)].filter(
    (content) => content.length >= MIN_CONTENT,
  );
}

/** The one that the detector speaks of; without one, all that the act reaches. */
function destinationsOf({ destinations }: EventAnalysis, named: string | undefined): Destination[] {
  return named === undefined ? destinations : destinations.filter(({ host }) => host === named);
}

function destinationKey(to: Destination, installation: InstallationContext): string[] {
  const { host, service } = to;
  if (!REACHABLE.has(to.class) || isKnown(host, installation)) return [];
  if (OWN_HOSTS.has(service)) return [`destination:${host}`];
  const own = pathStart(to.given);
  return own.length >= MIN_OWN_PATH ? [`destination:${host}/${own}`] : [];
}

function isKnown(host: string, installation: InstallationContext): boolean {
  const { ownedDomains, modelEndpoints, installers, registries, production } = installation;
  return [ownedDomains, modelEndpoints, installers, registries, production].some((known) =>
    known.some((name) => host === name || host.endsWith(`.${name.replace(/^\*?\./, '')}`)),
  );
}

function pathStart(given: string): string {
  const [, afterScheme = ''] = given.split('://', 2);
  return afterScheme.split(/[/?#]/, 2)[1] ?? '';
}

const first = (keys: string[]): string[] => [...new Set(keys)].sort().slice(0, MAX_OF_KIND);
