/** Tells acts in the words of real agents' telemetry (OTLP/JSON). Nothing is run: only what an agent would have sent about it. */
import { randomBytes, randomUUID } from 'node:crypto';

type Value = string | number | boolean;
type Keys = Readonly<Record<string, Value>>;

/** One OTLP request to send. */
export interface Message {
  signal: 'traces' | 'logs' | 'metrics';
  body: object;
}

export interface ToldAct {
  /** Shell command, or the path for a read. */
  command: string;
  read?: boolean;
  ok: boolean;
  exitCode?: number;
  output?: string;
}

/** How an agent tells one act. */
export type Teller = (act: ToldAct) => Message;

const nanos = () => `${Date.now()}000000`;

function attributes(keys: Keys): object[] {
  return Object.entries(keys).map(([key, value]) => ({
    key,
    value:
      typeof value === 'string'
        ? { stringValue: value }
        : typeof value === 'boolean'
          ? { boolValue: value }
          : { intValue: value },
  }));
}

function log(
  resource: Keys,
  scope: string,
  body: string | undefined,
  keys: readonly Keys[],
  extra: object = {},
): Message {
  const logRecords = keys.map((one) => ({
    timeUnixNano: nanos(),
    observedTimeUnixNano: nanos(),
    ...(body === undefined ? {} : { body: { stringValue: body } }),
    attributes: attributes(one),
    ...extra,
  }));
  return {
    signal: 'logs',
    body: {
      resourceLogs: [
        { resource: { attributes: attributes(resource) }, scopeLogs: [{ scope: { name: scope }, logRecords }] },
      ],
    },
  };
}

export function claudeCode(): Teller {
  const session = randomUUID();
  let sequence = 0;
  return (act) => {
    const id = `toolu_demo${randomBytes(6).toString('hex')}`;
    const common = {
      'session.id': session,
      'user.id': 'decoy-install',
      'terminal.type': 'xterm',
      'prompt.id': randomUUID(),
    };
    const tool = act.read === true ? 'Read' : 'Bash';
    const parameters: Keys =
      act.read === true
        ? {}
        : {
            tool_parameters: JSON.stringify({ bash_command: act.command.split(' ', 1)[0], full_command: act.command }),
          };
    const input = {
      tool_input: JSON.stringify(
        act.read === true ? { file_path: act.command } : { command: act.command.slice(0, 120) },
      ),
    };
    const event = (name: string, keys: Keys) => ({
      ...common,
      'event.name': name,
      'event.timestamp': new Date().toISOString(),
      'event.sequence': sequence++,
      tool_name: tool,
      tool_use_id: id,
      ...keys,
    });
    return log(
      { 'service.name': 'claude-code', 'service.version': '2.1.329' },
      'com.anthropic.claude_code.events',
      'claude_code.tool_result',
      [
        event('tool_decision', { decision: 'accept', source: 'config', permission_mode: 'default', ...parameters }),
        event('tool_result', {
          success: String(act.ok),
          duration_ms: '40',
          ...(act.ok ? {} : { error_type: 'ShellError', error: 'Shell command failed' }),
          ...parameters,
          ...input,
        }),
      ],
    );
  };
}

export function codex(): Teller {
  const conversation = randomUUID();
  return (act) =>
    log(
      { 'service.name': 'codex_exec', 'service.version': '0.169.0' },
      'codex_otel.log_only',
      undefined,
      [
        {
          'event.name': 'codex.tool_result',
          'event.timestamp': new Date().toISOString(),
          'conversation.id': conversation,
          tool_name: 'exec_command',
          tool_namespace: 'functions',
          call_id: `call_${randomBytes(6).toString('hex')}`,
          arguments: JSON.stringify({
            cmd: act.read === true ? `cat ${act.command}` : act.command,
            workdir: '/home/dev/project',
          }),
          output: `Wall time: 0.1 seconds\nProcess exited with code ${act.exitCode ?? 0}\nOutput:\n${act.output ?? ''}`,
          output_truncated: false,
          success: 'true',
          duration_ms: '90',
        },
      ],
      { timeUnixNano: '0' },
    );
}

export function geminiCli(): Teller {
  const session = randomUUID();
  return (act) =>
    log(
      { 'service.name': 'gemini-cli', 'service.version': 'v24.0.0', 'session.id': session },
      'gemini-cli',
      'Tool call',
      [
        {
          'session.id': session,
          'event.name': 'gemini_cli.tool_call',
          'event.timestamp': new Date().toISOString(),
          prompt_id: session,
          function_name: act.read === true ? 'read_file' : 'run_shell_command',
          function_args: JSON.stringify(
            act.read === true ? { file_path: act.command } : { command: act.command },
            undefined,
            2,
          ),
          duration_ms: 55,
          success: true,
          decision: 'accept',
          tool_type: 'native',
          ...((act.exitCode ?? 0) === 0 ? {} : { metadata: JSON.stringify({ exitCode: act.exitCode, isError: true }) }),
        },
      ],
    );
}

/** An agent of one's own with the OpenTelemetry GenAI conventions. */
export function ownAgent(): Teller {
  const conversation = randomUUID();
  const traceId = randomBytes(16).toString('hex');
  return (act) => ({
    signal: 'traces',
    body: {
      resourceSpans: [
        {
          resource: { attributes: attributes({ 'service.name': 'deploy-bot', 'host.name': 'runner-7' }) },
          scopeSpans: [
            {
              scope: { name: 'acme.deploy-bot' },
              spans: [
                {
                  traceId,
                  spanId: randomBytes(8).toString('hex'),
                  name: 'execute_tool run_command',
                  kind: 1,
                  startTimeUnixNano: nanos(),
                  endTimeUnixNano: nanos(),
                  attributes: attributes({
                    'gen_ai.operation.name': 'execute_tool',
                    'gen_ai.tool.name': act.read === true ? 'read_file' : 'run_command',
                    'gen_ai.tool.call.id': `call_${randomBytes(6).toString('hex')}`,
                    'gen_ai.conversation.id': conversation,
                    'gen_ai.agent.name': 'deploy-bot',
                    'gen_ai.tool.call.arguments': JSON.stringify(
                      act.read === true ? { path: act.command } : { command: act.command },
                    ),
                    'gen_ai.tool.call.result': JSON.stringify({
                      exit_code: act.exitCode ?? 0,
                      stdout: act.output ?? '',
                    }),
                  }),
                  status: {},
                },
              ],
            },
          ],
        },
      ],
    },
  });
}
