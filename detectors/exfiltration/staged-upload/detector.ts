import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection } from '../../../contracts/finding';
import type { ResolvedPath } from '../../../contracts/analysis';
import { factsOf, nameOf, standingOf } from '../places';
import { intoFiles } from '../payload';
import type { PayloadKind } from '../payload';
import { severityOf, techniquesOf } from '../upload/weigh';
import { manifest } from './manifest';

interface Staged {
  path: string;
  kind: PayloadKind;
  what: string;
  eventId: string;
  at: number;
}

interface State {
  staged?: Staged[];
}

const MAX_STAGED = 24;

export const stagedUpload: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    const { analysis } = context;
    if (analysis.command === undefined || event.phase === 'denied') return NO_DETECTIONS;
    const found = state.staged === undefined ? NO_DETECTIONS : sent(state.staged, event, context);
    if (analysis.writes.length > 0 && analysis.writes.length < 100) keep(state, event, context);
    return found;
  },
};

function keep(state: State, event: AgentEvent, { analysis }: DetectorContext): void {
  for (const { path, payload } of intoFiles(analysis)) {
    const earlier = state.staged?.find((one) => analysis.reads.some((read) => read.path === one.path));
    const kind = earlier && payload.kind !== 'credential' ? earlier.kind : payload.kind;
    if (kind === 'file' || kind === 'unknown' || kind === 'archive') continue;
    const others = (state.staged ?? []).filter((one) => one.path !== path);
    const what = (earlier?.what ?? payload.what).slice(0, 200);
    state.staged = [...others, { path, kind, what, eventId: event.id, at: event.at }].slice(-MAX_STAGED);
  }
}

function sent(
  staged: readonly Staged[],
  event: AgentEvent,
  { analysis, installation }: DetectorContext,
): readonly Detection[] {
  const found: Detection[] = [];
  for (const transfer of analysis.transfers.slice(0, 32)) {
    if (transfer.direction !== 'out' || transfer.path === undefined) continue;
    const one = staged.find(({ path }) => isSame(path, transfer.path));
    const standing = standingOf(transfer.destination, installation);
    if (one === undefined || standing === 'here') continue;
    const payload = { kind: one.kind, what: one.what, path: one.path, wrapped: true };
    const severity = severityOf(payload, standing, transfer);
    if (severity === undefined) continue;
    found.push({
      why: `${one.what} was put into ${one.path} before, and ${transfer.program} now sends it to ${nameOf(transfer.destination)}`,
      severity,
      dedupeKey: `${transfer.destination?.host ?? 'hidden'} ${one.path}`,
      techniques: [...new Set(['T1074.001', ...techniquesOf(payload, standing, transfer)])],
      entities: { path: one.path, ...(transfer.destination && { destination: transfer.destination.host }) },
      excerpt: event.action.type === 'exec' ? (event.action.command ?? '').slice(0, 300) : '',
      facts: factsOf(standing),
      also: [{ eventId: one.eventId, at: one.at, excerpt: `${one.what} put into ${one.path}`, phase: 'completed' }],
    });
  }
  return found.length === 0 ? NO_DETECTIONS : found;
}

/** The same file, or a pattern that it was split by. */
const isSame = (path: string, sent: ResolvedPath | undefined): boolean =>
  sent !== undefined &&
  (sent.path === path || (sent.path.includes('*') && path.startsWith(sent.path.split('*', 1)[0] ?? '\n')));
