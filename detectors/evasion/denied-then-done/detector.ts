import { effectsOf, fromHome } from '../../../contracts/effects';
import { NO_DETECTIONS } from '../../../contracts/detector';
import type { DeniedAct, Detector } from '../../../contracts/detector';
import type { EventAnalysis, PathClass } from '../../../contracts/analysis';
import type { AgentEvent } from '../../../contracts/event';
import type { Severity } from '../../../contracts/finding';
import { manifest } from './manifest';

/** How long a refusal is remembered against what follows. */
const WITHIN_MS = 3_600_000;

export const deniedThenDone: Detector<Record<string, never>, Record<string, never>> = {
  manifest,
  defaults: {},
  init: () => ({}),
  step(_state, event, { analysis, session }) {
    const { denied } = session;
    if (denied.length === 0 || isRefused(event) || isApproved(event)) return NO_DETECTIONS;
    const effects = new Set(effectsOf(analysis));
    const refused = denied.findLast((one) => isSameDoneOtherwise(one, event, effects));
    if (!refused) return NO_DETECTIONS;
    const what = refused.effects.slice(0, 3).join(', ');
    return [
      {
        why: `Refused${refused.by === undefined ? '' : ` by ${refused.by}`}, then done by other means: ${what}`,
        severity: severityOf(refused, analysis),
        dedupeKey: refused.effects.join('\n').slice(0, 1_000),
        also: [{ eventId: refused.eventId, at: refused.at, excerpt: refused.text, phase: 'denied' }],
      },
    ];
  },
};

const isRefused = ({ phase, outcome, permission }: AgentEvent): boolean =>
  phase === 'denied' || outcome?.status === 'denied' || permission?.decision === 'reject';

/** A person has seen this very act and let it through. */
const isApproved = ({ permission }: AgentEvent): boolean =>
  permission?.decision === 'accept' && /^(?:user|human|person|prompt)/i.test(permission.by ?? '');

/** All of the refused act's effect, and not by the refused act itself: nor by the same tool, when it is one that says what it does. */
function isSameDoneOtherwise(refused: DeniedAct, event: AgentEvent, effects: ReadonlySet<string>): boolean {
  const { action, at } = event;
  if (at - refused.at > WITHIN_MS || !refused.effects.every((effect) => effects.has(effect))) return false;
  if (action.type !== refused.type) return true;
  return action.type === 'exec' && !(action.command ?? '').startsWith(refused.text);
}

const GRAVE: ReadonlySet<PathClass> = new Set([
  'private-key',
  'cloud-credential',
  'credential-store',
  'token-file',
  'environment-file',
  'password-database',
  'browser-store',
  'wallet',
  'keychain',
  'agent-credential',
  'agent-configuration',
  'ssh-access',
  'login-control',
  'shell-profile',
  'scheduled-job',
  'git-hook',
  'ci-workflow',
]);

/** Low when a person has spoken in between; high for what is grave by itself. */
function severityOf({ effects, answered }: DeniedAct, { reads, writes, deletes }: EventAnalysis): Severity {
  if (answered) return 'low';
  const refused = new Set(effects.map((effect) => effect.slice(effect.indexOf(' ') + 1)));
  const grave = [...reads, ...writes].some((one) => refused.has(fromHome(one.path)) && GRAVE.has(one.class));
  return grave || deletes.some((one) => refused.has(fromHome(one.path)) && one.insideProject === false)
    ? 'high'
    : 'medium';
}
