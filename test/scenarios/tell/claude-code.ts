/** Claude Code 2.1: logs always; spans with the tools' output when content is on. Shapes as in the recorded fixtures. */
import type { Moment, Sent, Switches } from '../scenario';
import { idOf, logs, spans, uuidOf } from './otlp';
import type { Keys, Log } from './otlp';

const SCOPE = 'com.anthropic.claude_code.events';
const TRACING = 'com.anthropic.claude_code.tracing';
/** Longer strings of `tool_input` are cut by the agent. */
const MAX_INPUT = 512;

interface Call {
  tool: string;
  input: Readonly<Record<string, unknown>>;
  /** Shown by decisions too. */
  parameters?: Readonly<Record<string, unknown>>;
  /** Of the span event `tool.output`. */
  shown?: Keys;
  mcp?: { server: string; tool: string };
}

export function claudeCode({ who, act, decision }: Moment, number: number, at: number, switches: Switches): Sent[] {
  const content = switches === 'content';
  const resource = { 'service.name': 'claude-code', 'service.version': who.version ?? '2.1.329' };
  const traceId = content ? idOf(who.session, 'trace') : undefined;
  const common: Keys = {
    'user.id': idOf('install', who.user ?? 'dev') + idOf('install'),
    'session.id': uuidOf(who.session),
    'organization.id': who.account,
    'user.email': who.user?.includes('@') === true ? who.user : undefined,
    'prompt.id': uuidOf(who.session, 'prompt'),
    agent_id: who.subagent,
  };
  const log = (name: string, offset: number, keys: Keys): Log => ({
    at: at + offset,
    body: `claude_code.${name}`,
    keys: { ...common, 'event.name': name, 'event.sequence': number * 4 + offset / 10, ...keys },
    ...(traceId === undefined ? {} : { traceId }),
  });
  const only = (name: string, keys: Keys): Sent[] => [logs(resource, SCOPE, [log(name, 0, keys)])];
  switch (act.does) {
    case 'prompt':
      return only('user_prompt', {
        prompt_length: act.text.length,
        prompt: content ? act.text : '<REDACTED>',
      });
    case 'say':
      return only('assistant_response', {
        response_length: act.text.length,
        response: content ? act.text : '<REDACTED>',
      });
    case 'mode':
      return only('permission_mode_changed', { from_mode: act.from, to_mode: act.to, trigger: 'user' });
    case 'model':
      return act.error === undefined
        ? only('api_request', {
            model: act.model,
            input_tokens: act.inputTokens,
            output_tokens: act.outputTokens,
            cache_read_tokens: 0,
            cost_usd: act.cost ?? 0.01,
            duration_ms: 900,
            request_id: `req_${idOf(who.session, number)}`,
          })
        : only('api_error', { model: act.model, error: act.error, status_code: '529', duration_ms: 900 });
    default:
      break;
  }
  const call = callOf(act);
  const id = `toolu_${idOf(who.session, who.subagent ?? '', number)}`;
  const allowed = decision?.allowed ?? true;
  const named: Keys = {
    tool_name: call.mcp ? 'mcp_tool' : call.tool,
    tool_use_id: id,
    tool_source: call.mcp ? 'mcp' : 'builtin',
  };
  const parameters = call.mcp ? { mcp_server_name: call.mcp.server, mcp_tool_name: call.mcp.tool } : call.parameters;
  const detail: Keys = content && parameters !== undefined ? { tool_parameters: JSON.stringify(parameters) } : {};
  const decided = log('tool_decision', 10, {
    ...named,
    ...detail,
    decision: allowed ? 'accept' : 'reject',
    source: sourceOf(decision),
    permission_mode: who.permissionMode ?? 'default',
  });
  if (!allowed) return [logs(resource, SCOPE, [decided])];
  const failed = act.does === 'run' && (act.exitCode ?? 0) !== 0;
  const result = log('tool_result', 20, {
    ...named,
    ...detail,
    success: String(!failed),
    duration_ms: 40,
    ...(failed ? { error_type: 'ShellError', ...(content ? { error: 'Shell command failed' } : {}) } : {}),
    ...(content ? { tool_input: JSON.stringify(cutInput(call.input)) } : {}),
  });
  const told: Sent[] = [logs(resource, SCOPE, [decided, result])];
  if (traceId === undefined) return told;
  // The span of a call that failed has no output.
  const path = call.input['file_path'];
  const span = {
    name: 'claude_code.tool',
    traceId,
    spanId: idOf(who.session, number).slice(0, 16),
    from: at + 10,
    to: at + 20,
    keys: {
      ...common,
      'span.type': 'tool',
      tool_name: call.tool,
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': call.mcp?.tool ?? call.tool,
      'anthropic.mcp.server.name': call.mcp?.server,
      tool_use_id: id,
      'gen_ai.tool.call.id': id,
      full_command: act.does === 'run' ? act.command : undefined,
      file_path: typeof path === 'string' ? path : undefined,
    },
    ...(call.shown && !failed ? { events: [{ at: at + 19, name: 'tool.output', keys: call.shown }] } : {}),
  };
  told.push(spans(resource, TRACING, [span]));
  return told;
}

function sourceOf(decision: Moment['decision']): string {
  if (decision === undefined || decision.by === 'config') return 'config';
  if (decision.by === 'hook') return 'hook';
  return decision.allowed ? 'user_temporary' : 'user_reject';
}

type Called = Exclude<Moment['act'], { does: 'prompt' | 'say' | 'mode' | 'model' }>;

function callOf(act: Moment['act']): Call {
  const called = act as Called;
  switch (called.does) {
    case 'run': {
      const described = {
        ...(called.description === undefined ? {} : { description: called.description }),
        ...(called.unsandboxed === true ? { dangerouslyDisableSandbox: true } : {}),
      };
      return {
        tool: 'Bash',
        input: { command: called.command, ...described },
        parameters: { bash_command: called.command.split(' ', 1)[0], full_command: called.command, ...described },
        ...(called.output === undefined ? {} : { shown: { bash_command: called.command, output: called.output } }),
      };
    }
    case 'read':
      return {
        tool: 'Read',
        input: { file_path: called.path },
        shown: { file_path: called.path, content: called.output ?? '' },
      };
    case 'write':
      return {
        tool: 'Write',
        input: { file_path: called.path, content: called.content },
        shown: { file_path: called.path, content: called.content },
      };
    case 'edit':
      return {
        tool: 'Edit',
        input: { file_path: called.path, old_string: called.removed, new_string: called.content },
        shown: { file_path: called.path },
      };
    case 'fetch':
      return { tool: 'WebFetch', input: { url: called.url, prompt: 'What does it say?' } };
    case 'mcp':
      return {
        tool: `mcp__${called.server}__${called.tool}`,
        input: called.arguments,
        mcp: { server: called.server, tool: called.tool },
        ...(called.output === undefined ? {} : { shown: { output: called.output } }),
      };
    case 'spawn':
      return {
        tool: 'Agent',
        input: { subagent_type: called.type, prompt: called.prompt, description: called.type },
        parameters: { subagent_type: called.type },
      };
  }
}

function cutInput(input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [
      key,
      typeof value === 'string' && value.length > MAX_INPUT
        ? `${value.slice(0, MAX_INPUT)}…[${value.length} chars]`
        : value,
    ]),
  );
}
