import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { EventAnalysis } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import { argv, invocations } from '../../programs';
import { inTools } from '../credential-access/in-tools';
import { printsSecrets } from '../credential-access/secret-stores';
import { manifest } from './manifest';

interface Settings {
  /** Different secrets of secret stores within the time, and that time in minutes. */
  secrets: number;
  minutes: number;
}

interface Asked {
  at: number;
  eventId: string;
}

interface State {
  asked: Record<string, Asked>;
  reported?: true;
}

const MINUTE = 60_000;
const MAX_ASKED = 64;
const MAX_NAME = 200;

export const secretsOneByOne: Detector<State, Settings> = {
  manifest,
  defaults: { secrets: 6, minutes: 30 },
  init: () => ({ asked: {} }),
  step(state, event, { analysis }, { secrets, minutes }) {
    if (state.reported || event.phase === 'denied') return NO_DETECTIONS;
    const names = namesAsked(event, analysis);
    if (names.length === 0) return NO_DETECTIONS;
    for (const name of names)
      if (name in state.asked || Object.keys(state.asked).length < MAX_ASKED)
        state.asked[name] = { at: event.at, eventId: event.id };
    for (const [name, { at }] of Object.entries(state.asked))
      if (event.at - at > minutes * MINUTE) Reflect.deleteProperty(state.asked, name);
    const all = Object.entries(state.asked);
    if (all.length < secrets) return NO_DETECTIONS;
    state.reported = true;
    return [
      {
        why: `${all.length} different secrets were taken out of secret stores one by one within ${minutes} minutes`,
        dedupeKey: 'one-by-one',
        excerpt: all
          .map(([name]) => name)
          .join('; ')
          .slice(0, 300),
        also: all
          .filter(([, { eventId }]) => eventId !== event.id)
          .slice(0, 8)
          .map(([name, { at, eventId }]) => ({ eventId, at, excerpt: name, phase: 'completed' })),
      },
    ];
  },
};

/** The secrets that are asked for, each as the store and the words that name it. */
function namesAsked(event: AgentEvent, analysis: EventAnalysis): string[] {
  const { action } = event;
  if (action.type === 'mcp.call' || action.type === 'tool.call')
    return inTools(event).map(({ what }) => `${what} ${action.arguments ?? ''}`.slice(0, MAX_NAME));
  return invocations(analysis).flatMap((one) => {
    const words = argv(one);
    return printsSecrets(one.program, words, false) ? [`${one.program} ${words.join(' ')}`.slice(0, MAX_NAME)] : [];
  });
}
