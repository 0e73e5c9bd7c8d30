/** Records of tool calls as three agents send them, for tests that choose ids, order and times themselves. */
import { hash, randomBytes } from 'node:crypto';
import type { Message } from '../../cli/demo/tell';

type Keys = Readonly<Record<string, string | boolean | undefined>>;

interface Call {
  session: string;
  id: string;
}

function attributes(keys: Keys): object[] {
  return Object.entries(keys).flatMap(([key, value]) => {
    if (value === undefined) return [];
    return [{ key, value: typeof value === 'string' ? { stringValue: value } : { boolValue: value } }];
  });
}

const nanos = (at: number) => `${Math.round(at)}000000`;

function logRecord(service: string, scope: string, keys: Keys, at: number): Message {
  const record = { timeUnixNano: nanos(at), observedTimeUnixNano: nanos(at), attributes: attributes(keys) };
  const scopeLogs = [{ scope: { name: scope }, logRecords: [record] }];
  const resource = { attributes: attributes({ 'service.name': service }) };
  return { signal: 'logs', body: { resourceLogs: [{ resource, scopeLogs }] } };
}

/** A log record of Claude Code about a Bash call: `tool_decision`, or `tool_result` with how it ended. */
export function claudeBash(
  { session, id }: Call,
  event: 'tool_decision' | 'tool_result',
  told: { command?: string; decision?: 'accept' | 'reject'; success?: boolean },
  at = Date.now(),
): Message {
  const { command, decision, success } = told;
  const keys = {
    'event.name': event,
    'session.id': session,
    tool_name: 'Bash',
    tool_use_id: id,
    tool_parameters: command && JSON.stringify({ full_command: command }),
    decision,
    source: decision && 'config',
    success: success === undefined ? undefined : String(success),
  };
  return logRecord('claude-code', 'com.anthropic.claude_code.events', keys, at);
}

/** A result record of Codex; `argumentsText` as it stands in the record, whole or cut. */
export function codexResult(
  { session, id }: Call,
  argumentsText: string,
  output = 'Process exited with code 0\nOutput:\n',
  at = Date.now(),
): Message {
  const keys = {
    'event.name': 'codex.tool_result',
    'conversation.id': session,
    tool_name: 'exec_command',
    call_id: id,
    arguments: argumentsText,
    output,
    success: 'true',
  };
  return logRecord('codex_exec', 'codex_otel.log_only', keys, at);
}

/** A span of the GenAI conventions about a call, all of a session in one trace; `argumentsText` as it stands in the attribute, whole or cut. */
export function genaiSpan(
  { session, id }: Call,
  told: { argumentsText?: string; result?: string; host?: string },
  at = Date.now(),
): Message {
  const span = {
    traceId: hash('md5', session),
    spanId: randomBytes(8).toString('hex'),
    name: 'execute_tool run_command',
    startTimeUnixNano: nanos(at),
    endTimeUnixNano: nanos(at + 1_000),
    attributes: attributes({
      'gen_ai.operation.name': 'execute_tool',
      'gen_ai.tool.name': 'run_command',
      'gen_ai.conversation.id': session,
      'gen_ai.tool.call.id': id,
      'gen_ai.tool.call.arguments': told.argumentsText,
      'gen_ai.tool.call.result': told.result,
    }),
  };
  const resource = { attributes: attributes({ 'service.name': 'own-bot', 'host.name': told.host }) };
  return {
    signal: 'traces',
    body: { resourceSpans: [{ resource, scopeSpans: [{ scope: { name: 'own' }, spans: [span] }] }] },
  };
}

/** A reading of a host's GPU, from 0 to 1. */
export function gpuLoad(host: string, value: number, at: number): Message {
  const keys = { 'hw.id': 'gpu-0', 'hw.type': 'gpu' };
  const dataPoints = [{ timeUnixNano: nanos(at), asDouble: value, attributes: attributes(keys) }];
  const metrics = [{ name: 'hw.gpu.utilization', unit: '1', gauge: { dataPoints } }];
  const resource = { attributes: attributes({ 'host.name': host }) };
  const scope = { name: 'github.com/open-telemetry/opentelemetry-collector-contrib/receiver/hostmetricsreceiver' };
  return { signal: 'metrics', body: { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] } };
}
