import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { entityOf, isActivity, sessionOf } from '../entities';
import type { ActivityEvent } from '../entities';
import { hashOf } from '../streams';
import { manifest } from './manifest';

interface Settings {
  /** Summaries (five minutes of one session each) before anything is new. */
  warmUp: number;
  /** Digits of rarity within an hour of a session from which it is told, and from which it is more than a first use. */
  digits: number;
  manyDigits: number;
}

/** How often something of a kind is used, and how often it is the first time: what makes a first use of it rare. */
interface Kind {
  used: number;
  fresh: number;
}

interface Session {
  session: number;
  since: number;
  digits: number;
  kinds: string[];
  things: string[];
}

interface State {
  rows?: number;
  kinds?: Record<string, Kind>;
  /** Things by hash; value: the summary that used it last. */
  things?: Record<string, number>;
  sessions?: Session[];
}

const MAX_THINGS = 2_000;
const MAX_SESSIONS = 30;
const MAX_NAMES = 5;
const HOUR_MS = 3_600_000;
/** What a first use is worth by what it may lead to: servers and models are few and chosen, sites are many. */
const WEIGHTS: Readonly<Record<string, number>> = { server: 1, model: 1, tool: 1, wrote: 1, path: 0.8, domain: 0.7 };
const WORDS: Readonly<Record<string, string>> = {
  server: 'MCP server',
  model: 'model',
  tool: 'tool',
  wrote: 'kind of file written',
  path: 'kind of file',
  domain: 'site',
};

export const novelty: Detector<State, Settings> = {
  manifest,
  defaults: { warmUp: 500, digits: 2.2, manyDigits: 6 },
  init: () => ({}),
  step(state, event, { key }, settings) {
    if (!isActivity(event) || entityOf(key).kind !== 'fleet') return NO_DETECTIONS;
    const rows = (state.rows = (state.rows ?? 0) + 1);
    let session: Session | undefined;
    for (const thing of event.action.used) {
      const digits = meet(state, thing, rows);
      if (digits === 0 || rows <= settings.warmUp) continue;
      session ??= sessionIn(state, event);
      session.digits += digits;
      const kind = kindOf(thing);
      if (!session.kinds.includes(kind)) session.kinds.push(kind);
      if (session.things.length < MAX_NAMES) session.things.push(thing);
    }
    return session === undefined ? NO_DETECTIONS : judge(session, event, settings);
  },
};

const kindOf = (thing: string): string => thing.slice(0, thing.indexOf(' '));

/** Digits of rarity of this use: 0 when somebody has used it before. Learns it. */
function meet(state: State, thing: string, row: number): number {
  const name = kindOf(thing);
  const weight = WEIGHTS[name];
  if (weight === undefined) return 0;
  const kind = ((state.kinds ??= {})[name] ??= { used: 0, fresh: 0 });
  const things = (state.things ??= {});
  const hash = `h${hashOf(thing).toString(36)}`;
  const known = things[hash];
  kind.used += 1;
  things[hash] = row;
  if (known !== undefined) return 0;
  const digits = weight * Math.log10((kind.used + 2) / (kind.fresh + 1));
  kind.fresh += 1;
  state.things = withoutOldest(things);
  return Math.max(0, digits);
}

function withoutOldest(things: Record<string, number>): Record<string, number> {
  const all = Object.entries(things);
  if (all.length <= MAX_THINGS) return things;
  return Object.fromEntries(all.sort(([, a], [, b]) => b - a).slice(0, MAX_THINGS * 0.9));
}

function sessionIn(state: State, event: ActivityEvent): Session {
  const name = hashOf(sessionOf(event));
  const sessions = (state.sessions ??= []);
  const known = sessions.find(({ session, since }) => session === name && event.at - since <= HOUR_MS);
  if (known) return known;
  const made: Session = { session: name, since: event.at, digits: 0, kinds: [], things: [] };
  sessions.push(made);
  if (sessions.length > MAX_SESSIONS) sessions.shift();
  return made;
}

function judge({ digits, kinds, things }: Session, event: ActivityEvent, settings: Settings): readonly Detection[] {
  if (digits < settings.digits) return NO_DETECTIONS;
  const isMany = digits >= settings.manyDigits && kinds.length >= 3;
  const named = things.map((thing) => `${WORDS[kindOf(thing)] ?? ''} ${thing.slice(thing.indexOf(' ') + 1)}`);
  return [
    {
      why: `One session used within an hour what nobody here has used before: ${named.join(', ')}`,
      severity: isMany ? 'medium' : 'low',
      confidence: 'low',
      dedupeKey: `session ${sessionOf(event)}`,
    },
  ];
}
