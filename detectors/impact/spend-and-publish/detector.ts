import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { happened } from '../state-lost-then-destroy/losses';
import { excerptOf } from '../words';
import { manifest } from './manifest';
import { messagesBy } from './messages';
import { postedByTool, publishedBy } from './publishes';
import { spentBy, spentByTool } from './spends';
import type { Spending } from './spends';

interface State {
  sent: { what: string; key: string; count: number; at: number; eventId: string }[];
}

interface Settings {
  /** Recipients within the window that make it many. */
  recipients: number;
  windowSeconds: number;
}

/** Messages that are remembered of a session. */
const MAX_SENT = 200;

export const spendAndPublish: Detector<State, Settings> = {
  manifest,
  defaults: { recipients: 20, windowSeconds: 600 },
  init: () => ({ sent: [] }),
  step(state, event, context, settings) {
    const found = [...acts(event, context), ...manyMessages(state, event, context, settings)];
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 10);
  },
};

function acts(event: AgentEvent, { analysis }: DetectorContext): Detection[] {
  const found = invocations(analysis).flatMap((one) => {
    const act = spentBy(one) ?? publishedBy(one);
    return act === undefined ? [] : [describe(one.program, act, excerptOf(one))];
  });
  const called = spentByTool(event) ?? postedByTool(event);
  if (called !== undefined) found.push(describe('The agent', called, argumentsOf(event)));
  return found;
}

function describe(by: string, { what, about, severity, techniques }: Spending, excerpt: string): Detection {
  return {
    why: `${by} ${what}${about === '' ? '' : `: ${about}`}`,
    severity,
    dedupeKey: `${what}|${about}`.slice(0, 300),
    techniques,
    excerpt,
  };
}

const argumentsOf = ({ action }: AgentEvent): string =>
  ('arguments' in action ? (action.arguments ?? '') : '').slice(0, 300);

/** Told once the bound is passed. */
function manyMessages(state: State, event: AgentEvent, { analysis }: DetectorContext, settings: Settings): Detection[] {
  const sent = messagesBy(event, analysis);
  if (sent.length === 0) return [];
  const before = state.sent.filter(({ at }) => at >= event.at - settings.windowSeconds * 1_000);
  const all = [...before];
  for (const [index, one] of sent.entries()) {
    const key = `${event.callId ?? event.id}#${index}`;
    if (!all.some((known) => known.key === key && known.what === one.what))
      all.push({ ...one, key, at: event.at, eventId: event.id });
  }
  if (happened(event)) state.sent = all.slice(-MAX_SENT);
  const [now, then] = [sumOf(all), sumOf(before)];
  if (now < settings.recipients || then >= settings.recipients) return [];
  return [
    {
      why: `Messages went to ${now} or more recipients within ${settings.windowSeconds / 60} minutes`,
      severity: 'medium',
      dedupeKey: 'messages',
      techniques: ['T1657'],
      also: before.slice(-5).map(({ eventId, at, what }) => ({ eventId, at, excerpt: what, phase: 'completed' })),
    },
  ];
}

const sumOf = (sent: State['sent']): number => sent.reduce((sum, { count }) => sum + count, 0);
