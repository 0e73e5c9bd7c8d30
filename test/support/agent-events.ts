/** Events for tests of the engine and of what comes after it: only what matters is given, the rest is filled in. */
import type { Action, AgentEvent } from '../../contracts/event';

export const T0 = Date.UTC(2026, 0, 5, 9, 0, 0);

let made = 0;

/** An event of one session on one host. `at` in milliseconds after `T0`. */
export function agentEvent(
  given: Partial<Omit<AgentEvent, 'at' | 'action'>> & { at?: number; action: Action },
): AgentEvent {
  made += 1;
  const at = T0 + (given.at ?? 0);
  return {
    id: made.toString(16).padStart(32, '0'),
    receivedAt: at,
    tenant: 'default',
    source: { dialect: 'claude-code', signal: 'log', record: 'tool_result', service: 'claude-code', version: '2.1' },
    scope: 'session:claude-code:s1',
    session: 's1',
    agent: { family: 'claude-code' },
    host: 'build-7',
    identityBasis: 'claimed',
    phase: 'completed',
    ...given,
    at,
  };
}

/** A shell command; without one, a record that hides it. */
export function exec(
  command: string | undefined,
  given: Partial<Omit<AgentEvent, 'at' | 'action'>> & { at?: number; cwd?: string } = {},
): AgentEvent {
  const { cwd, ...rest } = given;
  return agentEvent({
    ...rest,
    action: {
      type: 'exec',
      tool: 'Bash',
      ...(command !== undefined && { command }),
      ...(cwd !== undefined && { cwd }),
    },
  });
}

export function tickAt(at: number): AgentEvent {
  return agentEvent({
    at,
    scope: 'control',
    source: { dialect: 'gander', signal: 'internal', record: 'tick' },
    agent: { family: 'gander' },
    action: { type: 'tick' },
  });
}
