import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { argv, invocations } from '../../programs';
import { excerptOf, isRehearsal } from '../words';
import { lostBy } from './clients';
import type { Lost } from './clients';
import { manifest } from './manifest';
import { namesThrowAway } from '../../targets';
import { hostOf, placeOf, placesOf, weigh } from './places';
import type { Place } from './places';
import { lossByRequest } from './requests';
import { lossesInCall } from './tool-calls';

/** Most statements about one act. */
const MAX_DETECTIONS = 10;

export const destructiveData: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, context) {
    const found = invocations(context.analysis).flatMap((one) => byProgram(one, context));
    const called = lossesInCall(event);
    if (called !== undefined) {
      const host = called.names.map(hostOf).find((one) => one !== undefined);
      const place = placeOf(host, called.names, false, context.installation);
      found.push(...called.losses.map((loss) => describe(loss, place, 'A tool of the agent', host)));
    }
    if (found.length === 0) return NO_DETECTIONS;
    const once = new Map(found.map((detection) => [detection.dedupeKey, detection]));
    return [...once.values()].slice(0, MAX_DETECTIONS);
  },
};

function byProgram(one: Invocation, context: DetectorContext): Detection[] {
  const { session, installation } = context;
  const request = lossByRequest(one);
  const losses: Lost[] = request === undefined ? lostBy(one, session) : [request.loss];
  if (losses.length === 0 || isRehearsal(argv(one))) return [];
  const { host, names } = placesOf(one);
  const stated = request?.host ?? host ?? hostInCode(one);
  const all = stated === undefined ? names : [...names, stated];
  const contained = one.remote !== undefined && one.remote.kind !== 'ssh' && one.remote.kind !== 'kubectl';
  const place = placeOf(stated, all, contained, installation);
  const excerpt = excerptOf(one);
  const once = [...new Map(losses.map((loss) => [loss.what, loss])).values()];
  return once
    .slice(0, MAX_DETECTIONS)
    .map((loss) => describe(loss, local(loss, place, context), one.program, stated, excerpt));
}

/** What a file loses stays local, and what a development tool does that states no host, unless production is named. */
function local(loss: Lost, place: Place, { installation }: DetectorContext): Place {
  const thing = loss.what.split(' ').at(-1) ?? '';
  const small = loss.small === true || (THING.test(loss.what) && namesThrowAway(thing, installation));
  return (loss.local === true && place !== 'production') || (small && place === 'unstated') ? 'local' : place;
}

/** Without a host the client means this machine, and one numbered database of it. */
const ONE_CACHE = /\(FLUSHDB\)$/;

/** A loss that ends with the name of what is lost. */
const THING = /\b(?:database|schema|table|collection|keyspace|index)(?: or schema)? \S{1,80}$/;

function hostInCode({ code = [] }: Invocation): string | undefined {
  const found =
    /["'`]([a-z]{3,20}(?:\+[a-z\d]{1,20})?:\/\/[^"'`\s]{1,300})|host(?:name)?["']?\s?[=:]\s?["']([\w.-]{1,200})["']/i.exec(
      code[0]?.text.slice(0, 20_000) ?? '',
    );
  return found?.[2] ?? (found?.[1] === undefined ? undefined : hostOf(found[1]));
}

function describe(loss: Lost, place: Place, by: string, host: string | undefined, excerpt?: string): Detection {
  const { severity, facts } = weigh(loss, place);
  const where = place === 'unstated' ? '' : place === 'local' ? ' (local or test)' : ` on ${host ?? place}`;
  return {
    why: `${by} ${loss.what}${where}`,
    // A user or consumer of a broker is made again in minutes, wherever it was.
    severity:
      (loss.small === true && loss.extent === 'part') || (place === 'unstated' && ONE_CACHE.test(loss.what))
        ? 'low'
        : severity,
    dedupeKey: `${loss.what}|${host ?? ''}`.slice(0, 300),
    ...(host === undefined ? {} : { entities: { destination: host } }),
    ...(excerpt === undefined ? {} : { excerpt }),
    facts,
  };
}
