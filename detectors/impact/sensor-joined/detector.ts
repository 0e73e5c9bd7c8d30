import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent, ExternalFindingAction, ResourceSampleAction } from '../../../contracts/event';
import type { Detection, Evidence } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { manifest } from './manifest';

interface Settings {
  /** How far apart in time a finding and an act may be and belong together, minutes. */
  minutes: number;
  /** Busy from this share of the device on. */
  busy: number;
}

interface Act {
  at: number;
  evidence: Evidence;
  hosts: string[];
  programs: string[];
}

interface Seen {
  at: number;
  evidence: Evidence;
  sensor: string;
  rule: string;
  destination?: string;
  program?: string;
}

interface State {
  acts?: Act[];
  seen?: Seen[];
  /** Since when each device has been busy. */
  busy?: Record<string, number>;
}

const MINUTE = 60_000;
const MAX_ACTS = 40;
const MAX_SEEN = 20;
const MAX_DEVICES = 16;
const MAX_NAMES = 8;
/** Words of sensors that say that nothing is wrong; Tetragon's executions say nothing either way. */
const HARMLESS = /^(?:info|informational|debug|notice|low)/i;
/** A device is busy, not merely touched, after this long. */
const BUSY_FOR_MS = MINUTE;

export const sensorJoined: Detector<State, Settings> = {
  manifest,
  defaults: { minutes: 10, busy: 0.8 },
  init: () => ({}),
  step(state, event, context, settings) {
    const { action } = event;
    if (action.type === 'resource.sample') return loaded(state, event, action, settings);
    if (action.type === 'external.finding') return reported(state, event, action, settings);
    if (event.phase === 'denied') return NO_DETECTIONS;
    return acted(state, event, context, settings);
  },
};

function reported(state: State, event: AgentEvent, action: ExternalFindingAction, settings: Settings) {
  if (HARMLESS.test(action.priority ?? '') || action.rule === 'process_exec') return NO_DETECTIONS;
  const program = nameOf(action.process?.name);
  const destination = hostOf(action.destination);
  const one: Seen = {
    at: event.at,
    evidence: pieceOf(event, `${action.rule}: ${action.text}`),
    sensor: action.sensor.slice(0, 60),
    rule: action.rule.slice(0, 80),
    ...(destination === undefined ? {} : { destination }),
    ...(program === undefined ? {} : { program }),
  };
  const seen = (state.seen ??= []);
  seen.push(one);
  if (seen.length > MAX_SEEN) seen.shift();
  const acts = (state.acts ?? []).filter((act) => event.at - act.at <= settings.minutes * MINUTE);
  const linked = acts.findLast((act) => links(act, one));
  if (linked) return [strong(event, linked, one)];
  const last = acts.at(-1);
  if (!last) return NO_DETECTIONS;
  return isBusy(state, event.at) ? [busyToo(event, last, one)] : [sameMinutes(event, last, one)];
}

function acted(state: State, event: AgentEvent, { analysis }: DetectorContext, settings: Settings) {
  const act: Act = {
    at: event.at,
    evidence: pieceOf(event, textOf(event)),
    hosts: analysis.destinations.slice(0, MAX_NAMES).map(({ host }) => host),
    programs: programsOf(analysis),
  };
  const acts = (state.acts ??= []);
  acts.push(act);
  if (acts.length > MAX_ACTS) acts.shift();
  const seen = (state.seen ?? []).filter((one) => event.at - one.at <= settings.minutes * MINUTE);
  const linked = seen.findLast((one) => links(act, one));
  return linked ? [strong(event, act, linked)] : NO_DETECTIONS;
}

function loaded(state: State, event: AgentEvent, action: ResourceSampleAction, settings: Settings) {
  if (!/^(?:gpu|cpu)\.utilization$/.test(action.metric) || action.temporality !== 'gauge') return NO_DETECTIONS;
  const device = `${action.metric} ${action.series}`.slice(0, 80);
  if (action.value < settings.busy) {
    state.busy = Object.fromEntries(Object.entries(state.busy ?? {}).filter(([name]) => name !== device));
    return NO_DETECTIONS;
  }
  const busy = (state.busy ??= {});
  if (Object.keys(busy).length < MAX_DEVICES) busy[device] ??= event.at;
  const since = busy[device];
  if (since === undefined || event.at - since < BUSY_FOR_MS) return NO_DETECTIONS;
  const recent = (at: number) => event.at - at <= settings.minutes * MINUTE;
  const one = state.seen?.findLast(({ at }) => recent(at));
  const act = state.acts?.findLast(({ at }) => recent(at));
  return one && act ? [busyToo(event, act, one)] : NO_DETECTIONS;
}

const isBusy = ({ busy }: State, at: number): boolean =>
  Object.values(busy ?? {}).some((since) => at - since >= BUSY_FOR_MS);

function strong(event: AgentEvent, act: Act, one: Seen): Detection {
  const what = one.destination !== undefined && act.hosts.includes(one.destination) ? one.destination : one.program;
  return {
    why: `${one.sensor} reports ${one.rule} on ${event.host ?? 'the host'}, and an agent there acted on the same ${what ?? 'thing'}`,
    severity: 'high',
    confidence: 'high',
    dedupeKey: keyOf(one),
    facts: ['second-witness'],
    ...about(act, one),
  };
}

function busyToo(event: AgentEvent, act: Act, one: Seen): Detection {
  return {
    why: `${one.sensor} reports ${one.rule} on ${event.host ?? 'the host'}, where an agent acts in the same minutes and the load rises`,
    severity: 'medium',
    dedupeKey: keyOf(one),
    facts: ['second-witness'],
    ...about(act, one),
  };
}

function sameMinutes(event: AgentEvent, act: Act, one: Seen): Detection {
  return {
    why: `${one.sensor} reports ${one.rule} on ${event.host ?? 'the host'}, where an agent acts in the same minutes`,
    severity: 'low',
    confidence: 'low',
    dedupeKey: keyOf(one),
    ...about(act, one),
  };
}

const keyOf = (one: Seen): string => `${one.sensor} ${one.rule} ${one.destination ?? ''}`;

const about = (act: Act, one: Seen): Pick<Detection, 'entities' | 'also'> => ({
  entities: {
    ...(one.destination === undefined ? {} : { destination: one.destination }),
    ...(one.program === undefined ? {} : { process: one.program }),
  },
  also: [act.evidence, one.evidence],
});

const links = (act: Act, one: Seen): boolean =>
  (one.destination !== undefined && act.hosts.includes(one.destination)) ||
  (one.program !== undefined && act.programs.includes(one.program));

/** Shells and the like run in every act: they link nothing. */
const COMMON = new Set([
  'sh',
  'bash',
  'zsh',
  'dash',
  'node',
  'python',
  'python3',
  'git',
  'sudo',
  'env',
  'cd',
  'echo',
  'cat',
]);

function programsOf(analysis: DetectorContext['analysis']): string[] {
  const named = invocations(analysis)
    .slice(0, MAX_NAMES)
    .map((one) => one.program);
  return named.filter((program) => program.length > 1 && !COMMON.has(program));
}

function nameOf(program: string | undefined): string | undefined {
  return program === undefined || COMMON.has(program) ? undefined : program.slice(0, 60);
}

/** Of `host`, `host:port` or Falco's `from:port->to:port`. */
function hostOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const to = text.slice(0, 300).split('->').at(-1) ?? '';
  return /^\[?([0-9a-f:.]{3,}|[\w.-]+?)\]?(?::\d{1,5})?$/i.exec(to)?.[1]?.toLowerCase();
}

function pieceOf(event: AgentEvent, excerpt: string): Evidence {
  return { eventId: event.id, at: event.at, excerpt: excerpt.slice(0, 200), phase: event.phase };
}

function textOf({ action }: AgentEvent): string {
  if (action.type === 'exec') return action.command ?? action.tool;
  if (action.type === 'net.fetch') return action.url ?? action.tool;
  return 'tool' in action ? action.tool : action.type;
}
