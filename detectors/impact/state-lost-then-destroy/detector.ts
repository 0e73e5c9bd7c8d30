import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Evidence } from '../../../contracts/finding';
import type { Invocation } from '../../../contracts/shell';
import { invocations } from '../../programs';
import { factsOfTarget } from '../../targets';
import { lostBy } from '../destructive-data/clients';
import { deletedBy } from '../destructive-infrastructure/deleted';
import { destroyedIn } from '../destructive-infrastructure/iac';
import { STACK } from '../destructive-infrastructure/kinds';
import { excerptOf } from '../words';
import { happened, lostByFiles, lostByProgram } from './losses';
import type { Lost } from './losses';
import { manifest } from './manifest';

interface State {
  lost: Lost[];
}

/** Ways back that are remembered of a session; the first ones count. */
const MAX_LOST = 12;

export const stateLostThenDestroy: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({ lost: [] }),
  step(state, event, context) {
    const found: Detection[] = [];
    const all = invocations(context.analysis);
    const effective = happened(event);
    if (effective) for (const lost of lostByFiles(event, context)) remember(state, event, lost);
    for (const [index, one] of all.entries()) {
      if (state.lost.length > 0) found.push(...destroyed(state, event, context, all, index));
      const lost = effective ? lostByProgram(one, event.outcome?.output) : undefined;
      if (lost !== undefined) remember(state, event, lost);
    }
    return found.length === 0 ? NO_DETECTIONS : found.slice(0, 10);
  },
};

function remember({ lost }: State, event: AgentEvent, one: Omit<Lost, 'eventId' | 'at'>): void {
  const known = lost.some(({ kind, excerpt }) => kind === one.kind && excerpt === one.excerpt);
  if (!known && lost.length < MAX_LOST) lost.push({ ...one, eventId: event.id, at: event.at });
}

/** What this program destroys that an earlier loss makes worse. */
function destroyed(
  state: State,
  event: AgentEvent,
  { session, installation }: DetectorContext,
  all: readonly Invocation[],
  index: number,
): Detection[] {
  const one = all[index];
  if (one === undefined) return [];
  const gone = ofStack(one, event) ? 'state' : ofData(one, session) ? 'backup' : undefined;
  const lost = state.lost.filter(({ kind, excerpt }) => kind === gone && excerpt !== excerptOf(one));
  if (gone === undefined || lost.length === 0) return [];
  const count = destroyedIn(event.outcome?.output);
  return [
    {
      why: `${one.program} destroys${count > 0 ? ` (${count} resources, by its own words)` : ''} after ${lost[0]?.what ?? ''}`,
      severity: count > 0 ? 'critical' : 'high',
      dedupeKey: `${gone}|${excerptOf(one)}`.slice(0, 300),
      techniques: gone === 'state' ? ['T1485'] : ['T1490', 'T1485'],
      excerpt: excerptOf(one),
      facts: factsOfTarget(all, index, installation),
      also: lost.slice(0, 5).map((piece): Evidence => ({
        eventId: piece.eventId,
        at: piece.at,
        excerpt: piece.excerpt,
        phase: 'completed',
      })),
    },
  ];
}

/** A destroy or an apply that takes away, by the state. */
function ofStack(one: Invocation, { outcome }: AgentEvent): boolean {
  const deleted = deletedBy(one, outcome?.output);
  return (
    deleted !== undefined &&
    /^(?:terraform|tofu|opentofu|terragrunt|pulumi|atmos)$/.test(one.program) &&
    deleted.kind.techniques.length === STACK.techniques.length &&
    deleted.kind.severity !== 'low'
  );
}

/** Data or what holds it, of weight; not what is a backup itself. */
function ofData(one: Invocation, session: DetectorContext['session']): boolean {
  const deleted = deletedBy(one, undefined);
  if (deleted !== undefined) return deleted.kind.severity !== 'low' && !deleted.kind.techniques.includes('T1490');
  return lostBy(one, session).some(({ extent, small, local }) => extent === 'all' && small !== true && local !== true);
}
