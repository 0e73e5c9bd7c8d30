/**
 * Qwen Code (0.24, and 0.15 without traces). Log and span of a call share its id; `session.id` is on all logs and spans, on no metric.
 * Here a command that exits with 3 is a failed call, and the exit code stands in the text of the error or of the result.
 */
import type { AgentSpawnAction, Outcome, SessionStopAction } from '../../contracts/event';
import type { LogRecord, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect } from './dialect';
import { ignore, one, timeOf, toolDrafts, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { SHARED_LOGS, SHARED_SILENT, endOf, exitCodeIn, mcpOf, readFamilyMetric } from './gemini-family';
import type { LogReader, Product } from './gemini-family';
import {
  contentOf,
  entry,
  flag,
  jsonOf,
  known,
  member,
  number,
  objectOf,
  text,
  textOf,
  visibilityOf,
} from './read-attributes';
import { toolKind } from './tool-names';

const PRODUCT: Product = { family: 'qwen-code', provider: 'openai', showPrompts: 'telemetry.logPrompts: true' };
const SHOW_CONTENT = 'telemetry.includeSensitiveSpanAttributes: true';

function frameOf(record: TelemetryRecord, name: string): Frame {
  const { attributes } = record;
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    session: text(attributes, 'session.id', 'gen_ai.conversation.id'),
    turn: text(attributes, 'prompt_id', 'qwen-code.prompt_id'),
    agent: { family: PRODUCT.family },
    trace: record.kind === 'metric' ? undefined : traceOf(record),
    callId: text(attributes, 'call_id', 'gen_ai.tool.call.id', 'tool.call_id'),
  });
}

const readToolCall: LogReader = ({ attributes }, frame) => {
  const tool = text(attributes, 'function_name') ?? '';
  const end = endOf(attributes);
  const isShell = toolKind(tool) === 'shell';
  const outcome = known<Outcome>({
    ...end.outcome,
    exitCode: isShell ? exitCodeIn(end.outcome?.error) : undefined,
    // The error of a command is its output.
    output: isShell && exitCodeIn(end.outcome?.error) !== undefined ? end.outcome?.error : undefined,
  });
  const call = { tool, arguments: attributes['function_args'], mcp: mcpOf(attributes) };
  return toolDrafts({ ...frame, ...end, outcome }, call);
};

/** Phase of a sub-agent by the record's word: started, completed, failed. */
function readSubagent({ attributes }: LogRecord, frame: Frame): Reading {
  const status = text(attributes, 'status');
  const action = known<AgentSpawnAction>({ type: 'agent.spawn', agentType: text(attributes, 'subagent_name') });
  if (status === 'started') return one(frame, action, { phase: 'started' });
  const failed = status === 'failed' || status === 'error';
  return one(frame, action, { phase: failed ? 'failed' : 'completed', outcome: { status: failed ? 'error' : 'ok' } });
}

const LOGS: Readonly<Record<string, LogReader>> = {
  ...SHARED_LOGS,
  // `config`, a moment later, tells the start with its settings.
  'session.start': () => ignore('duplicate'),
  'session.end': (_, frame) => one(frame, { type: 'session.stop' } satisfies SessionStopAction),
  tool_call: readToolCall,
  subagent_execution: readSubagent,
};

const SPANS: Readonly<Record<string, (record: SpanRecord, frame: Frame) => Reading>> = {
  'qwen-code.tool': readToolSpan,
  'qwen-code.tool.blocked_on_user': ({ attributes }, frame) => {
    const word = text(attributes, 'decision');
    if (word === undefined) return ignore('incomplete');
    const decision = word === 'reject' || word === 'cancel' || word === 'deny' ? 'reject' : 'accept';
    const tool = text(attributes, 'gen_ai.tool.name', 'tool.name') ?? '';
    const by = text(attributes, 'source') ?? 'user';
    const denied = decision === 'reject';
    return one(
      frame,
      { type: 'approval', tool, decision, by },
      {
        phase: denied ? 'denied' : 'approved',
        permission: { decision, by },
        partOfParent: true,
        ...(denied ? { outcome: { status: 'denied' } } : {}),
      },
    );
  },
};

function readToolSpan(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const tool = text(attributes, 'gen_ai.tool.name', 'tool_name') ?? '';
  const failed = flag(attributes, 'success') === false || record.statusCode === 2;
  const result = contentOf(attributes['gen_ai.tool.call.result']);
  const shown = member(objectOf(jsonOf(result.text)?.value), 'output', 'error') ?? result.text;
  const outcome = known<Outcome>({
    status: failed ? 'error' : 'ok',
    exitCode: toolKind(tool) === 'shell' ? exitCodeIn(shown) : undefined,
    output: shown,
    error: failed ? text(attributes, 'error', 'error.type') : undefined,
    durationMs: number(attributes, 'duration_ms'),
  });
  const output = result.state === 'absent' && failed ? [] : visibilityOf('outcome.output', result, SHOW_CONTENT);
  // The log shows the arguments whatever the settings: what this span lacks of them, no setting needs to add.
  return toolDrafts(
    { ...frame, phase: failed ? 'failed' : 'completed', outcome, visibility: output },
    { tool, arguments: attributes['gen_ai.tool.call.arguments'] },
  );
}

export const qwenCode: Dialect = {
  name: 'qwen-code',
  byOrigin: true,
  recognises: ({ origin }) =>
    origin.scope.name === 'qwen-code' ||
    (origin.resource['service.name'] === 'qwen-code' &&
      origin.scope.name.startsWith('@opentelemetry/instrumentation-')),
  read(record) {
    if (record.kind === 'metric') {
      return readFamilyMetric(record, record.name.replace(/^qwen-code\./, ''), frameOf(record, record.name), PRODUCT);
    }
    if (record.kind === 'span') {
      const read = entry(SPANS, record.name);
      return read
        ? read(record, frameOf(record, record.name))
        : ignore(record.name === 'qwen-code.hook' ? 'hook' : 'duplicate');
    }
    const full = text(record.attributes, 'event.name') ?? textOf(record.eventName) ?? '';
    const name = full.replace(/^qwen-code\./, '');
    const read = entry(LOGS, name);
    return read ? read(record, frameOf(record, name), PRODUCT) : ignore(entry(SHARED_SILENT, name) ?? 'unknown event');
  },
};
