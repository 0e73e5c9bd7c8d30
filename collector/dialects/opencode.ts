/**
 * opencode (1.18). Logs have the trace but no session, so the trace is the scope of everything. By default a command shows only in the
 * log of its permission check, one simple command at a time; with the AI SDK's spans switched on it is there whole, with its result.
 */
import type { ModelCallAction, Outcome, Permission, SessionStartAction, Visibility } from '../../contracts/event';
import type { LogRecord, SpanRecord, TelemetryRecord } from '../../contracts/telemetry';
import type { Dialect, EventDraft } from './dialect';
import { ignore, one, timeOf, toolDrafts, traceOf } from './draft';
import type { Frame, Reading } from './draft';
import { sessionScope } from './identity';
import { readMessage } from './messages';
import { readJson } from './partial-json';
import type { Json } from './partial-json';
import {
  entry,
  hidden,
  jsonOf,
  known,
  member,
  number,
  objectOf,
  spanDurationMs,
  text,
  textOf,
} from './read-attributes';
import { readTool } from './tool-actions';
import { readResult } from './tool-results';

const NAME = 'opencode';
const SHOW_CONTENT = 'experimental.openTelemetry: true';

function frameOf(record: LogRecord | SpanRecord, name: string): Frame {
  const { attributes } = record;
  return known<Frame>({
    record: name,
    atMs: timeOf(record),
    session: text(attributes, 'session.id', 'ai.telemetry.metadata.sessionId'),
    scopeBy: 'trace',
    turn: text(attributes, 'message.id'),
    agent: { family: NAME },
    user: namespaced(text(attributes, 'ai.telemetry.metadata.userId')),
    trace: traceOf(record),
    callId: text(attributes, 'tool.call_id', 'ai.toolCall.id'),
  });
}

/** The name of the account on the machine that opencode runs on. */
function namespaced(user: string | undefined): string | undefined {
  return user === undefined ? undefined : `os:${user}`;
}

const SPANS: Readonly<Record<string, (record: SpanRecord, frame: Frame) => Reading>> = {
  'Tool.execute': (record, frame) => {
    const tool = text(record.attributes, 'tool.name') ?? '';
    const failed = record.statusCode === 2;
    const outcome = known<Outcome>({
      status: failed ? 'error' : 'ok',
      error: failed ? record.statusMessage || undefined : undefined,
      durationMs: spanDurationMs(record),
    });
    return toolDrafts({ ...frame, phase: failed ? 'failed' : 'completed', outcome }, { tool, setting: SHOW_CONTENT });
  },
  'ai.toolCall': (record, frame) => {
    const { attributes } = record;
    const result = readResult(attributes['ai.toolCall.result'], SHOW_CONTENT);
    const failed = record.statusCode === 2 || result.outcome.status === 'error';
    const error = failed ? record.statusMessage || undefined : undefined;
    const outcome = known<Outcome>({
      ...result.outcome,
      status: failed ? 'error' : 'ok',
      error,
      durationMs: spanDurationMs(record),
    });
    const visibility = failed ? [] : result.visibility;
    return toolDrafts(
      { ...frame, phase: failed ? 'failed' : 'completed', outcome, visibility },
      {
        tool: text(attributes, 'ai.toolCall.name') ?? '',
        arguments: attributes['ai.toolCall.args'],
        setting: SHOW_CONTENT,
      },
    );
  },
  'ai.streamText.doStream': readModelCall,
  'ai.generateText.doGenerate': readModelCall,
};

function readModelCall(record: SpanRecord, frame: Frame): Reading {
  const { attributes } = record;
  const failed = record.statusCode === 2;
  const action = known<ModelCallAction>({
    type: 'model.call',
    provider: text(attributes, 'ai.model.provider', 'gen_ai.system'),
    model: text(attributes, 'ai.response.model', 'ai.model.id'),
    inputTokens: number(attributes, 'ai.usage.inputTokens', 'gen_ai.usage.input_tokens', 'ai.usage.promptTokens'),
    cachedInputTokens: number(attributes, 'ai.usage.cachedInputTokens'),
    outputTokens: number(
      attributes,
      'ai.usage.outputTokens',
      'gen_ai.usage.output_tokens',
      'ai.usage.completionTokens',
    ),
  });
  const outcome = known<Outcome>({
    status: failed ? 'error' : 'ok',
    error: failed ? record.statusMessage || undefined : undefined,
    durationMs: spanDurationMs(record),
  });
  const callId = text(attributes, 'ai.response.id');
  const call: EventDraft = {
    ...frame,
    ...(callId === undefined ? {} : { callId }),
    phase: failed ? 'failed' : 'completed',
    action,
    outcome,
  };
  return [
    ...promptOf(text(attributes, 'ai.prompt.messages'), frame, record),
    call,
    ...outputOf(text(attributes, 'ai.response.text'), frame),
  ];
}

/** The conversation is in every call; only a call whose last message is the user's starts with a prompt. */
function promptOf(messages: string | undefined, frame: Frame, record: SpanRecord): EventDraft[] {
  const start = messages?.lastIndexOf('{"role":"') ?? -1;
  if (messages === undefined || start < 0 || !messages.startsWith('{"role":"user"', start)) return [];
  const last = readJson(messages.slice(start));
  const said = last === undefined ? undefined : readMessage(last.value, 'user').text;
  const action = said === undefined ? undefined : ({ type: 'prompt', text: said, origin: 'unknown' } as const);
  return action
    ? [known<EventDraft>({ ...frame, atMs: timeOf({ ...record, endUnixNano: 0n }), phase: 'completed', action })]
    : [];
}

function outputOf(said: string | undefined, frame: Frame): EventDraft[] {
  return said === undefined ? [] : one(frame, { type: 'output', text: said });
}

type Fields = Readonly<Record<string, Json>>;

/** Logs are arrays: what happened, then its details as a text that is nearly JSON (`undefined` stands in it). */
const LOGS: Readonly<Record<string, (details: Fields, frame: Frame) => Reading>> = {
  evaluated: readPermission,
  created: (details, frame) => {
    const session = member(details, 'id');
    if (session === undefined || !session.startsWith('ses_')) return ignore('housekeeping');
    const parent = member(details, 'parentID');
    const action: SessionStartAction = { type: 'session.start', reason: parent === undefined ? 'created' : 'subagent' };
    // Without its trace: a sub-agent is made in the trace of its parent, which must not pass for its own.
    const { trace: _, ...rest } = frame;
    return [
      { ...rest, session, phase: 'completed', action, links: parent === undefined ? [] : [childOf(session, parent)] },
    ];
  },
};

function childOf(session: string, parent: string): NonNullable<EventDraft['links']>[number] {
  return { kind: 'child-parent', child: sessionScope(NAME, session), parent: sessionScope(NAME, parent) };
}

const DECISIONS: Readonly<Record<string, { phase: EventDraft['phase']; permission: Permission }>> = {
  allow: { phase: 'approved', permission: { decision: 'accept', by: 'config' } },
  deny: { phase: 'denied', permission: { decision: 'reject', by: 'config' } },
  ask: { phase: 'proposed', permission: {} },
};

/** Argument that a permission's pattern is, by permission. Others only name the tool. */
const PATTERNS: Readonly<Record<string, string>> = {
  bash: 'command',
  read: 'filePath',
  edit: 'filePath',
  webfetch: 'url',
  websearch: 'query',
  grep: 'pattern',
  glob: 'pattern',
  task: 'subagent_type',
};

/** Part of the act only: of a command line one simple command, of an edit not its text. */
function readPermission(details: Fields, frame: Frame): Reading {
  const permission = member(details, 'permission');
  const decided = entry(DECISIONS, member(objectOf(details['action']), 'action'));
  if (permission === undefined || decided === undefined || permission === 'external_directory') {
    return ignore('housekeeping');
  }
  const key = entry(PATTERNS, permission);
  const pattern = member(details, 'pattern');
  const shown = key === undefined || pattern === undefined ? undefined : { [key]: pattern };
  const { actions, visibility } = readTool({ tool: permission, arguments: shown, setting: SHOW_CONTENT });
  const [action] = actions;
  if (action === undefined) return ignore('incomplete');
  const notes = action.type === 'exec' && shown !== undefined ? [CUT_COMMAND] : visibility;
  const denied: Pick<EventDraft, 'outcome'> = decided.phase === 'denied' ? { outcome: { status: 'denied' } } : {};
  const edit: Visibility[] = action.type === 'file.write' ? [hidden('action.content', SHOW_CONTENT)] : [];
  return [{ ...frame, ...decided, ...denied, action, visibility: [...notes, ...edit] }];
}

const CUT_COMMAND: Visibility = { field: 'action.command', state: 'truncated' };

function readLog(record: LogRecord): Reading {
  if (!Array.isArray(record.body)) return ignore('housekeeping');
  const [what, details] = record.body;
  const name = textOf(what);
  const read = entry(LOGS, name);
  return read && name !== undefined
    ? read(objectOf(jsonOf(details)?.value), frameOf(record, name))
    : ignore('housekeeping');
}

export const opencode: Dialect = {
  name: NAME,
  byOrigin: true,
  recognises: ({ origin }: TelemetryRecord) => origin.scope.name === NAME || origin.resource['service.name'] === NAME,
  read(record) {
    if (record.kind === 'metric') return ignore('metric');
    if (record.kind === 'log') return readLog(record);
    const read = entry(SPANS, record.name);
    if (read) return read(record, frameOf(record, record.name));
    return ignore(record.name.startsWith('ai.') ? 'duplicate' : 'internal');
  },
};
