import type { EventAnalysis, PathClass, Transfer } from '../../../contracts/analysis';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import { fromHome } from '../../../contracts/effects';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import { UNKNOWN } from '../../programs';
import { payloadOf } from '../payload';
import { factsOf, nameOf, standingOf } from '../places';
import { manifest } from './manifest';

interface State {
  read?: { path: string; grave: boolean; at: number; eventId: string };
  /** Files that hold the credential in some form, as far as it was written on. */
  copies?: string[];
}

const WITHIN_MS = 30 * 60_000;
const MAX_COPIES = 16;
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
const LESSER: ReadonlySet<PathClass> = new Set(['token-file', 'environment-file', 'process-environment']);
const NEW_PLACES: ReadonlySet<string> = new Set(['unknown', 'address', 'drop']);

export const credentialThenUpload: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    const { analysis } = context;
    if (isRefused(event)) return NO_DETECTIONS;
    const found = state.read === undefined ? NO_DETECTIONS : sentAfter(state, event, context);
    remember(state, event, analysis);
    return found;
  },
};

const isRefused = ({ phase, outcome, permission }: AgentEvent): boolean =>
  phase === 'denied' || outcome?.status === 'denied' || permission?.decision === 'reject';

/** A later act may be told of twice: its own read is none before it. */
function sentAfter({ read, copies }: State, event: AgentEvent, context: DetectorContext): readonly Detection[] {
  if (read === undefined || event.at <= read.at || event.at - read.at > WITHIN_MS) return NO_DETECTIONS;
  const found = new Map<string, Detection>();
  for (const transfer of context.analysis.transfers.slice(0, MAX_LOOKED)) {
    if (transfer.direction !== 'out' || !isNewPlace(transfer, context)) continue;
    const copy = isCopy(transfer, copies);
    if (!copy && (!read.grave || !isOpen(transfer, context.analysis))) continue;
    const detection = describe(transfer, read, copy, context);
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

const isCopy = ({ path }: Transfer, copies: readonly string[] = []): boolean =>
  path !== undefined && copies.includes(fromHome(path.path));

/** What is sent shows only when it runs: no file is named, and the text is none or not whole. */
function isOpen(transfer: Transfer, analysis: EventAnalysis): boolean {
  if (transfer.path !== undefined) return false;
  if (transfer.text !== undefined) return transfer.text.includes(UNKNOWN);
  const { kind, wrapped } = payloadOf(transfer, analysis);
  return kind === 'unknown' || wrapped;
}

function describe(
  transfer: Transfer,
  read: NonNullable<State['read']>,
  copy: boolean,
  { installation }: DetectorContext,
): Detection {
  const { destination, path } = transfer;
  const what = copy ? `a copy of it (${path?.path ?? ''})` : 'data that only running shows';
  return {
    why: `${read.path} was read, then ${transfer.program} sends ${what} to ${nameOf(destination)}, which is new in the session`,
    severity: copy && read.grave ? 'high' : 'medium',
    confidence: copy ? 'high' : 'medium',
    dedupeKey: `${destination?.host ?? ''} ${copy ? (path?.path ?? '') : 'open'}`,
    entities: { path: read.path, ...(destination && { destination: destination.host }) },
    facts: factsOf(standingOf(destination, installation)),
    also: [{ eventId: read.eventId, at: read.at, excerpt: `read: ${read.path}`, phase: 'completed' }],
  };
}

/** The graver read stays for its time; what an act writes that reads the credential or a copy is a copy. */
function remember(state: State, event: AgentEvent, { reads, writes }: EventAnalysis): void {
  const { at, id } = event;
  if (state.read && at - state.read.at > WITHIN_MS) forget(state);
  if (reads.length === 0) return;
  const grave = reads.find((read) => GRAVE.has(read.class));
  const read = grave ?? reads.find((one) => LESSER.has(one.class));
  const keeps = state.read?.grave === true && grave === undefined;
  if (read && !keeps) state.read = { path: read.path.slice(0, 300), grave: grave !== undefined, at, eventId: id };
  const copies = state.copies ?? [];
  const holds = read ?? reads.find((one) => copies.includes(fromHome(one.path)));
  if (holds === undefined) return;
  const made = writes
    .map(({ path }) => fromHome(path))
    .filter((path) => path.length < 300 && !path.startsWith('/dev/'));
  if (made.length > 0) state.copies = [...new Set([...copies, ...made])].slice(-MAX_COPIES);
}

function forget(state: State): void {
  delete state.read;
  delete state.copies;
}
