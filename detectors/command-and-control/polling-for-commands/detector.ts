import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { invocations } from '../../programs';
import { polled } from './in-command';
import type { Polled } from './in-command';
import { manifest } from './manifest';

/** What a session asked, and how often what it answered was run. */
interface Asked {
  url: string;
  fetched: number;
  ran: number;
}
interface State {
  asked: Asked[];
}

/** Addresses that are remembered of one session. */
const MAX_ASKED = 64;
/** A page opened once more is reading; three times with two orders followed is a habit. */
const FETCHES = 3;
const ORDERS = 2;

export const pollingForCommands: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({ asked: [] }),
  step(state, event, context) {
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const { analysis, installation } = context;
    const isOwned = (host: string) =>
      installation.ownedDomains.some((domain) => host === domain || host.endsWith(`.${domain}`));
    const comes = analysis.transfers.length > 0 || analysis.code.length > 0;
    const found = comes ? polled(analysis, invocations(analysis)).filter(({ host }) => !isOwned(host)) : [];
    if (found.length > 0) return found.slice(0, 4).map(describe);
    remember(state, context);
    return followed(state, event, context);
  },
};

const describe = ({ host, given, how, excerpt }: Polled): Detection => ({
  why: `What ${given.slice(0, 200)} answers is run again and again (${how})`,
  dedupeKey: `polling:${host}`,
  entities: { destination: host },
  excerpt,
});

function remember({ asked }: State, { analysis }: DetectorContext): void {
  for (const { direction, destination } of analysis.transfers) {
    if (direction !== 'in' || destination === undefined || destination.class === 'loopback') continue;
    const known = asked.find(({ url }) => url === destination.given);
    if (known) known.fetched += 1;
    else asked.push({ url: destination.given, fetched: 1, ran: 0 });
    if (asked.length > MAX_ASKED) asked.shift();
  }
}

/** A command whose words stood in what an address answered before. */
function followed({ asked }: State, event: AgentEvent, { session }: DetectorContext): readonly Detection[] {
  const { action } = event;
  if (action.type !== 'exec' || action.command === undefined || asked.length === 0) return NO_DETECTIONS;
  const from = session.taintOf(action.command)?.from;
  const known = asked.find(({ url }) => url === from);
  if (from === undefined || known === undefined) return NO_DETECTIONS;
  known.ran += 1;
  if (known.fetched < FETCHES || known.ran < ORDERS) return NO_DETECTIONS;
  return [
    {
      why: `The session asked ${from.slice(0, 200)} ${known.fetched} times and ran what stood there ${known.ran} times`,
      severity: 'medium',
      confidence: 'low',
      dedupeKey: `polling:${from}`,
      entities: { destination: from.slice(0, 200) },
      excerpt: action.command.slice(0, 300),
    },
  ];
}
