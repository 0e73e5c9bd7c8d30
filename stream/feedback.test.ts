/** Feedback reaches the engine in the partition of the entity's facts, as the engine reads control messages. */
import { createTaught } from '../engine/core/taught';
import { createCounts } from '../engine/core/counts';
import { factMessages } from '../engine/outgoing';
import { agentEvent } from '../test/support/agent-events';
import type { AgentEvent } from '../contracts/event';
import type { Finding } from '../contracts/finding';
import { feedbackMessage } from './feedback';

const alert = { id: 'a'.repeat(32), tenant: 'default', scope: 'entity:host build-7' };

test('goes where the facts of the entity go, and is heard there', () => {
  const message = feedbackMessage(alert, { by: 'ana', until: 2_000, at: 1_000 });
  const fact = { id: 'f', tenant: 'default', keyBy: 'entity', key: alert.scope, order: 'event-time' } as const;
  expect(message?.key).toBe(factMessages([{ ...fact, event: agentEvent({ action: { type: 'tick' } }) }])[0]?.key);
  const taught = createTaught(createCounts());
  expect(taught.hear(JSON.parse(Buffer.from(message!.value).toString()) as AgentEvent)).toBe(true);
  const finding = { tenant: 'default', alertId: alert.id, facts: [] as const } as unknown as Finding;
  expect(taught.silences({ ...finding, at: 1_500 })).toBe(true);
  expect(taught.silences({ ...finding, at: 2_000 })).toBe(false);
});

test('rules are taught nothing', () => {
  expect(feedbackMessage({ ...alert, scope: 'session:x:1' }, { by: 'ana', until: 2, at: 1 })).toBeUndefined();
});
