import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import { manifest } from './manifest';

interface Settings {
  /** Failures of the same act in a row from which it is told; high from `tooMany` on. */
  times: number;
  tooMany: number;
  minutes: number;
}

interface State {
  /** How often each act failed since something was changed, by its normal form; few acts make a cycle. */
  failed?: Record<string, { count: number; since: number; told: number }>;
}

/** More different failing acts than this are no cycle. */
const MAX_ACTS = 4;
const MAX_FORM = 200;
const MINUTE = 60_000;

export const retryStorm: Detector<State, Settings> = {
  manifest,
  defaults: { times: 10, tooMany: 100, minutes: 30 },
  init: () => ({}),
  step(state, event, _context, settings) {
    const { action } = event;
    if (changes(event)) {
      delete state.failed;
      return NO_DETECTIONS;
    }
    if (action.type === 'file.write' || !failed(event)) return NO_DETECTIONS;
    const form = formOf(event);
    if (form === undefined) return NO_DETECTIONS;
    const acts = (state.failed ??= {});
    const act = (acts[form] ??= { count: 0, since: event.at, told: 0 });
    if (event.at - act.since > settings.minutes * MINUTE) Object.assign(act, { count: 0, since: event.at, told: 0 });
    act.count += 1;
    state.failed = withoutRarest(acts);
    const due = act.count >= settings.tooMany ? settings.tooMany : act.count >= settings.times ? settings.times : 0;
    if (due === 0 || act.told >= due) return NO_DETECTIONS;
    act.told = due;
    return [
      {
        why: `the same act failed ${due} times in a row with nothing changed in between: ${form.slice(0, 120)}`,
        severity: due === settings.tooMany ? 'high' : 'medium',
        dedupeKey: form,
        ...(due === settings.tooMany ? { facts: ['hard-bound'] as const } : {}),
      },
    ];
  },
};

/** An edit that went well is progress, whatever its worth. */
const changes = ({ action, phase, outcome }: AgentEvent): boolean =>
  (action.type === 'file.write' || action.type === 'file.delete') &&
  phase === 'completed' &&
  outcome?.status !== 'error';

const failed = ({ phase, outcome }: AgentEvent): boolean =>
  phase === 'failed' || outcome?.status === 'error' || (outcome?.exitCode ?? 0) !== 0;

/** What is done, with all that differs from one try to the next taken out. A command that waits is a poll, not a storm. */
function formOf({ action }: AgentEvent): string | undefined {
  const text = textOf(action);
  if (text === undefined || /\b(?:sleep|timeout|wait|watch)\b/.test(text.slice(0, 1_000))) return undefined;
  return `${action.type} ${text}`
    .slice(0, MAX_FORM * 2)
    .replace(/[0-9a-f]{8}[0-9a-f-]{0,32}|\d{1,20}/gi, '#')
    .replace(/\s{1,50}/g, ' ')
    .slice(0, MAX_FORM);
}

function textOf(action: AgentEvent['action']): string | undefined {
  switch (action.type) {
    case 'exec':
      return action.command;
    case 'file.read':
      return action.path;
    case 'net.fetch':
      return action.url;
    case 'mcp.call':
      return action.arguments === undefined ? undefined : `${action.server ?? ''} ${action.tool} ${action.arguments}`;
    case 'tool.call':
      return action.arguments === undefined ? undefined : `${action.tool} ${action.arguments}`;
    default:
      return undefined;
  }
}

/** Keeps the acts that failed most often. */
function withoutRarest(acts: NonNullable<State['failed']>): NonNullable<State['failed']> {
  const all = Object.entries(acts);
  if (all.length <= MAX_ACTS) return acts;
  return Object.fromEntries(all.sort(([, a], [, b]) => b.count - a.count || b.since - a.since).slice(0, MAX_ACTS));
}
