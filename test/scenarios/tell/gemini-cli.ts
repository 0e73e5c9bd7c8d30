/** Gemini CLI: prompts and tool arguments are shown by default; no log has a tool's output. */
import type { Moment, Sent, Switches } from '../scenario';
import { logs, uuidOf } from './otlp';
import type { Keys } from './otlp';

export function geminiCli({ who, act, decision }: Moment, number: number, at: number, switches: Switches): Sent[] {
  const session = uuidOf(who.session);
  const resource = {
    'service.name': 'gemini-cli',
    'service.version': who.version ?? 'v24.0.0',
    'session.id': session,
    'host.name': who.host ?? 'vm',
  };
  const send = (name: string, body: string, keys: Keys): Sent[] => [
    logs(resource, 'gemini-cli', [
      {
        at,
        body,
        keys: {
          'session.id': session,
          'event.name': `gemini_cli.${name}`,
          'event.timestamp': new Date(at).toISOString(),
          'user.email': who.user?.includes('@') === true ? who.user : undefined,
          prompt_id: `${session}########${number}`,
          ...keys,
        },
      },
    ]),
  ];
  switch (act.does) {
    case 'prompt':
      return send('user_prompt', `User prompt. Length: ${act.text.length}.`, {
        prompt_length: act.text.length,
        prompt: switches === 'content' || !who.session.includes('noprompts') ? act.text : undefined,
      });
    case 'say':
      return [];
    case 'mode':
      return send('approval_mode_switch', 'Approval mode switched.', { from_mode: act.from, to_mode: act.to });
    case 'model':
      return send('api_response', `API response from ${act.model}. Status: 200. Duration: 121ms.`, {
        model: act.model,
        duration_ms: 121,
        input_token_count: act.inputTokens,
        output_token_count: act.outputTokens,
        total_token_count: act.inputTokens + act.outputTokens,
        status_code: 200,
      });
    default:
      break;
  }
  const [tool, args] = callOf(act);
  const allowed = decision?.allowed ?? true;
  const exitCode = act.does === 'run' ? (act.exitCode ?? 0) : 0;
  return send('tool_call', `Tool call: ${tool}. Decision: ${allowed ? 'accept' : 'reject'}. Success: ${allowed}.`, {
    function_name: tool,
    function_args: JSON.stringify(args, undefined, 2),
    duration_ms: 55,
    success: allowed,
    decision: allowed ? (decision?.by === 'person' ? 'accept' : 'auto_accept') : 'reject',
    tool_type: act.does === 'mcp' ? 'mcp' : 'native',
    mcp_server_name: act.does === 'mcp' ? act.server : undefined,
    metadata: exitCode === 0 ? undefined : JSON.stringify({ exitCode, isError: true }),
  });
}

type Called = Exclude<Moment['act'], { does: 'prompt' | 'say' | 'mode' | 'model' }>;

function callOf(act: Called): [tool: string, args: object] {
  switch (act.does) {
    case 'run':
      return ['run_shell_command', { command: act.command, description: act.description ?? 'Run it' }];
    case 'read':
      return ['read_file', { file_path: act.path }];
    case 'write':
      return ['write_file', { file_path: act.path, content: act.content }];
    case 'edit':
      return ['replace', { file_path: act.path, old_string: act.removed, new_string: act.content }];
    case 'fetch':
      return ['web_fetch', { prompt: `What does ${act.url} say?` }];
    case 'mcp':
      return [act.tool, act.arguments];
    case 'spawn':
      return [act.type, { task: act.prompt }];
  }
}
