import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { entityOf, isActivity, versionOf } from '../entities';
import type { ActivityEvent } from '../entities';
import { manifest } from './manifest';

interface Settings {
  /** Days with work before anything is told. */
  days: number;
  /** Distance of the mix of the last days from that of the weeks before, 0 to 1, and how many times the usual one. */
  distance: number;
  times: number;
}

type Mix = Record<string, number>;

interface State {
  day?: number;
  today?: Mix;
  /** Shares of acts over two weeks and over the last days. */
  slow?: Mix;
  fast?: Mix;
  days?: number;
  usual?: number;
  /** Days in a row on which the distance was too large. */
  over?: number;
  /** Versions, models and writes to instruction files, with the day on which each was first seen; the newest last. */
  beside?: [what: string, day: number][];
}

const DAY_MS = 86_400_000;
const SLOW = 1 / 14;
const FAST = 1 / 3;
const MAX_KINDS = 60;
const MAX_BESIDE = 24;
/** A day with fewer acts says nothing of a mix. */
const LEAST_ACTS = 50;
const LOOKS_BACK = 16;
/** One odd day is no drift. */
const LEAST_DAYS = 2;

export const agentDrift: Detector<State, Settings> = {
  manifest,
  defaults: { days: 14, distance: 0.12, times: 3 },
  init: () => ({}),
  step(state, event, { key }, settings) {
    const entity = entityOf(key);
    if (!isActivity(event) || entity.kind !== 'agent') return NO_DETECTIONS;
    const day = Math.floor(event.at / DAY_MS);
    const found = state.day !== undefined && day > state.day ? close(state, entity.words, settings) : undefined;
    state.day = Math.max(day, state.day ?? day);
    const today = (state.today ??= {});
    for (const [kind, count] of Object.entries(event.action.acts))
      if (today[kind] !== undefined || Object.keys(today).length < MAX_KINDS) today[kind] = (today[kind] ?? 0) + count;
    noteBeside(state, event, day);
    return found === undefined ? NO_DETECTIONS : [found];
  },
};

/** What changed beside the acts. */
function noteBeside(state: State, event: ActivityEvent, day: number): void {
  const beside = (state.beside ??= []);
  const models = event.action.used.filter((thing) => /^model |^wrote agent-/.test(thing));
  for (const what of [`version ${versionOf(event)}`, ...models]) {
    if (beside.some(([known]) => known === what)) continue;
    beside.push([what, day]);
    if (beside.length > MAX_BESIDE) beside.shift();
  }
}

function close(state: State, words: string, settings: Settings): Detection | undefined {
  const { today = {} } = state;
  state.today = {};
  const mix = shares(today);
  if (mix === undefined) return undefined;
  const days = (state.days = (state.days ?? 0) + 1);
  const slow = (state.slow ??= mix);
  const fast = (state.fast = follow(state.fast ?? mix, mix, FAST));
  const distance = distanceOf(fast, slow);
  const usual = (state.usual ??= distance);
  if (days <= settings.days || distance < settings.distance || distance < settings.times * usual) {
    state.over = 0;
    state.usual = usual + (distance - usual) / 14;
    state.slow = follow(slow, mix, Math.max(SLOW, 1 / days));
    return undefined;
  }
  state.over = (state.over ?? 0) + 1;
  if (state.over < LEAST_DAYS) return undefined;
  state.slow = fast;
  state.over = 0;
  return describe(state, words, slow, fast);
}

function shares(counts: Mix): Mix | undefined {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  if (total < LEAST_ACTS) return undefined;
  return Object.fromEntries(Object.entries(counts).map(([kind, count]) => [kind, round(count / total)]));
}

function follow(old: Mix, now: Mix, rate: number): Mix {
  const all = kindsOf(old, now).map((kind): [string, number] => [
    kind,
    round((old[kind] ?? 0) + ((now[kind] ?? 0) - (old[kind] ?? 0)) * rate),
  ]);
  return Object.fromEntries(
    all
      .filter(([, share]) => share > 0.0005)
      .sort(([, a], [, b]) => b - a)
      .slice(0, MAX_KINDS),
  );
}

const round = (share: number): number => Number(share.toPrecision(4));
const kindsOf = (a: Mix, b: Mix): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])];

/** Jensen–Shannon divergence in bits. */
function distanceOf(a: Mix, b: Mix): number {
  return kindsOf(a, b).reduce((sum, kind) => {
    const [p, q] = [a[kind] ?? 0, b[kind] ?? 0];
    const middle = (p + q) / 2;
    return sum + (part(p, middle) + part(q, middle)) / 2;
  }, 0);
}

const part = (share: number, middle: number): number => (share === 0 ? 0 : share * Math.log2(share / middle));

function describe(state: State, words: string, slow: Mix, fast: Mix): Detection {
  const moved = kindsOf(slow, fast)
    .map((kind) => ({ kind, from: slow[kind] ?? 0, to: fast[kind] ?? 0 }))
    .sort((a, b) => Math.abs(b.to - b.from) - Math.abs(a.to - a.from))
    .slice(0, 4)
    .map(({ kind, from, to }) => `${kind} ${percent(from)} to ${percent(to)}`);
  const first = (state.day ?? 0) - LOOKS_BACK;
  const news = (state.beside ?? []).filter(([, day]) => day > first).map(([what]) => what);
  const beside =
    news.length === 0 ? 'nothing else has changed that is told' : `new in these weeks: ${news.slice(-6).join(', ')}`;
  return {
    why: `What ${words} does has moved over two weeks: ${moved.join(', ')}; ${beside}`,
    dedupeKey: `mix towards ${moved[0]?.split(' ', 1)[0] ?? ''}`,
  };
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
