/** Ordinary events of the engine: the standard load at the pace of people, each of its shell commands another one. */
import { normalise } from '../../collector/dialects/normalise';
import { decodeRequest } from '../../collector/receive/otlp/decode';
import type { AgentEvent } from '../../contracts/event';
import { loadConfig } from '../../platform/config';
import { agentCommands } from './shell';
import { standardLoad } from './standard-load';

/** Between one event and the next, of whichever session: nearer ones may have happened in another order, and are looked at again. */
const PACE_MS = 1_000;

/** As they come from the stream: plain objects of one JSON parse each. */
export function ordinaryEvents(count: number): AgentEvent[] {
  const now = Date.UTC(2026, 0, 5, 10);
  const { limits } = loadConfig({ env: {} }).collector;
  const request = decodeRequest('traces', 'protobuf', standardLoad(count, 1, now), limits);
  const { events } = normalise(request, { tenant: 'default', authenticated: false, loopback: true }, now, 'bench');
  const commands = agentCommands(events.length);
  return events.map((event, index) => {
    const { action, ...rest } = JSON.parse(JSON.stringify(event)) as AgentEvent;
    const at = now + index * PACE_MS;
    return {
      ...rest,
      at,
      receivedAt: at,
      action: action.type === 'exec' ? { ...action, command: commands[index] ?? '' } : action,
    };
  });
}
