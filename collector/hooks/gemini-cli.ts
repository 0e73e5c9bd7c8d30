/** Hooks of Gemini CLI (0.61): with times, without call ids. Model hooks repeat the conversation and are not read. */
import type { Outcome, SessionStartAction, SessionStopAction } from '../../contracts/event';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading, Reason } from '../dialects/draft';
import { exitCodeIn } from '../dialects/gemini-family';
import { entry, isoMillis, known, member, object, objectOf, text } from '../dialects/read-attributes';
import type { ToolCall } from '../dialects/tool-actions';
import { isShell } from './claude-form';
import type { HookReader, Payload } from './hook-reader';

const FAMILY = 'gemini-cli';

function frameOf(payload: Payload, name: string): Frame {
  return known<Frame>({
    record: name,
    atMs: isoMillis(text(payload, 'timestamp')),
    session: text(payload, 'session_id'),
    agent: { family: FAMILY },
  });
}

function callOf(payload: Payload): ToolCall {
  const context = object(payload, 'mcp_context');
  const server = member(context, 'server_name');
  const mcp = server === undefined ? undefined : { server, tool: member(context, 'tool_name') };
  return { tool: text(payload, 'tool_name') ?? '', arguments: payload['tool_input'], mcp };
}

/** A command runs in the session's folder, unless it names another. */
const proposed = (payload: Payload, frame: Frame): Reading => {
  const cwd = text(payload, 'cwd');
  return toolDrafts({ ...frame, phase: 'proposed' }, callOf(payload)).map((draft) =>
    draft.action.type === 'exec' && cwd !== undefined ? { ...draft, action: { cwd, ...draft.action } } : draft,
  );
};

const ended = (payload: Payload, frame: Frame): Reading => {
  const call = callOf(payload);
  const response = object(payload, 'tool_response');
  const error = member(objectOf(response['error']), 'message') ?? member(response, 'error');
  const output = member(response, 'llmContent', 'returnDisplay');
  const outcome = known<Outcome>({
    status: error === undefined ? 'ok' : 'error',
    exitCode: isShell(call.tool) ? exitCodeIn(output) : undefined,
    output: error === undefined ? output : undefined,
    error,
  });
  return toolDrafts({ ...frame, phase: error === undefined ? 'completed' : 'failed', outcome }, call);
};

const EVENTS: Readonly<Record<string, (payload: Payload, frame: Frame) => Reading>> = {
  BeforeTool: proposed,
  AfterTool: ended,
  BeforeAgent: (payload, frame) => {
    const prompt = text(payload, 'prompt');
    return prompt === undefined
      ? ignore('incomplete')
      : one(frame, { type: 'prompt', text: prompt, origin: 'unknown' });
  },
  AfterAgent: (payload, frame) => {
    const answer = text(payload, 'prompt_response');
    return answer === undefined ? ignore('incomplete') : one(frame, { type: 'output', text: answer });
  },
  SessionStart: (payload, frame) =>
    one(
      frame,
      known<SessionStartAction>({ type: 'session.start', reason: text(payload, 'source'), cwd: text(payload, 'cwd') }),
    ),
  SessionEnd: (payload, frame) =>
    one(frame, known<SessionStopAction>({ type: 'session.stop', reason: text(payload, 'reason') })),
};

const SILENT: Readonly<Record<string, Reason>> = {
  BeforeModel: 'repeated conversation',
  AfterModel: 'repeated conversation',
  BeforeToolSelection: 'repeated conversation',
  Notification: 'housekeeping',
  PreCompress: 'housekeeping',
};

export const geminiCliHooks: HookReader = {
  name: FAMILY,
  read(payload) {
    const name = text(payload, 'hook_event_name') ?? '';
    const read = entry(EVENTS, name);
    return read ? read(payload, frameOf(payload, name)) : ignore(entry(SILENT, name) ?? 'unknown event');
  },
};
