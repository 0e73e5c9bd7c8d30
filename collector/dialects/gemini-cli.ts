/**
 * Gemini CLI (0.61). The log `tool_call` has arguments and exit code but no call id, the span the output; both carry the id of the span
 * `schedule_tool_calls`. Each tool batch and model call is a trace of its own, so the session, which is on everything, is the scope.
 */
import type { AgentSpawnAction, Outcome, SessionStopAction } from '../../contracts/event';
import type { AttributeValue, LogRecord, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore, one, timeOf, toolDrafts, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { digest } from './event-id';
import { SHARED_LOGS, SHARED_SILENT, endOf, exitCodeIn, mcpOf, readFamilyMetric } from './gemini-family';
import type { LogReader, Product } from './gemini-family';
import type { Json } from './partial-json';
import {
  contentOf,
  entry,
  jsonOf,
  known,
  member,
  number,
  object,
  objectOf,
  text,
  textOf,
  visibilityOf,
} from './read-attributes';
import type { Content } from './read-attributes';

const PRODUCT: Product = { family: 'gemini-cli', provider: 'google', showPrompts: 'telemetry.logPrompts: true' };

function frameOf(record: TelemetryRecord, name: string): Frame {
  const { attributes, origin } = record;
  const owner = text(origin.resource, 'process.owner');
  const session = text(attributes, 'gen_ai.conversation.id', 'session.id') ?? text(origin.resource, 'session.id');
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    session,
    turn: text(attributes, 'prompt_id', 'gen_ai.prompt.name'),
    agent: agentOf(text(attributes, 'prompt_id'), session),
    user: text(attributes, 'user.email') ?? (owner === undefined ? undefined : `os:${owner}`),
    trace: record.kind === 'metric' ? undefined : traceOf(record),
  });
}

/** A sub-agent's prompt ids are `<agent id>#<n>`, those of the session itself are the session id. */
function agentOf(promptId: string | undefined, session: string | undefined): EventDraft['agent'] {
  const mark = promptId?.lastIndexOf('#') ?? -1;
  const id = mark > 0 ? promptId?.slice(0, mark) : undefined;
  const own = id === undefined || id === session || id.includes('#');
  return own ? { family: PRODUCT.family } : { family: PRODUCT.family, id };
}

/** The same for log and span of one call: by the batch's span, the tool and its arguments. Undefined when one of them is not known whole. */
function derivedCallId(batch: string | undefined, tool: string, args: Json | undefined): string | undefined {
  if (batch === undefined || batch === '' || args === undefined) return undefined;
  return `derived:${digest(JSON.stringify([batch, tool, args]))}`;
}

const readToolCall: LogReader = ({ attributes, spanId }, frame) => {
  const tool = text(attributes, 'function_name') ?? '';
  const args = jsonOf(attributes['function_args']);
  const metadata = object(attributes, 'metadata');
  const end = endOf(attributes);
  const callId = derivedCallId(spanId, tool, args?.cut === false ? args.value : undefined);
  const drafts = toolDrafts(
    known<Frame & Pick<EventDraft, 'phase'>>({
      ...frame,
      ...end,
      callId,
      outcome: known<Outcome>({ ...end.outcome, exitCode: number(metadata, 'exitCode') }),
    }),
    { tool, arguments: attributes['function_args'], mcp: mcpOf(attributes), setting: PRODUCT.showPrompts },
  );
  return drafts.map((draft) => withChild(draft, member(metadata, 'agentId')));
};

function withChild(draft: EventDraft, childAgentId: string | undefined): EventDraft {
  if (draft.action.type !== 'agent.spawn' || childAgentId === undefined) return draft;
  return { ...draft, action: { ...draft.action, childAgentId } };
}

function readAgent({ attributes }: LogRecord, frame: Frame, phase: 'started' | 'completed'): Reading {
  const action = known<AgentSpawnAction>({
    type: 'agent.spawn',
    agentType: text(attributes, 'agent_name'),
    childAgentId: text(attributes, 'agent_id'),
  });
  const outcome = known<Outcome>({ durationMs: number(attributes, 'duration_ms') });
  return one(frame, action, phase === 'started' ? { phase } : { phase, outcome });
}

const LOGS: Readonly<Record<string, LogReader>> = {
  ...SHARED_LOGS,
  tool_call: readToolCall,
  'agent.start': (record, frame) => readAgent(record, frame, 'started'),
  'agent.finish': (record, frame) => readAgent(record, frame, 'completed'),
  conversation_finished: ({ attributes }, frame) =>
    one(frame, known<SessionStopAction>({ type: 'session.stop', reason: text(attributes, 'approvalMode') })),
};

/** Without `telemetry.traces` the span repeats what the log tells; with it, it has the output too. */
function readToolSpan(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const request = jsonOf(contentOf(attributes['gen_ai.input.messages']).text);
  if (request === undefined) return ignore('duplicate');
  const fields = objectOf(request.value);
  const tool = text(attributes, 'gen_ai.tool.name') ?? member(fields, 'name') ?? '';
  const args = fields['args'];
  const answer = answerOf(attributes['gen_ai.output.messages']);
  const failed = answer.status === 'error' || record.statusCode === 2;
  const cancelled = answer.status === 'cancelled';
  const visibility = visibilityOf('outcome.output', answer.output).filter((note) => note.state === 'truncated');
  const outcome = known<Outcome>({
    status: cancelled ? 'cancelled' : failed ? 'error' : 'ok',
    exitCode: tool === 'run_shell_command' ? exitCodeIn(answer.output.text) : undefined,
    output: failed ? undefined : answer.output.text,
    error: failed ? answer.output.text : undefined,
    durationMs: answer.durationMs,
  });
  const promptId = member(fields, 'prompt_id');
  return toolDrafts(
    known<Frame & Pick<EventDraft, 'phase'>>({
      ...frame,
      turn: promptId,
      agent: agentOf(promptId, frame.session),
      callId: derivedCallId(record.parentSpanId, tool, request.cut ? undefined : args),
      phase: failed || cancelled ? 'failed' : 'completed',
      outcome,
      visibility,
    }),
    { tool, arguments: spanArguments(args, request.cut), mcp: spanMcp(fields, tool), setting: PRODUCT.showPrompts },
  );
}

/** Arguments of a cut request end where the text did: said by leaving the JSON text open. */
function spanArguments(args: Json | undefined, cut: boolean): AttributeValue | undefined {
  if (args === undefined || !cut) return args;
  return JSON.stringify(args).slice(0, -1);
}

/** The span shows the server in the name to display: `lookup (notes MCP Server)`. */
function spanMcp(fields: Readonly<Record<string, Json>>, tool: string): { server: string | undefined } | undefined {
  const shown = member(objectOf(fields['display']), 'name') ?? '';
  const server = / \((.{1,200}) MCP Server\)$/.exec(shown.slice(0, 500))?.[1];
  return server !== undefined || tool.startsWith('mcp_') ? { server } : undefined;
}

interface Answer {
  status?: string;
  output: Content;
  durationMs?: number;
}

function answerOf(value: AttributeValue | undefined): Answer {
  const content = contentOf(value);
  const reading = jsonOf(content.text);
  if (reading === undefined) return { output: {} };
  const fields = objectOf(reading.value);
  const parts = objectOf(fields['response'])['responseParts'];
  const first = objectOf(Array.isArray(parts) ? parts[0] : undefined);
  const response = objectOf(objectOf(first['functionResponse'])['response']);
  const output = member(response, 'output', 'error');
  return known<Answer>({
    status: member(fields, 'status'),
    output: known<Content>({ text: output, state: reading.cut && output !== undefined ? 'truncated' : undefined }),
    durationMs: number(fields, 'durationMs'),
  });
}

export const geminiCli: Dialect = {
  name: 'gemini-cli',
  byOrigin: true,
  versionUnknown: true,
  recognises: ({ origin }) => origin.scope.name === 'gemini-cli',
  read(record) {
    if (record.kind === 'metric') {
      return readFamilyMetric(record, record.name.replace(/^gemini_cli\./, ''), frameOf(record, record.name), PRODUCT);
    }
    if (record.kind === 'span') {
      return record.name === 'tool_call' ? readToolSpan(record, frameOf(record, record.name)) : ignore('duplicate');
    }
    const full = text(record.attributes, 'event.name') ?? textOf(record.eventName) ?? '';
    const name = full.replace(/^gemini_cli\./, '');
    const read = entry(LOGS, name);
    if (read) return read(record, frameOf(record, name), PRODUCT);
    return ignore(entry(SHARED_SILENT, name) ?? (full.startsWith('gen_ai.') ? 'duplicate' : 'unknown event'));
  },
};
