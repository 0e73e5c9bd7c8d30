import { NO_DETECTIONS } from '../../../contracts/detector';
import type { Detector, DetectorContext } from '../../../contracts/detector';
import type { PathClass } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Detection, Evidence } from '../../../contracts/finding';
import { tailOf } from '../../writings';
import { tamperings } from '../monitor-tampering/tamperings';
import { manifest } from './manifest';

/** What was taken down, and when: the first of each kind. */
interface State {
  monitor?: Evidence;
  mode?: Evidence;
}

const SECRETS: ReadonlySet<PathClass> = new Set([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'workload-identity',
  'agent-credential',
  'process-environment',
]);
const UNGUARDED = /bypass|yolo|danger/i;

export const guardDownSecretRead: Detector<State, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(state, event, context) {
    if (event.phase === 'denied' || event.phase === 'proposed') return NO_DETECTIONS;
    const before = { ...state };
    note(state, event, context);
    if (before.monitor === undefined && before.mode === undefined) return NO_DETECTIONS;
    const read = context.analysis.reads.find(
      ({ class: kind, insideProject }) => SECRETS.has(kind) && insideProject !== true,
    );
    return read === undefined ? NO_DETECTIONS : [told(before, read.given, read.path)];
  },
};

function note(state: State, event: AgentEvent, context: DetectorContext): void {
  const { action } = event;
  if (action.type === 'config.change') {
    if (/permission|approval|sandbox/i.test(action.setting.slice(0, 100)) && UNGUARDED.test(action.to ?? ''))
      state.mode ??= evidence(event, `${action.setting} → ${action.to ?? ''}`);
    return;
  }
  if (state.monitor !== undefined) return;
  const tampered = tamperings(event, context)[0];
  if (tampered !== undefined) state.monitor = evidence(event, tampered.why);
}

const evidence = ({ id, at, phase }: AgentEvent, excerpt: string): Evidence => ({
  eventId: id,
  at,
  phase,
  excerpt: excerpt.slice(0, 300),
});

function told({ monitor, mode }: State, given: string, path: string): Detection {
  const first = monitor ?? mode;
  return {
    why: `${first?.excerpt ?? 'A guard was taken down'}, and then a secret is read: ${path}`,
    severity: monitor === undefined ? 'medium' : 'critical',
    confidence: monitor === undefined ? 'medium' : 'high',
    dedupeKey: tailOf(given),
    entities: { path },
    ...(monitor === undefined ? {} : { facts: ['tampering'] as const }),
    also: first === undefined ? [] : [first],
  };
}
