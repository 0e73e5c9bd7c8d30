import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, Scorer } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { entityOf, isActivity, sessionOf, versionOf } from '../entities';
import type { ActivityEvent, Entity } from '../entities';
import { addSession, learn, turn } from '../streams';
import type { Minutes, Stream, Unusual } from '../streams';
import { manifest } from './manifest';

interface Settings {
  /** Minutes of work, by fives, before anything is told. */
  warmUp: number;
  /** Far beyond: so many times the largest before, and so many digits of rarity. */
  times: number;
  digits: number;
  /** Baselines of persons as well. Off: what a person does at which rate is nobody's business unless you decide so. */
  people: boolean;
}

interface State {
  open?: Minutes;
  streams?: Record<string, Stream>;
  /** Versions of agents seen here, with the time of the first. */
  versions?: Record<string, number>;
}

/** What is summed up, and how it is called. */
const SUMS = {
  calls: 'calls in five minutes',
  errors: 'failed calls in five minutes',
  denials: 'refused calls in five minutes',
  sends: 'uploads in five minutes',
  agents: 'sub-agents at work',
} as const;
const SESSIONS = 'sessions at work';
/** After a new version everything may move: what every session shows is told by the fleet's own detector. */
const NEW_VERSION_MS = 86_400_000;
const MAX_VERSIONS = 12;
/** Fewer than this of anything is never too much. */
const LEAST = 10;

export const unusualRate: Detector<State, Settings> = {
  manifest,
  defaults: { warmUp: 100, times: 4, digits: 6, people: false },
  init: () => ({}),
  step(state, event, { key, scorer }, settings) {
    const entity = entityOf(key);
    if (!isActivity(event) || (entity.kind === 'user' && !settings.people)) return NO_DETECTIONS;
    const over = turn(state, event.at);
    const found = over ? judge(state, over, scorer, settings) : [];
    add(state, event);
    return found.length === 0 ? NO_DETECTIONS : report(state, found, entity, event, settings);
  },
};

function add(state: State, event: ActivityEvent): void {
  const { open } = state;
  if (!open) return;
  for (const name in SUMS) {
    const field = name as keyof typeof SUMS;
    open.sums[field] = (open.sums[field] ?? 0) + event.action[field];
  }
  addSession(open, sessionOf(event));
  const version = versionOf(event);
  if (state.versions?.[version] !== undefined) return;
  const kept = Object.entries(state.versions ?? {}).slice(1 - MAX_VERSIONS);
  state.versions = Object.fromEntries([...kept, [version, event.at]]);
}

function judge(state: State, { start, sums, sessions }: Minutes, scorer: Scorer, { warmUp }: Settings): Unusual[] {
  const streams = (state.streams ??= {});
  const rows: [string, number][] = Object.entries(SUMS).map(([field, name]) => [name, sums[field] ?? 0]);
  rows.push([SESSIONS, sessions.length]);
  return rows.flatMap(([name, value]) => {
    const unusual = learn(streams, scorer, { name, at: start, value, warmUp });
    return unusual && value >= LEAST ? [unusual] : [];
  });
}

function report(
  { versions = {} }: State,
  found: readonly Unusual[],
  { words }: Entity,
  event: ActivityEvent,
  { times, digits }: Settings,
): readonly Detection[] {
  const known = Object.values(versions);
  const isNew = known.length > 1 && known.some((at) => event.at - at < NEW_VERSION_MS);
  if (isNew) return NO_DETECTIONS;
  return found.map((one) => ({
    why: `On ${words}: ${one.why}`,
    severity: one.times >= times && one.digits >= digits ? 'medium' : 'low',
    confidence: 'low',
    dedupeKey: one.growth === undefined ? one.name : `${one.name} slowly`,
  }));
}
