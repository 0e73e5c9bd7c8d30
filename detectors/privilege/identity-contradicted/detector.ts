import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { manifest } from './manifest';

interface Settings {
  /** Report sessions whose records nobody vouches for. */
  requireIdentity: boolean;
}

interface State {
  /** First host that the session was seen on, by the word of its token. */
  host?: string;
  anonymous?: true;
}

export const identityContradicted: Detector<State, Settings> = {
  manifest,
  defaults: { requireIdentity: false },
  init: () => ({}),
  step(state, event, _context, { requireIdentity }) {
    const found = [...claims(event), ...moved(state, event), ...(requireIdentity ? missing(state, event) : [])];
    return found.length === 0 ? NO_DETECTIONS : found;
  },
};

/** The record says another host or user than the token that it came with. */
function claims(event: AgentEvent): Detection[] {
  if (event.visibility === undefined) return [];
  return event.visibility
    .filter(({ state }) => state === 'contradicted')
    .map(({ field, claimed = 'another' }) => {
      const held = field === 'host' ? event.host : field === 'user' ? event.user : undefined;
      return {
        why: `A record claims the ${field} ${claimed}, and the token that it came with is of ${held ?? 'somebody else'}`,
        severity: 'medium',
        confidence: 'high',
        dedupeKey: `claims:${field}:${claimed}`,
        excerpt: `${field}: ${claimed}`,
        techniques: ['T1036', 'T1550'],
      };
    });
}

/** One session, two hosts: its id, or the token of one of them, is used elsewhere. */
function moved(state: State, event: AgentEvent): Detection[] {
  if (event.identityBasis !== 'token' || event.host === undefined || event.session === undefined) return [];
  state.host ??= event.host;
  if (state.host === event.host) return [];
  return [
    {
      why: `The session goes on at ${event.host} under a token of that host, and began at ${state.host}`,
      severity: 'low',
      confidence: 'medium',
      dedupeKey: `moved:${event.host}`,
      entities: { host: event.host },
      excerpt: `${state.host} → ${event.host}`,
      techniques: ['T1550'],
    },
  ];
}

function missing(state: State, event: AgentEvent): Detection[] {
  if (event.identityBasis !== 'none' || state.anonymous) return [];
  state.anonymous = true;
  return [
    {
      why: `Nobody vouches for who acts in this session of ${event.agent.family}, and the policy asks for it`,
      severity: 'low',
      confidence: 'high',
      dedupeKey: 'anonymous',
      techniques: ['T1078'],
    },
  ];
}
