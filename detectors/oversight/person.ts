/** Whether a person decided about a call, from the source's own word for who did. */
import type { AgentEvent } from '../../contracts/event';

const PERSON = /^(?:user|human|person|prompt)/i;

/** Accepted by a person; `always` when the answer was to hold for later calls too. */
export function acceptedByPerson({ permission, action }: AgentEvent): 'once' | 'always' | undefined {
  const decision = permission?.decision ?? (action.type === 'approval' ? action.decision : undefined);
  const by = permission?.by ?? (action.type === 'approval' ? action.by : undefined);
  if (decision !== 'accept' || by === undefined || !PERSON.test(by)) return undefined;
  return /permanent|always|session/i.test(by) ? 'always' : 'once';
}

export function refusedByPerson({ permission, phase, action, outcome }: AgentEvent): boolean {
  const by = permission?.by ?? (action.type === 'approval' ? action.by : undefined);
  const refused =
    permission?.decision === 'reject' ||
    phase === 'denied' ||
    outcome?.status === 'denied' ||
    (action.type === 'approval' && action.decision === 'reject');
  return refused && by !== undefined && PERSON.test(by);
}

/** Settings, a hook or a mode let it through without anyone being asked now. */
export function acceptedBySettings({ permission }: AgentEvent): string | undefined {
  if (permission?.mode !== undefined && /bypass|yolo|danger|full.?auto|dontask/i.test(permission.mode.slice(0, 100)))
    return `mode ${permission.mode}`;
  if (permission?.decision !== 'accept' || permission.by === undefined) return undefined;
  return /^(?:config|hook|policy|rule|settings|user_permanent|always)/i.test(permission.by) ? permission.by : undefined;
}
