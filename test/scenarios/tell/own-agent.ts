/** An agent or a gateway of one's own with the OpenTelemetry GenAI conventions; by default no arguments, results or messages. */
import type { Moment, Sent, Switches } from '../scenario';
import { idOf, spans } from './otlp';
import type { Keys } from './otlp';

export function ownAgent({ who, act, decision }: Moment, number: number, at: number, switches: Switches): Sent[] {
  const content = switches === 'content';
  const resource = {
    'service.name': 'own-agent',
    'service.version': who.version ?? '1.4.0',
    'host.name': who.host,
    'user.id': who.user,
    'cloud.account.id': who.account,
    'vcs.repository.url.full': who.repository,
  };
  const common: Keys = {
    'gen_ai.conversation.id': idOf(who.session),
    'gen_ai.agent.name': who.subagent ?? 'own-agent',
    'enduser.id': who.user,
    'user.id': who.user,
  };
  const send = (name: string, keys: Keys, failed?: string): Sent[] => [
    spans(resource, 'acme.own-agent', [
      {
        name,
        traceId: idOf(who.session, 'trace'),
        spanId: idOf(who.session, number).slice(0, 16),
        from: at,
        to: at + 200,
        keys: { ...common, ...keys },
        ...(failed === undefined ? {} : { failed }),
      },
    ]),
  ];
  const chat = (keys: Keys, failed?: string) =>
    send('chat own-model', { 'gen_ai.operation.name': 'chat', 'gen_ai.provider.name': 'openai', ...keys }, failed);
  switch (act.does) {
    case 'prompt':
      return chat({ 'gen_ai.input.messages': content ? message('user', act.text) : undefined });
    case 'say':
      return chat({ 'gen_ai.output.messages': content ? message('assistant', act.text) : undefined });
    case 'model':
      return chat(
        {
          'gen_ai.request.model': act.model,
          'gen_ai.response.model': act.model,
          'gen_ai.usage.input_tokens': act.inputTokens,
          'gen_ai.usage.output_tokens': act.outputTokens,
        },
        act.error,
      );
    case 'mode':
      return [];
    default:
      break;
  }
  if (act.does === 'mcp' && act.tool === 'tools/list') {
    // The list itself is seen in what the model is offered.
    const { tools } = JSON.parse(act.output ?? '{}') as { tools?: object[] };
    return chat({ 'gen_ai.tool.definitions': content ? JSON.stringify(tools) : undefined });
  }
  const [tool, args, output] = callOf(act);
  const refused = decision?.allowed === false;
  const exitCode = act.does === 'run' ? (act.exitCode ?? 0) : 0;
  const result = act.does === 'run' ? JSON.stringify({ exit_code: exitCode, stdout: output ?? '' }) : output;
  return send(
    `execute_tool ${tool}`,
    {
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': tool,
      'gen_ai.tool.call.id': `call_${idOf(who.session, number)}`,
      'mcp.method.name': act.does === 'mcp' ? 'tools/call' : undefined,
      'mcp.server.name': act.does === 'mcp' ? act.server : undefined,
      'gen_ai.tool.call.arguments': content ? JSON.stringify(args) : undefined,
      'gen_ai.tool.call.result': content && !refused ? result : undefined,
    },
    refused ? 'denied by policy' : undefined,
  );
}

const message = (role: string, text: string): string =>
  JSON.stringify([{ role, parts: [{ type: 'text', content: text }] }]);

type Called = Exclude<Moment['act'], { does: 'prompt' | 'say' | 'mode' | 'model' }>;

function callOf(act: Called): [tool: string, args: object, output: string | undefined] {
  switch (act.does) {
    case 'run':
      return ['run_command', { command: act.command, ...(act.cwd === undefined ? {} : { cwd: act.cwd }) }, act.output];
    case 'read':
      return ['read_file', { path: act.path }, act.output];
    case 'write':
      return ['write_file', { path: act.path, content: act.content }, undefined];
    case 'edit':
      return ['edit_file', { path: act.path, old_string: act.removed, new_string: act.content }, undefined];
    case 'fetch':
      return ['fetch_url', { url: act.url }, act.output];
    case 'mcp':
      return [act.tool, act.arguments, act.output];
    case 'spawn':
      return ['spawn_agent', { type: act.type, prompt: act.prompt }, undefined];
  }
}
