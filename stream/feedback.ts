/** Feedback on an alert of a baseline as a message to the engine that keeps the baseline. */
import { hash } from 'node:crypto';
import type { Alert } from '../contracts/alert';
import type { AgentEvent } from '../contracts/event';
import { FEEDBACK_SETTING } from '../contracts/feedback';
import type { Feedback } from '../contracts/feedback';
import type { OutgoingMessage } from '../contracts/stream';

/**
 * Undefined for an alert of a rule: rules learn nothing, and are suppressed by suppressions. `until`: end of the silence; `at`: now, both
 * in milliseconds since 1970. The key is that of the entity's facts, so the message meets its baseline.
 */
export function feedbackMessage(
  { id, tenant, scope }: Pick<Alert, 'id' | 'tenant' | 'scope'>,
  { by, until, at }: { by: string; until: number; at: number },
): OutgoingMessage | undefined {
  if (!scope.startsWith('entity:')) return undefined;
  const feedback: Feedback = { tenant, alert: id, by, until };
  const event: AgentEvent = {
    id: hash('sha256', `feedback\0${tenant}\0${id}\0${at}`).slice(0, 32),
    at,
    receivedAt: at,
    tenant,
    source: { dialect: 'gander', signal: 'internal', record: 'feedback' },
    scope,
    agent: { family: 'gander' },
    identityBasis: 'none',
    phase: 'completed',
    action: { type: 'config.change', setting: FEEDBACK_SETTING, to: JSON.stringify(feedback) },
  };
  const value = new Uint8Array(Buffer.from(JSON.stringify(event)));
  return { topic: 'gander.control.v1', key: `${tenant}/${scope}`, value, headers: { tenant } };
}
