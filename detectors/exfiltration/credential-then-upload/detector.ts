import type { EventAnalysis, PathClass, Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { UNKNOWN } from '../../programs';
import { payloadOf } from '../payload';
import { factsOf, nameOf, standingOf } from '../places';
import { manifest } from './manifest';

interface State {
  read?: { path: string; at: number; eventId: string };
}

const WITHIN_MS = 30 * 60_000;
const MAX_LOOKED = 32;

const GRAVE: ReadonlySet<PathClass> = new Set([
  'private-key',
  'cloud-credential',
  'credential-store',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'workload-identity',
  'agent-credential',
]);
const NEW_PLACES: ReadonlySet<string> = new Set(['unknown', 'address', 'drop']);

export const credentialThenUpload: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (isRefused(event)) return NO_DETECTIONS;
    const found = state.read === undefined ? NO_DETECTIONS : sentAfter(state, event, context);
    remember(state, event, context.analysis);
    return found;
  },
};

const isRefused = ({ phase, outcome, permission }: AgentEvent): boolean =>
  phase === 'denied' || outcome?.status === 'denied' || permission?.decision === 'reject';

/** A later act may be told of twice: its own read is none before it. */
function sentAfter({ read }: State, event: AgentEvent, context: DetectorContext): readonly Detection[] {
  if (read === undefined || event.at <= read.at || event.at - read.at > WITHIN_MS) return NO_DETECTIONS;
  const found = new Map<string, Detection>();
  for (const transfer of context.analysis.transfers.slice(0, MAX_LOOKED)) {
    const open = transfer.direction === 'out' && isOpen(transfer, context.analysis);
    if (!open || !isNewPlace(transfer, context)) continue;
    const detection = describe(transfer, read, context);
    if (!found.has(detection.dedupeKey)) found.set(detection.dedupeKey, detection);
  }
  return found.size === 0 ? NO_DETECTIONS : [...found.values()];
}

/** Outside, of no known use, and not named by the session before; a host that was only refused so far is new. */
function isNewPlace({ destination }: Transfer, { installation, session }: DetectorContext): boolean {
  if (destination === undefined || !NEW_PLACES.has(standingOf(destination, installation))) return false;
  if (!session.hosts.has(destination.host)) return true;
  return session.denied.some(({ effects }) => effects.some((effect) => effect.startsWith(`reach ${destination.host}`)));
}

/** What is sent shows only when it runs: no file is named, and the text is none or not whole. */
function isOpen(transfer: Transfer, analysis: EventAnalysis): boolean {
  if (transfer.path !== undefined) return false;
  if (transfer.text !== undefined) return transfer.text.includes(UNKNOWN);
  const { kind, wrapped } = payloadOf(transfer, analysis);
  return kind === 'unknown' || wrapped;
}

function describe(
  { destination, program }: Transfer,
  read: NonNullable<State['read']>,
  { installation }: DetectorContext,
): Detection {
  return {
    why: `${read.path} was read, then ${program} sends data that only running shows to ${nameOf(destination)}, which is new in the session`,
    dedupeKey: `${destination?.host ?? ''} open`,
    entities: { path: read.path, ...(destination && { destination: destination.host }) },
    facts: factsOf(standingOf(destination, installation)),
    also: [{ eventId: read.eventId, at: read.at, excerpt: `read: ${read.path}`, phase: 'completed' }],
  };
}

function remember(state: State, { at, id }: AgentEvent, { reads }: EventAnalysis): void {
  if (state.read && at - state.read.at > WITHIN_MS) delete state.read;
  const read = reads.find((one) => GRAVE.has(one.class));
  if (read) state.read = { path: read.path.slice(0, 300), at, eventId: id };
}
