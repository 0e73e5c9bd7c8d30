import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent, ExternalFindingAction, ResourceSampleAction } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { isWorker } from '../resource-hijacking-load/work';
import { manifest } from './manifest';

interface Settings {
  /** Cores that a process uses from which it is busy, and from which nothing ordinary does for minutes. */
  busy: number;
  large: number;
  minutes: number;
  samples: number;
  /** What is busy in the first minutes of a host belongs there. */
  learnMinutes: number;
  /** How far apart a report about a mining pool and the process may be, minutes. */
  poolMinutes: number;
}

interface Busy {
  since: number;
  at: number;
  samples: number;
  least: number;
  told?: true;
}

interface State {
  /** Time of the first sample of a process. */
  first?: number;
  /** Names that belong here. */
  known?: string[];
  /** Names of programs that sessions started. */
  started?: string[];
  busy?: Record<string, Busy>;
  /** Last report of a sensor about a pool. */
  pool?: { at: number; where: string };
}

const MINUTE = 60_000;
const MAX_KNOWN = 400;
const MAX_STARTED = 200;
const MAX_BUSY = 32;
const MAX_NAME = 60;
/** A process that is not told for so long was not busy. */
const GAP_MS = 2 * MINUTE;
const POOL = /\b(?:mining|miner|stratum|cryptomin\w{0,10}|xmr|monero)\b|:(?:3333|4444|5555|7777|14433|14444|45700)\b/i;

export const unknownProcess: Detector<State, Settings> = {
  manifest,
  defaults: { busy: 0.8, large: 3, minutes: 4, samples: 8, learnMinutes: 30, poolMinutes: 15 },
  init: () => ({}),
  step(state, event, context, settings) {
    const { action } = event;
    if (action.type === 'external.finding') return reported(state, event, action, settings);
    if (action.type === 'resource.sample') return sampled(state, event, action, settings);
    if (event.phase !== 'denied') remember(state, context);
    return NO_DETECTIONS;
  },
};

function remember(state: State, { analysis }: DetectorContext): void {
  for (const { program } of invocations(analysis).slice(0, 20)) {
    const started = (state.started ??= []);
    const name = program.slice(0, MAX_NAME);
    if (name.length < 2 || started.includes(name)) continue;
    started.push(name);
    if (started.length > MAX_STARTED) started.shift();
  }
}

function sampled(state: State, event: AgentEvent, action: ResourceSampleAction, settings: Settings) {
  const name = action.process?.name?.slice(0, MAX_NAME);
  if (action.metric !== 'process.cpu.utilization' || name === undefined) return NO_DETECTIONS;
  const first = (state.first ??= event.at);
  if (action.value < settings.busy) return NO_DETECTIONS;
  if (event.at - first < settings.learnMinutes * MINUTE) return learn(state, name);
  if (isExpected(state, name)) return NO_DETECTIONS;
  const one = busyOf(state, `${name} ${action.process?.pid ?? ''}`, event.at);
  if (!one) return NO_DETECTIONS;
  one.at = event.at;
  one.samples += 1;
  one.least = one.samples === 1 ? action.value : Math.min(one.least, action.value);
  if (one.told || one.samples < settings.samples || event.at - one.since < settings.minutes * MINUTE)
    return NO_DETECTIONS;
  one.told = true;
  return [describe(state, event, name, one, settings)];
}

function learn(state: State, name: string): typeof NO_DETECTIONS {
  const known = (state.known ??= []);
  if (!known.includes(name)) known.push(name);
  if (known.length > MAX_KNOWN) known.shift();
  return NO_DETECTIONS;
}

/** Linux cuts names of processes to 15 characters. */
const isExpected = ({ known = [], started = [] }: State, name: string): boolean =>
  isWorker(name) || known.includes(name) || started.some((one) => one === name || one.slice(0, 15) === name);

function busyOf(state: State, process: string, at: number): Busy | undefined {
  const all = Object.entries(state.busy ?? {}).filter(([, one]) => at - one.at <= GAP_MS);
  const known = all.find(([name]) => name === process)?.[1];
  const made = known ?? { since: at, at, samples: 0, least: 0 };
  if (!known && all.length >= MAX_BUSY) return undefined;
  if (!known) all.push([process, made]);
  state.busy = Object.fromEntries(all);
  return made;
}

/** A report about a pool, and a process that no session started, whichever comes first. */
function reported(state: State, event: AgentEvent, action: ExternalFindingAction, settings: Settings) {
  const where = `${action.rule} ${action.destination ?? ''} ${action.text}`.slice(0, 300);
  if (!POOL.test(where)) return NO_DETECTIONS;
  state.pool = { at: event.at, where: (action.destination ?? action.rule).slice(0, 80) };
  const told = Object.entries(state.busy ?? {}).find(
    ([, one]) => one.told && event.at - one.at <= settings.poolMinutes * MINUTE,
  );
  if (!told) return NO_DETECTIONS;
  const [process, one] = told;
  return [describe(state, event, process.slice(0, process.lastIndexOf(' ')), one, settings)];
}

function describe({ pool }: State, event: AgentEvent, name: string, one: Busy, settings: Settings): Detection {
  const near = pool !== undefined && event.at - pool.at <= settings.poolMinutes * MINUTE ? pool : undefined;
  const minutes = Math.round((one.at - one.since) / MINUTE);
  const isLarge = one.least >= settings.large;
  return {
    why: `${name} has used ${one.least.toFixed(1)} cores or more of ${event.host ?? 'the host'} for ${minutes} minutes; no session started it and it did not run here before${
      near ? `, and a sensor reports ${near.where}` : ''
    }`,
    severity: near ? 'high' : isLarge ? 'medium' : 'low',
    confidence: near ? 'medium' : 'low',
    dedupeKey: name,
    entities: { process: name },
    ...(near && { facts: ['second-witness'] }),
  };
}
