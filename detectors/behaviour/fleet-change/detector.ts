import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { Detection } from '../../../contracts/finding';
import { entityOf, isActivity, sessionOf } from '../entities';
import type { ActivityEvent } from '../entities';
import { newLevel, take, usualOf } from '../levels';
import type { Level } from '../levels';
import { hashOf } from '../streams';
import { manifest } from './manifest';

interface Settings {
  /** Summaries of a version before it is compared, and the distinct sessions that they come from. */
  rows: number;
  sessions: number;
  /** From this factor on it is a change. */
  times: number;
}

interface Version {
  name: string;
  since: number;
  sessions: number[];
  levels: Record<string, Level>;
  told?: true;
}

interface State {
  /** By agent, the newest version last. */
  agents?: Record<string, Version[]>;
}

const MAX_AGENTS = 12;
const MAX_VERSIONS = 3;
const MAX_SESSIONS = 20;
/** Differences of means that chance does not explain, in standard errors. */
const ERRORS = 4;

export const fleetChange: Detector<State, Settings> = {
  manifest,
  defaults: { rows: 40, sessions: 5, times: 2 },
  init: () => ({}),
  step(state, event, { key }, settings) {
    const { version } = event.source;
    if (!isActivity(event) || entityOf(key).kind !== 'fleet' || version === undefined) return NO_DETECTIONS;
    const versions = versionsOf(state, event.agent.family.slice(0, 60));
    if (versions === undefined) return NO_DETECTIONS;
    const own = versionIn(versions, version.slice(0, 40), event.at);
    learn(own, event);
    const before = versions[versions.indexOf(own) - 1];
    if (own.told || before === undefined || !isEnough(own, settings) || !isEnough(before, settings))
      return NO_DETECTIONS;
    const changes = changesOf(before, own, settings.times);
    if (changes.length === 0) return NO_DETECTIONS;
    own.told = true;
    return [describe(event, before, own, changes)];
  },
};

function versionsOf(state: State, family: string): Version[] | undefined {
  const agents = (state.agents ??= {});
  if (agents[family] === undefined && Object.keys(agents).length >= MAX_AGENTS) return undefined;
  return (agents[family] ??= []);
}

function versionIn(versions: Version[], name: string, at: number): Version {
  const known = versions.find((one) => one.name === name);
  if (known) return known;
  const made: Version = { name, since: at, sessions: [], levels: {} };
  versions.push(made);
  if (versions.length > MAX_VERSIONS) versions.shift();
  return made;
}

function learn(version: Version, event: ActivityEvent): void {
  const session = hashOf(sessionOf(event));
  if (version.sessions.length < MAX_SESSIONS && !version.sessions.includes(session)) version.sessions.push(session);
  const { calls, errors, denials, inputTokens, outputTokens, busyMs, agents } = event.action;
  const values = { calls, errors, denials, tokens: inputTokens + outputTokens, 'tool time': busyMs / 1_000, agents };
  for (const [name, value] of Object.entries(values)) take((version.levels[name] ??= newLevel()), value);
}

const isEnough = ({ levels, sessions }: Version, settings: Settings): boolean =>
  (levels['calls']?.rows ?? 0) >= settings.rows && sessions.length >= settings.sessions;

interface Change {
  name: string;
  from: number;
  to: number;
}

function changesOf(before: Version, now: Version, times: number): Change[] {
  return Object.entries(now.levels).flatMap(([name, level]) => {
    const old = before.levels[name];
    if (!old) return [];
    const error = Math.hypot(level.spread / Math.sqrt(level.rows), old.spread / Math.sqrt(Math.min(old.rows, 200)));
    const step = Math.abs(level.mean - old.mean);
    const isChange = step >= Math.log(times) && step >= ERRORS * error;
    return isChange ? [{ name, from: usualOf(old), to: usualOf(level) }] : [];
  });
}

function describe(event: ActivityEvent, before: Version, now: Version, changes: readonly Change[]): Detection {
  const told = changes.map(({ name, from, to }) => `${name} ${plain(from)} to ${plain(to)}`).join(', ');
  const { family } = event.agent;
  return {
    why: `Sessions of ${family} work otherwise since version ${now.name} (before: ${before.name}), in five minutes: ${told}; ${now.sessions.length} sessions or more show it`,
    dedupeKey: `${family.slice(0, 60)} ${now.name}`,
    entities: { agent: family },
  };
}

const plain = (value: number): string => (value >= 10 ? Math.round(value).toString() : value.toFixed(1));
