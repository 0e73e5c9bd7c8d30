import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Severity } from '../../../contracts/finding';
import { UNKNOWN, invocations } from '../../programs';
import { factsOfTarget } from '../../targets';
import { happened } from '../state-lost-then-destroy/losses';
import { manifest } from './manifest';
import type { Order } from './orders';
import { orderBy, orderByTool } from './orders';

interface State {
  orders: (Order & { at: number; eventId: string; key: string })[];
}

interface Settings {
  /** Within the window, from how many on it is told. */
  gpus: number;
  machines: number;
  replicas: number;
  regions: number;
  windowSeconds: number;
}

/** Orders that are remembered of a session. */
const MAX_ORDERS = 200;
/** From this many times a bound on, it is worse. */
const FAR_BEYOND = 5;

export const provisioningBurst: Detector<State, Settings> = {
  manifest,
  defaults: { gpus: 4, machines: 20, replicas: 100, regions: 3, windowSeconds: 3_600 },
  init: () => ({ orders: [] }),
  step(state, event, { analysis, installation }, settings) {
    const all = invocations(analysis);
    const made = all.flatMap((one, index) => {
      const order = orderBy(one);
      return order === undefined ? [] : [{ order, facts: factsOfTarget(all, index, installation) }];
    });
    const tool = orderByTool(event);
    if (tool !== undefined) made.push({ order: tool, facts: [] });
    if (made.length === 0) return NO_DETECTIONS;
    const before = state.orders.filter(({ at }) => at >= event.at - settings.windowSeconds * 1_000);
    const orders = [...before];
    for (const [index, { order }] of made.entries()) add(orders, order, event, index);
    if (happened(event)) state.orders = orders.slice(-MAX_ORDERS);
    const found = judge(before, orders, event, settings);
    const facts = made.flatMap((one) => one.facts);
    return found.length === 0 ? NO_DETECTIONS : found.map((one) => ({ ...one, facts: [...new Set(facts)] }));
  },
};

/** An act that is told twice orders once. */
function add(orders: State['orders'], order: Order, { id, callId, at }: AgentEvent, index: number): void {
  const key = `${callId ?? id}#${index}`;
  if (!orders.some((one) => one.key === key && one.what === order.what))
    orders.push({ ...order, at, eventId: id, key });
}

function judge(before: State['orders'], orders: State['orders'], event: AgentEvent, settings: Settings): Detection[] {
  const found: Detection[] = [];
  const told = (about: string, what: string, now: number, then: number, bound: number, severity?: Severity) => {
    const passed = [bound * FAR_BEYOND, bound].find((most) => now >= most && then < most);
    if (passed !== undefined)
      found.push(describe(about, what, severity ?? (passed > bound ? 'high' : 'medium'), orders, event));
  };
  const sum = (list: State['orders'], pick: (one: Order) => boolean) =>
    list.filter(pick).reduce((total, { count }) => total + count, 0);
  const withGpu = (one: Order) => one.gpu;
  const plain = (one: Order) => !one.gpu && !one.replicas;
  told(
    'gpu',
    `${sum(orders, withGpu)} machines with GPUs were ordered`,
    sum(orders, withGpu),
    sum(before, withGpu),
    settings.gpus,
  );
  told(
    'machines',
    `${sum(orders, plain)} machines were ordered`,
    sum(orders, plain),
    sum(before, plain),
    settings.machines,
  );
  told(
    'replicas',
    `a workload was scaled to ${largest(orders)} replicas`,
    largest(orders),
    largest(before),
    settings.replicas,
  );
  told('fleet', 'a fleet of spot machines was ordered', fleets(orders), fleets(before), 1, 'medium');
  told(
    'regions',
    'machines were ordered in many regions',
    regionsOf(orders, settings),
    regionsOf(before, settings),
    settings.regions,
    'high',
  );
  if (found.length === 0 && sum(orders, withGpu) > sum(before, withGpu))
    found.push(describe('gpu', 'a machine with a GPU was ordered', 'low', orders, event));
  return found;
}

const largest = (orders: State['orders']): number =>
  Math.max(0, ...orders.filter(({ replicas }) => replicas).map(({ count }) => count));
const fleets = (orders: State['orders']): number => orders.filter(({ fleet }) => fleet).length;

/** Distinct regions; one that a loop gives stands for all of them. */
function regionsOf(orders: State['orders'], { regions }: Settings): number {
  const named = new Set(orders.flatMap(({ region, replicas }) => (region === undefined || replicas ? [] : [region])));
  return named.has(UNKNOWN) ? regions : named.size;
}

function describe(
  about: string,
  what: string,
  severity: Severity,
  orders: State['orders'],
  event: AgentEvent,
): Detection {
  return {
    why: `Within an hour ${what}`,
    severity,
    dedupeKey: about,
    techniques: about === 'regions' ? ['T1578.002', 'T1535'] : ['T1578.002', 'T1496.001'],
    excerpt: orders.at(-1)?.what ?? '',
    also: orders
      .filter(({ eventId }) => eventId !== event.id)
      .slice(-5)
      .map((one) => ({ eventId: one.eventId, at: one.at, excerpt: one.what, phase: 'completed' })),
  };
}
