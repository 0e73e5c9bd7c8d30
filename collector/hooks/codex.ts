/**
 * Hooks of OpenAI Codex (0.169). Names differ from its telemetry (`Bash` is `exec_command`), call ids do not. A sub-agent's calls come
 * under the session of its parent with `agent_id`, which is the sub-agent's conversation in the telemetry.
 */
import type { AgentSpawnAction } from '../../contracts/event';
import { exitCodeOf } from '../dialects/codex';
import { sessionScope } from '../dialects/identity';
import { known, member, object, text } from '../dialects/read-attributes';
import { readResult } from '../dialects/tool-results';
import { toolKind } from '../dialects/tool-names';
import { readClaudeForm } from './claude-form';
import type { Product } from './claude-form';
import type { HookReader } from './hook-reader';

const FAMILY = 'codex';

const product: Product = {
  family: FAMILY,
  callKey: 'tool_use_id',
  cwdOfCommands: false,
  outcomeOf: (payload, tool) => {
    const { outcome } = readResult(payload['tool_response']);
    // A shell's answer is bare output, in which any exit code is the command's own word.
    const exitCode = toolKind(tool) === 'patch' ? exitCodeOf(outcome.output) : undefined;
    return { status: 'ok', ...outcome, ...(exitCode === undefined ? {} : { exitCode }) };
  },
  failureOf: (error) => ({ error }),
  sessionOf: (payload) => {
    const child = text(payload, 'agent_id');
    const parent = text(payload, 'session_id');
    if (child === undefined || parent === undefined) return {};
    const link = {
      kind: 'child-parent' as const,
      child: sessionScope(FAMILY, child),
      parent: sessionScope(FAMILY, parent),
    };
    return { session: child, links: [link] };
  },
  childOf: (payload) =>
    known<Partial<AgentSpawnAction>>({ childSession: member(object(payload, 'tool_response'), 'agent_id') }),
};

export const codexHooks: HookReader = { name: FAMILY, read: (payload) => readClaudeForm(payload, product) };
