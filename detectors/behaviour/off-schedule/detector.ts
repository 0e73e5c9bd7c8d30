import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { entityOf, isActivity } from '../entities';
import type { Entity } from '../entities';
import { manifest } from './manifest';

interface Settings {
  /** Days since the first work before anything is told, and summaries by then. */
  days: number;
  rows: number;
  /** Calls at that hour that are more than a clean-up. */
  calls: number;
  /** Hours of persons as well. Off: when somebody works is nobody's business unless you decide so. */
  people: boolean;
}

interface State {
  first?: number;
  rows?: number;
  /** Work by hour of the day (UTC), of working days and then of weekends; old work fades. */
  hours?: number[];
  /** The hour that is open now, and its calls. */
  hour?: number;
  calls?: number;
  told?: number;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const FADES = 0.9995;
/** Below this an hour is as good as never worked in. */
const NEVER = 0.05;
/** 1 January 1970 was a Thursday. */
const FIRST_DAY = 4;

export const offSchedule: Detector<State, Settings> = {
  manifest,
  defaults: { days: 14, rows: 200, calls: 20, people: false },
  init: () => ({}),
  step(state, event, { key }, settings) {
    const entity = entityOf(key);
    if (!isActivity(event) || !hasSchedule(entity, settings)) return NO_DETECTIONS;
    const hour = Math.floor(event.at / HOUR_MS);
    if (hour !== state.hour) Object.assign(state, { hour, calls: 0 });
    const calls = (state.calls = (state.calls ?? 0) + event.action.calls);
    const first = (state.first ??= event.at);
    const rows = (state.rows = (state.rows ?? 0) + 1);
    const isNew = !isUsual(state.hours ?? [], hour);
    const isKnown = event.at - first >= settings.days * DAY_MS && rows >= settings.rows;
    if (isKnown && isNew) return odd(state, hour, calls, entity, settings);
    count(state, hour);
    return NO_DETECTIONS;
  },
};

/** Told once an hour; the work is learnt then, so that a new habit is told once. */
function odd(state: State, hour: number, calls: number, { words }: Entity, settings: Settings) {
  if (calls < settings.calls) return NO_DETECTIONS;
  count(state, hour);
  return [
    {
      why: `Agents work on ${words} at ${hour % 24}:00 UTC ${isWeekend(hour) ? 'on a weekend' : 'on a working day'}, an hour at which they never have`,
      dedupeKey: `${isWeekend(hour) ? 'weekend' : 'working day'} ${hour % 24}`,
    },
  ];
}

const hasSchedule = ({ kind }: Entity, { people }: Settings): boolean =>
  kind === 'host' || kind === 'repository' || kind === 'account' || (kind === 'user' && people);

const isWeekend = (hour: number): boolean => [0, 6].includes((Math.floor(hour / 24) + FIRST_DAY) % 7);
const slotOf = (hour: number): number => (hour % 24) + (isWeekend(hour) ? 24 : 0);

/** Work in the same hour or the ones beside it. */
function isUsual(hours: readonly number[], hour: number): boolean {
  const half = isWeekend(hour) ? 24 : 0;
  return [-1, 0, 1].some((by) => (hours[half + ((hour + by + 24) % 24)] ?? 0) > NEVER);
}

function count(state: State, hour: number): void {
  const hours = (state.hours ?? Array.from({ length: 48 }, () => 0)).map((work) => round(work * FADES));
  const slot = slotOf(hour);
  hours[slot] = (hours[slot] ?? 0) + 1;
  state.hours = hours;
}

const round = (work: number): number => Number(work.toPrecision(4));
