/** Session events of GitHub Copilot CLI (1.0): `session-state/<session>/events.jsonl`. Here calls have the ids that hooks lack. */
import type { Outcome, SessionStartAction } from '../../contracts/event';
import { ignore, one } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import type { Json } from '../dialects/partial-json';
import { entry, isoMillis, known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import { answered, asked } from './transcript';
import type { Conversation, TranscriptReader } from './transcript';

const FAMILY = 'copilot';
type Fields = Readonly<Record<string, Json>>;

const READERS: Readonly<Record<string, (data: Fields, frame: Frame, conversation: Conversation) => Reading>> = {
  'session.start': (data, frame, conversation) => {
    conversation.session = member(data, 'sessionId');
    conversation.version = member(data, 'copilotVersion');
    conversation.cwd = member(objectOf(data['context']), 'cwd');
    const { session, cwd } = conversation;
    const action = known<SessionStartAction>({ type: 'session.start', reason: 'transcript', cwd });
    return one({ ...frame, ...known<Partial<Frame>>({ session }) }, action);
  },
  'user.message': (data, frame) => {
    const said = member(data, 'content');
    return said === undefined ? ignore('incomplete') : one(frame, { type: 'prompt', text: said, origin: 'unknown' });
  },
  'assistant.message': (data, frame) => {
    const said = member(data, 'content');
    return said === undefined ? ignore('duplicate') : one(frame, { type: 'output', text: said });
  },
  'tool.execution_start': (data, frame, conversation) => {
    const server = member(data, 'mcpServerName');
    const mcp = server === undefined ? undefined : { server, tool: member(data, 'mcpToolName') };
    const call = { tool: member(data, 'toolName') ?? '', arguments: data['arguments'], mcp };
    return asked(frame, call, conversation, false);
  },
  'tool.execution_complete': (data, frame, conversation) => {
    const failed = data['success'] === false;
    const error = member(objectOf(data['error']), 'message') ?? member(data, 'error');
    const code = member(objectOf(data['error']), 'code') ?? '';
    const outcome = known<Outcome>({
      status: failed ? (/^(?:denied|rejected|permission)/.test(code) ? 'denied' : 'error') : 'ok',
      exitCode: number(objectOf(data['shellExecution']), 'exitCode'),
      output: member(objectOf(data['result']), 'content'),
      error: failed ? error : undefined,
    });
    return answered(frame, outcome, conversation);
  },
  'session.shutdown': (_data, frame) => one(frame, { type: 'session.stop', reason: 'shutdown' }),
};

export const copilotSession: TranscriptReader = {
  name: FAMILY,
  recognises: (line) =>
    text(line, 'type') === 'session.start' && member(object(line, 'data'), 'sessionId') !== undefined,
  read(line, conversation) {
    const type = text(line, 'type') ?? '';
    const read = entry(READERS, type);
    if (!read) return ignore(type.startsWith('hook.') ? 'hook' : 'housekeeping');
    const data = object(line, 'data');
    const frame = known<Frame>({
      record: type,
      atMs: isoMillis(text(line, 'timestamp')),
      session: conversation.session,
      turn: member(data, 'interactionId'),
      agent: { family: FAMILY },
      callId: member(data, 'toolCallId'),
    });
    return read(data, frame, conversation);
  },
};
