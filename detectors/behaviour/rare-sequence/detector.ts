import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import { entityOf, isActivity, sessionOf } from '../entities';
import { newLevel, take } from '../levels';
import type { Level } from '../levels';
import { manifest } from './manifest';

interface Settings {
  /** Summaries with enough acts before anything is told. */
  warmUp: number;
  /** Acts in five minutes that are enough to say something. */
  acts: number;
  /** Spreads above what is usual for sessions of this agent. */
  spreads: number;
}

interface State {
  rows?: number;
  /** How often one kind of act followed another, halved from time to time. */
  order?: Record<string, number>;
  usual?: Level;
}

const MAX_PAIRS = 600;
/** Where counts are halved: what is no longer done is forgotten. */
const MOST = 20_000;

export const rareSequence: Detector<State, Settings> = {
  manifest,
  defaults: { warmUp: 300, acts: 15, spreads: 6 },
  init: () => ({}),
  step(state, event, { key }, settings) {
    const entity = entityOf(key);
    if (!isActivity(event) || entity.kind !== 'agent') return NO_DETECTIONS;
    const pairs = Object.entries(event.action.order);
    const acts = pairs.reduce((sum, [, count]) => sum + count, 0);
    if (acts < settings.acts) return NO_DETECTIONS;
    const order = (state.order ??= {});
    const { bits, rarest } = surprise(order, pairs, acts);
    learn(state, order, pairs);
    state.rows = (state.rows ?? 0) + 1;
    const { spreads, times } = take((state.usual ??= newLevel()), bits);
    if (state.rows <= settings.warmUp || spreads < settings.spreads || times < 1.2) return NO_DETECTIONS;
    return [
      {
        why: `The order of acts of one session is rare for ${entity.words}: ${rarest.replace('>', ' and then ')}, and others like it`,
        dedupeKey: `session ${sessionOf(event)}`,
      },
    ];
  },
};

/** Mean bits of surprise of a step from one act to the next, and the step that surprised most. */
function surprise(order: Readonly<Record<string, number>>, pairs: readonly [string, number][], acts: number) {
  const totals: Record<string, number> = {};
  const known = Object.entries(order);
  for (const [pair, count] of known) totals[firstOf(pair)] = (totals[firstOf(pair)] ?? 0) + count;
  const kinds = Math.max(10, Object.keys(totals).length);
  let bits = 0;
  let [rarest, most] = ['', -1];
  for (const [pair, count] of pairs) {
    const own = -Math.log2(((order[pair] ?? 0) + 0.5) / ((totals[firstOf(pair)] ?? 0) + 0.5 * kinds));
    bits += own * count;
    if (own > most) [rarest, most] = [pair, own];
  }
  return { bits: bits / acts, rarest };
}

const firstOf = (pair: string): string => pair.slice(0, pair.indexOf('>'));

function learn(state: State, order: Record<string, number>, pairs: readonly [string, number][]): void {
  for (const [pair, count] of pairs) order[pair] = (order[pair] ?? 0) + count;
  const all = Object.entries(order);
  const total = all.reduce((sum, [, count]) => sum + count, 0);
  if (total <= MOST && all.length <= MAX_PAIRS) return;
  const kept = all.map(([pair, count]): [string, number] => [pair, total > MOST ? count / 2 : count]);
  kept.sort(([, a], [, b]) => b - a);
  state.order = Object.fromEntries(kept.slice(0, MAX_PAIRS * 0.9));
}
