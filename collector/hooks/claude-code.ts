/** Hooks of Claude Code (2.1), posted by itself or by a command hook. They show what its telemetry hides by default, and exit codes. */
import type { AgentSpawnAction, Outcome } from '../../contracts/event';
import type { Attributes } from '../../contracts/telemetry';
import { known, member, object, objectOf } from '../dialects/read-attributes';
import { readResult } from '../dialects/tool-results';
import { isShell, readClaudeForm } from './claude-form';
import type { Product } from './claude-form';
import type { HookReader } from './hook-reader';

const FAMILY = 'claude-code';

const EXIT_LINE = /^Exit code (-?\d{1,10})(?:\n|$)/;

/** How a call failed: a shell's error begins with the line `Exit code N`, and what was printed follows. */
export function failureOf(error: string, tool: string): Outcome {
  const exit = isShell(tool) ? EXIT_LINE.exec(error) : null;
  if (!exit) return known<Outcome>({ error: error === '' ? undefined : error });
  return { exitCode: Number(exit[1]), output: error.slice(exit[0].length) };
}

/** How a call ended that the agent does not call a failure: of a shell, with 0, unless it was interrupted or still runs. */
export function successOf(fields: Attributes, key: string, tool: string): Outcome {
  const response = object(fields, key);
  const content = member(objectOf(response['file']), 'content');
  const outcome = content === undefined ? readResult(fields[key]).outcome : { output: content };
  const ended = response['interrupted'] !== true && response['backgroundTaskId'] === undefined;
  return { status: 'ok', ...outcome, ...(isShell(tool) && ended ? { exitCode: 0 } : {}) };
}

const product: Product = {
  family: FAMILY,
  callKey: 'tool_use_id',
  cwdOfCommands: true,
  outcomeOf: (payload, tool) => successOf(payload, 'tool_response', tool),
  failureOf,
  childOf: (payload) =>
    known<Partial<AgentSpawnAction>>({ childAgentId: member(object(payload, 'tool_response'), 'agentId') }),
};

export const claudeCodeHooks: HookReader = { name: FAMILY, read: (payload) => readClaudeForm(payload, product) };
