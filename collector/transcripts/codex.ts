/** Rollouts of OpenAI Codex (0.169): `rollout-<time>-<thread>.jsonl`, one for each thread, sub-agents included. */
import type { ModelCallAction, Outcome, SessionStartAction } from '../../contracts/event';
import { exitCodeOf, isRefusal } from '../dialects/codex';
import { ignore, one } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import { sessionScope } from '../dialects/identity';
import type { Json } from '../dialects/partial-json';
import { entry, isoMillis, known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import type { ToolCall } from '../dialects/tool-actions';
import { readResult } from '../dialects/tool-results';
import { toolKind } from '../dialects/tool-names';
import { answered, asked } from './transcript';
import type { Conversation, Line, TranscriptReader } from './transcript';

const FAMILY = 'codex';
type Fields = Readonly<Record<string, Json>>;
type PayloadReader = (payload: Fields, frame: Frame, conversation: Conversation) => Reading;

function frameOf(line: Line, payload: Fields, record: string, conversation: Conversation): Frame {
  const passed = objectOf(payload['internal_chat_message_metadata_passthrough']);
  return known<Frame>({
    record,
    atMs: isoMillis(text(line, 'timestamp')),
    session: conversation.session,
    turn: member(payload, 'turn_id') ?? member(passed, 'turn_id'),
    agent: { family: FAMILY },
    callId: member(payload, 'call_id'),
    links: linksOf(conversation),
  });
}

function linksOf({ session, parent }: Conversation): Frame['links'] {
  if (session === undefined || parent === undefined) return undefined;
  return [{ kind: 'child-parent', child: sessionScope(FAMILY, session), parent: sessionScope(FAMILY, parent) }];
}

const meta: PayloadReader = (payload, frame, conversation) => {
  conversation.session = member(payload, 'id') ?? conversation.session;
  conversation.parent = member(payload, 'parent_thread_id');
  conversation.cwd = member(payload, 'cwd');
  conversation.version = member(payload, 'cli_version');
  const action = known<SessionStartAction>({ type: 'session.start', reason: 'transcript', cwd: conversation.cwd });
  const links = linksOf(conversation);
  return one({ ...frame, ...known<Partial<Frame>>({ session: conversation.session, links }) }, action);
};

/** Told for every turn; only a change of it matters. */
const turn: PayloadReader = (payload, frame, conversation) => {
  const permissionMode = member(payload, 'approval_policy');
  const sandbox = member(objectOf(payload['sandbox_policy']), 'type', 'mode') ?? member(payload, 'sandbox_policy');
  const mode = `${permissionMode ?? ''} ${sandbox ?? ''}`;
  if (mode === conversation.mode) return ignore('duplicate');
  conversation.mode = mode;
  const cwd = member(payload, 'cwd');
  return one(frame, known<SessionStartAction>({ type: 'session.start', reason: 'turn', permissionMode, sandbox, cwd }));
};

function callOf(payload: Fields): ToolCall {
  const tool = member(payload, 'name') ?? '';
  const namespace = member(payload, 'namespace') ?? '';
  const mcp = namespace.startsWith('mcp__') ? { server: namespace.slice(5), tool } : undefined;
  return { tool, arguments: payload['arguments'] ?? payload['input'], mcp };
}

const called: PayloadReader = (payload, frame, conversation) => asked(frame, callOf(payload), conversation, false);

const ended: PayloadReader = (payload, frame, conversation) => {
  const { output } = readResult(payload['output']).outcome;
  const exits = ['shell', 'stdin', 'patch'].includes(toolKind(conversation.calls.name(frame.callId)));
  const exitCode = exits ? exitCodeOf(output) : undefined;
  const denied = exitCode === undefined && isRefusal(output);
  const outcome = known<Outcome>({ status: denied ? 'denied' : 'ok', exitCode, output });
  return answered(frame, outcome, conversation, denied ? { decision: 'reject', by: 'policy' } : undefined).map(
    (draft) => {
      const child =
        draft.action.type === 'agent.spawn'
          ? member(object({ output: output ?? '' }, 'output'), 'agent_id')
          : undefined;
      return child === undefined
        ? draft
        : { ...draft, action: { ...draft.action, childSession: child } as typeof draft.action };
    },
  );
};

const prompt = (said: string | undefined, frame: Frame): Reading =>
  said === undefined ? ignore('incomplete') : one(frame, { type: 'prompt', text: said, origin: 'unknown' });
const output = (said: string | undefined, frame: Frame): Reading =>
  said === undefined ? ignore('incomplete') : one(frame, { type: 'output', text: said });

function contentText(item: Fields): string | undefined {
  const content = item['content'];
  return Array.isArray(content) ? member(objectOf(content[0]), 'text') : member(item, 'text', 'message');
}

/** What a turn is made of; commands, patches and MCP calls are told by their call and its output. */
const item: PayloadReader = (payload, frame) => {
  const inner = objectOf(payload['item']);
  if (inner['type'] === 'UserMessage') return prompt(contentText(inner), frame);
  return inner['type'] === 'AgentMessage' ? output(contentText(inner), frame) : ignore('duplicate');
};

const usage: PayloadReader = (payload, frame) => {
  const tokens = objectOf(payload['usage']);
  const action = known<ModelCallAction>({
    type: 'model.call',
    provider: 'openai',
    inputTokens: number(tokens, 'input_tokens'),
    cachedInputTokens: number(tokens, 'cached_input_tokens'),
    outputTokens: number(tokens, 'output_tokens'),
  });
  const callId = member(payload, 'response_id');
  return one(callId === undefined ? frame : { ...frame, callId }, action, { outcome: { status: 'ok' } });
};

/** By the line's type, and within items and messages by the payload's. */
const READERS: Readonly<Record<string, PayloadReader>> = {
  session_meta: meta,
  turn_context: turn,
  token_usage_record: usage,
  'response_item function_call': called,
  'response_item custom_tool_call': called,
  'response_item function_call_output': ended,
  'response_item custom_tool_call_output': ended,
  'event_msg item_completed': item,
  'event_msg user_message': (payload, frame) => prompt(member(payload, 'message'), frame),
  'event_msg agent_message': (payload, frame) => output(member(payload, 'message'), frame),
};

export const codexRollout: TranscriptReader = {
  name: FAMILY,
  recognises: (line) => text(line, 'type') === 'session_meta' && member(object(line, 'payload'), 'id') !== undefined,
  read(line, conversation) {
    const payload = object(line, 'payload');
    const type = text(line, 'type') ?? '';
    const named = `${type} ${member(payload, 'type') ?? ''}`;
    const read = entry(READERS, type) ?? entry(READERS, named);
    return read ? read(payload, frameOf(line, payload, type, conversation), conversation) : ignore('housekeeping');
  },
};
