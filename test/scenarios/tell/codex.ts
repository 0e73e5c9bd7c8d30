/** Codex 0.169: logs whose own time is empty. Commands and the beginning of their output are shown by default, prompts are not. */
import type { Moment, Sent, Switches } from '../scenario';
import { logs, uuidOf, idOf } from './otlp';
import type { Keys } from './otlp';

/** Output beyond this is cut by the agent, characters. */
const MAX_OUTPUT = 2_048;

export function codex({ who, act, decision }: Moment, number: number, at: number, switches: Switches): Sent[] {
  const common: Keys = {
    'conversation.id': uuidOf(who.session, who.subagent ?? ''),
    'app.version': who.version ?? '0.169.0',
    'user.email': who.user?.includes('@') === true ? who.user : undefined,
    'user.account_id': who.account,
    model: 'gpt-5.5',
  };
  const resource = {
    'service.name': 'codex_exec',
    'service.version': who.version ?? '0.169.0',
    'host.name': who.host,
  };
  const log = (name: string, offset: number, keys: Keys) => ({
    at: at + offset,
    timeless: true,
    keys: { 'event.name': `codex.${name}`, 'event.timestamp': new Date(at + offset).toISOString(), ...common, ...keys },
  });
  const send = (...list: ReturnType<typeof log>[]): Sent[] => [logs(resource, 'codex_otel.log_only', list)];
  switch (act.does) {
    case 'prompt':
      return send(
        log('user_prompt', 0, {
          prompt_length: act.text.length,
          prompt: switches === 'content' ? act.text : '[REDACTED]',
        }),
      );
    case 'say':
      return [];
    case 'mode':
      return send(
        log('conversation_starts', 0, { approval_policy: 'never', sandbox_policy: act.to, provider_name: 'openai' }),
      );
    case 'model':
      return send(
        log('sse_event', 0, {
          'event.kind': 'response.completed',
          input_token_count: act.inputTokens,
          output_token_count: act.outputTokens,
        }),
      );
    default:
      break;
  }
  const [tool, args, shown] = callOf(act);
  const allowed = decision?.allowed ?? true;
  const named: Keys = {
    tool_name: tool,
    tool_namespace: act.does === 'mcp' ? `mcp__${act.server}` : 'functions',
    call_id: `call_${idOf(who.session, who.subagent ?? '', number)}`,
  };
  const decided = log('tool_decision', 10, {
    ...named,
    decision: allowed ? 'approved' : 'denied',
    source: decision?.by === 'person' ? 'User' : 'Config',
  });
  if (!allowed) return send(decided);
  const exitCode = act.does === 'run' ? (act.exitCode ?? 0) : 0;
  return send(
    decided,
    log('tool_result', 20, {
      ...named,
      arguments: args,
      output: `Wall time: 0.1 seconds\nProcess exited with code ${exitCode}\nOutput:\n${shown}`.slice(0, MAX_OUTPUT),
      output_truncated: shown.length > MAX_OUTPUT,
      success: 'true',
      duration_ms: 90,
      mcp_server: act.does === 'mcp' ? act.server : '',
    }),
  );
}

type Called = Exclude<Moment['act'], { does: 'prompt' | 'say' | 'mode' | 'model' }>;

function callOf(act: Called): [tool: string, args: string, output: string] {
  switch (act.does) {
    case 'run':
      return [
        'exec_command',
        JSON.stringify({ cmd: act.command, workdir: act.cwd ?? '/home/dev/project' }),
        act.output ?? '',
      ];
    case 'read':
      return [
        'exec_command',
        JSON.stringify({ cmd: `cat ${act.path}`, workdir: '/home/dev/project' }),
        act.output ?? '',
      ];
    case 'write':
      return [
        'apply_patch',
        `*** Begin Patch\n*** Add File: ${act.path}\n${lines(act.content, '+')}\n*** End Patch\n`,
        `Success. Updated the following files:\nA ${act.path}\n`,
      ];
    case 'edit':
      return [
        'apply_patch',
        `*** Begin Patch\n*** Update File: ${act.path}\n@@\n${lines(act.removed, '-')}\n${lines(act.content, '+')}\n*** End Patch\n`,
        `Success. Updated the following files:\nM ${act.path}\n`,
      ];
    case 'fetch':
      return ['web_search', JSON.stringify({ url: act.url }), act.output ?? ''];
    case 'mcp':
      return [act.tool, JSON.stringify(act.arguments), act.output ?? ''];
    case 'spawn':
      return ['spawn_agent', JSON.stringify({ agent_type: act.type, message: act.prompt }), ''];
  }
}

const lines = (text: string, sign: string): string =>
  text
    .split('\n')
    .map((line) => `${sign}${line}`)
    .join('\n');
