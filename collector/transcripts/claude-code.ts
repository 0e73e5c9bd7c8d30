/**
 * Transcripts of Claude Code (2.1): `<session>.jsonl`, sub-agents in `<session>/subagents/`. A response is one line for each block; the
 * result of a call has its own line, with the decision that let it run.
 */
import type { ModelCallAction, Outcome, Permission, SessionStartAction } from '../../contracts/event';
import type { EventDraft } from '../dialects/dialect';
import { ignore, one } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import type { Json } from '../dialects/partial-json';
import { isoMillis, known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import { readResult } from '../dialects/tool-results';
import { failureOf, successOf } from '../hooks/claude-code';
import { answered, asked } from './transcript';
import type { Conversation, Line, TranscriptReader } from './transcript';

const FAMILY = 'claude-code';
type Fields = Readonly<Record<string, Json>>;

function frameOf(line: Line, type: string): Frame {
  const id = text(line, 'agentId');
  const mode = text(line, 'permissionMode');
  return known<Frame>({
    record: type,
    atMs: isoMillis(text(line, 'timestamp')),
    session: text(line, 'sessionId'),
    turn: text(line, 'promptId'),
    agent: known<EventDraft['agent']>({ family: FAMILY, id }),
    permission: mode === undefined ? undefined : { mode },
  });
}

/** The blocks of a message; a message of text alone is one block. */
function blocksOf(line: Line): Fields[] {
  const content = object(line, 'message')['content'];
  if (typeof content === 'string') return [{ type: 'text', text: content }];
  return Array.isArray(content) ? content.map(objectOf) : [];
}

function originOf(line: Line, said: string): 'human' | 'machine' | 'unknown' {
  const source = text(line, 'promptSource') ?? text(line, 'turnOrigin') ?? member(object(line, 'origin'), 'kind');
  if (line['isSidechain'] === true || said.startsWith('<task-notification>')) return 'machine';
  if (source === 'system' || source === 'task_notification') return 'machine';
  return source === 'user' || source === 'human' || source === 'typed' ? 'human' : 'unknown';
}

function asks(line: Line, frame: Frame, conversation: Conversation): Reading {
  const drafts = blocksOf(line).flatMap((block): EventDraft[] => {
    if (block['type'] === 'tool_result') return resultOf(line, frame, block, conversation);
    const said = block['type'] === 'text' && line['isMeta'] !== true ? member(block, 'text') : undefined;
    return said === undefined ? [] : one(frame, { type: 'prompt', text: said, origin: originOf(line, said) });
  });
  return drafts.length > 0 ? drafts : ignore('housekeeping');
}

function resultOf(line: Line, frame: Frame, block: Fields, conversation: Conversation): EventDraft[] {
  const callId = member(block, 'tool_use_id');
  const tool = conversation.calls.name(callId);
  const decision = object(line, 'permissionDecision');
  const word = member(decision, 'decision');
  const denied = word === 'reject' || text(line, 'toolDenialKind') !== undefined;
  const permission = known<Permission>({
    ...frame.permission,
    decision: denied ? 'reject' : word === 'accept' ? 'accept' : undefined,
    by: member(decision, 'source'),
  });
  const outcome = outcomeOf(line, block, tool, denied);
  const named = callId === undefined ? frame : { ...frame, callId };
  return answered(named, outcome, conversation, Object.keys(permission).length > 0 ? permission : undefined);
}

function outcomeOf(line: Line, block: Fields, tool: string, denied: boolean): Outcome {
  const { output } = readResult(block['content']).outcome;
  if (denied) return known<Outcome>({ status: 'denied', error: output });
  if (block['is_error'] === true) return { status: 'error', ...failureOf(output ?? '', tool) };
  return line['toolUseResult'] === undefined
    ? known<Outcome>({ status: 'ok', output })
    : known<Outcome>({ ...successOf(line, 'toolUseResult', tool) });
}

/** Its usage is repeated on every line of a response, so the call's id is the response's: the engine takes it once. */
function answers(line: Line, frame: Frame, conversation: Conversation): Reading {
  const drafts = blocksOf(line).flatMap((block): EventDraft[] => {
    const said = block['type'] === 'text' ? member(block, 'text') : undefined;
    if (said !== undefined) return one(frame, { type: 'output', text: said });
    if (block['type'] !== 'tool_use') return [];
    const callId = member(block, 'id');
    const call = { tool: member(block, 'name') ?? '', arguments: block['input'] };
    return asked(callId === undefined ? frame : { ...frame, callId }, call, conversation, true);
  });
  return [...modelCall(line, frame), ...drafts];
}

function modelCall(line: Line, frame: Frame): EventDraft[] {
  const callId = text(line, 'requestId');
  const message = object(line, 'message');
  const usage = objectOf(message['usage']);
  const fresh = number(usage, 'input_tokens');
  if (callId === undefined || fresh === undefined) return [];
  const cached = number(usage, 'cache_read_input_tokens') ?? 0;
  const action = known<ModelCallAction>({
    type: 'model.call',
    provider: 'anthropic',
    model: member(message, 'model'),
    inputTokens: fresh + cached + (number(usage, 'cache_creation_input_tokens') ?? 0),
    cachedInputTokens: cached,
    outputTokens: number(usage, 'output_tokens'),
  });
  return one({ ...frame, callId }, action, { outcome: { status: 'ok' } });
}

function start(line: Line, frame: Frame, conversation: Conversation): EventDraft[] {
  conversation.cwd = text(line, 'cwd') ?? conversation.cwd;
  conversation.version ??= text(line, 'version');
  if (conversation.started || conversation.cwd === undefined || line['isSidechain'] === true) return [];
  conversation.started = true;
  const action = known<SessionStartAction>({
    type: 'session.start',
    reason: 'transcript',
    permissionMode: frame.permission?.mode,
    cwd: conversation.cwd,
  });
  return one(frame, action);
}

export const claudeCodeTranscript: TranscriptReader = {
  name: FAMILY,
  recognises: (line) =>
    text(line, 'sessionId') !== undefined &&
    (line['isSidechain'] !== undefined ||
      ['queue-operation', 'summary', 'last-prompt'].includes(text(line, 'type') ?? '')),
  read(line, conversation) {
    const type = text(line, 'type') ?? '';
    if (type !== 'user' && type !== 'assistant') return ignore('housekeeping');
    const frame = frameOf(line, type);
    const begun = start(line, frame, conversation);
    const told = type === 'user' ? asks(line, frame, conversation) : answers(line, frame, conversation);
    if ('ignored' in told) return begun.length > 0 ? begun : told;
    return [...begun, ...told];
  },
};
