import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { dangersOf } from '../dangers';
import type { Danger } from '../dangers';
import { acceptedByPerson } from '../person';
import { manifest } from './manifest';

interface Approved {
  callId: string;
  text: string;
  kinds: Danger['kind'][];
  /** Scripts that it runs. */
  scripts: string[];
  eventId: string;
  at: number;
  /** One of the scripts, written after the approval. */
  changed?: string;
}

interface State {
  approved?: Approved[];
}

const MAX_APPROVED = 16;
const MAX_TEXT = 2_000;

export const approveThenSwap: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (event.action.type === 'file.write') return noteWrite(state, context);
    const { callId, action } = event;
    if (action.type !== 'exec' || callId === undefined || action.command === undefined) return NO_DETECTIONS;
    const known = state.approved?.find((one) => one.callId === callId);
    if (!known && acceptedByPerson(event)) keep((state.approved ??= []), approve(event, callId, context));
    if (!known || event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const found = swapped(known, event, context) ?? changed(known, event);
    return found ? [found] : NO_DETECTIONS;
  },
};

function approve(event: AgentEvent, callId: string, { analysis }: DetectorContext): Approved {
  const scripts = invocations(analysis)
    .slice(0, 20)
    .flatMap((one) => [one.path, ...one.args.slice(0, 3).map((word) => word.text)])
    .filter((word) => /\.(?:sh|py|js|ts|rb|pl|ps1)$|^\.\//.test(word) && word.length < 200);
  const kinds = dangersOf(event, analysis).map(({ kind }) => kind);
  return { callId, text: plain(event), kinds, scripts: scripts.slice(0, 8), eventId: event.id, at: event.at };
}

function keep(list: Approved[], one: Approved): void {
  list.push(one);
  if (list.length > MAX_APPROVED) list.shift();
}

/** Without regard to spaces and quotes: tools set commands in other quotes. */
const plain = ({ action }: AgentEvent): string =>
  action.type === 'exec' ? (action.command ?? '').slice(0, MAX_TEXT).replace(/[\s'"\\]/g, '') : '';

function swapped(known: Approved, event: AgentEvent, { analysis }: DetectorContext): Detection | undefined {
  const text = plain(event);
  if (known.text === '' || known.text.startsWith(text.replace(/….*$/, ''))) return undefined;
  const worse = dangersOf(event, analysis).find(({ kind }) => !known.kinds.includes(kind));
  // A wrapper around what was approved is no other command, unless it brings more with it.
  if (!worse && text.includes(known.text)) return undefined;
  return {
    why: worse
      ? `Another command ran than was approved, and it does more: ${worse.what}`
      : 'Another command ran than the one that was approved under this call',
    severity: worse ? 'high' : 'low',
    dedupeKey: `swap:${known.callId}`,
    also: [evidenceOf(known)],
  };
}

function noteWrite(state: State, { analysis }: DetectorContext): typeof NO_DETECTIONS {
  for (const { path, given } of state.approved ? analysis.writes.slice(0, 20) : []) {
    const known = state.approved?.find(({ scripts }) =>
      scripts.some((script) => given.endsWith(script.replace(/^\.\//, '')) || path === script),
    );
    if (known) known.changed = path;
  }
  return NO_DETECTIONS;
}

function changed(known: Approved, event: AgentEvent): Detection | undefined {
  const ran = event.phase === 'completed' || event.phase === 'started';
  if (!ran || known.changed === undefined) return undefined;
  return {
    why: `${known.changed} was changed after a person had approved running it, and before it ran`,
    severity: 'low',
    dedupeKey: `changed:${known.changed}`,
    entities: { path: known.changed },
    also: [evidenceOf(known)],
  };
}

const evidenceOf = ({ eventId, at, text }: Approved) => ({
  eventId,
  at,
  excerpt: `approved: ${text.slice(0, 300)}`,
  phase: 'approved',
});
