import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, Scorer } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { entityOf, isActivity, sessionOf } from '../entities';
import type { ActivityEvent, Entity } from '../entities';
import { newLevel, take, usualOf } from '../levels';
import type { Level } from '../levels';
import { learn, turn } from '../streams';
import type { Minutes, Stream } from '../streams';
import { manifest } from './manifest';

interface Settings {
  /** Of one session in five minutes: beyond any plan. 0 switches the bound off. */
  tokens: number;
  cost: number;
  /** Of an account or the whole fleet in five minutes; 0, as shipped, for none. */
  tokensTogether: number;
  costTogether: number;
  /** Minutes of work, by fives, before a baseline tells anything. */
  warmUp: number;
  /** Far beyond: so many times the largest before. */
  times: number;
  people: boolean;
}

interface State {
  open?: Minutes;
  streams?: Record<string, Stream>;
  /** Of single sessions of an agent: what its peers use. */
  peers?: Level;
}

const TOKENS = 'tokens in five minutes';
const COST = 'cost in five minutes';
/** Less than this in five minutes is never a matter, in tokens and in the unit of cost. */
const LEAST_TOKENS = 200_000;
const LEAST_COST = 2;
const PEER_SPREADS = 5;

export const unusualSpend: Detector<State, Settings> = {
  manifest,
  defaults: { tokens: 50_000_000, cost: 100, tokensTogether: 0, costTogether: 0, warmUp: 100, times: 4, people: false },
  init: () => ({}),
  step(state, event, { key, scorer }, settings) {
    const entity = entityOf(key);
    if (!isActivity(event) || (entity.kind === 'user' && !settings.people)) return NO_DETECTIONS;
    const over = turn(state, event.at);
    const found = over ? judge(state, over, scorer, entity, settings) : [];
    const tokens = event.action.inputTokens + event.action.outputTokens;
    const { cost } = event.action;
    if (state.open) {
      const { sums } = state.open;
      sums['tokens'] = (sums['tokens'] ?? 0) + tokens;
      sums['cost'] = (sums['cost'] ?? 0) + cost;
      found.push(...together(sums, entity, settings));
    }
    if (entity.kind === 'agent') found.push(...ofSession(state, event, { tokens, cost }, settings));
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** One session beside its peers, and beyond any plan. */
function ofSession(
  state: State,
  event: ActivityEvent,
  { tokens, cost }: { tokens: number; cost: number },
  settings: Settings,
): Detection[] {
  const dedupeKey = `session ${sessionOf(event)}`;
  const bound = beyond(tokens, cost, settings.tokens, settings.cost);
  if (bound !== undefined)
    return [{ why: `One session used ${bound} in five minutes`, dedupeKey: `${dedupeKey} bound`, ...HARD }];
  if (tokens === 0) return [];
  const peers = (state.peers ??= newLevel());
  const usual = usualOf(peers);
  const { rows } = peers;
  const { spreads, times } = take(peers, tokens);
  if (rows < settings.warmUp || spreads < PEER_SPREADS || times < 1.5 || tokens < LEAST_TOKENS) return [];
  return [
    {
      why: `One session used ${short(tokens)} tokens in five minutes; sessions of ${event.agent.family} mostly use ${short(usual)}`,
      severity: times >= settings.times ? 'medium' : 'low',
      dedupeKey,
    },
  ];
}

function together(sums: Record<string, number>, { kind, words }: Entity, settings: Settings): Detection[] {
  if (kind !== 'account' && kind !== 'fleet') return [];
  const bound = beyond(sums['tokens'] ?? 0, sums['cost'] ?? 0, settings.tokensTogether, settings.costTogether);
  return bound === undefined ? [] : [{ why: `On ${words}: ${bound} in five minutes`, dedupeKey: 'bound', ...HARD }];
}

const HARD = { severity: 'high', confidence: 'high', facts: ['hard-bound'] } as const;

function beyond(tokens: number, cost: number, mostTokens: number, mostCost: number): string | undefined {
  if (mostTokens > 0 && tokens >= mostTokens) return `more than ${short(mostTokens)} tokens`;
  return mostCost > 0 && cost >= mostCost ? `more than ${mostCost} of its currency` : undefined;
}

function judge(state: State, over: Minutes, scorer: Scorer, { words }: Entity, settings: Settings): Detection[] {
  const streams = (state.streams ??= {});
  const { start, sums } = over;
  const rows = [
    { name: TOKENS, value: sums['tokens'] ?? 0, least: LEAST_TOKENS },
    { name: COST, value: sums['cost'] ?? 0, least: LEAST_COST },
  ];
  return rows.flatMap(({ name, value, least }): Detection[] => {
    const unusual = learn(streams, scorer, { name, at: start, value, warmUp: settings.warmUp });
    if (!unusual || value < least) return [];
    return [
      {
        why: `On ${words}: ${unusual.why}`,
        severity: unusual.times >= settings.times && unusual.digits >= 6 ? 'medium' : 'low',
        confidence: 'low',
        dedupeKey: unusual.growth === undefined ? name : `${name} slowly`,
      },
    ];
  });
}

/** 1234567 as 1.2 million. */
function short(value: number): string {
  if (value >= 1e6) return `${(value / 1e6).toFixed(1)} million`;
  return value >= 1e4 ? `${Math.round(value / 1e3)},000` : String(Math.round(value));
}
