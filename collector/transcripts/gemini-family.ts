/** Sessions of Gemini CLI (0.61) and Qwen Code (0.24): one line a message. Gemini writes a message again when its calls have ended. */
import type { Outcome, SessionStartAction } from '../../contracts/event';
import type { EventDraft } from '../dialects/dialect';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import { exitCodeIn } from '../dialects/gemini-family';
import type { Json } from '../dialects/partial-json';
import { isoMillis, known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import { isShell } from '../hooks/claude-form';
import { answered, asked } from './transcript';
import type { Conversation, Line, TranscriptReader } from './transcript';

type Fields = Readonly<Record<string, Json>>;

function frameOf(line: Line, family: string, session: string | undefined): Frame {
  const id = text(line, 'agentId');
  return known<Frame>({
    record: text(line, 'type') ?? '',
    atMs: isoMillis(text(line, 'timestamp')),
    session,
    agent: known<EventDraft['agent']>({ family, id }),
  });
}

const listOf = (value: Json | undefined): Fields[] => (Array.isArray(value) ? value.map(objectOf) : []);
const withId = (frame: Frame, callId: string | undefined): Frame =>
  callId === undefined ? frame : { ...frame, callId };

/** How a call ended by its response to the model. */
function outcomeOf(tool: string, response: Fields, status: string | undefined): Outcome {
  const error = member(response, 'error');
  const output = member(response, 'output') ?? error;
  const bad = status === 'error' || (status === undefined && error !== undefined);
  return known<Outcome>({
    status: status === 'cancelled' ? 'cancelled' : bad ? 'error' : 'ok',
    exitCode: isShell(tool) ? exitCodeIn(output) : undefined,
    output,
    error: bad ? error : undefined,
  });
}

function prompts(texts: readonly string[], frame: Frame, origin: 'human' | 'unknown'): Reading {
  const said = texts.filter((one) => !one.startsWith('<session_context>')).join('\n');
  return said === '' ? ignore('duplicate') : one(frame, { type: 'prompt', text: said, origin });
}

const textsOf = (parts: readonly Fields[]): string[] => parts.flatMap((part) => member(part, 'text') ?? []);

/** A call stands in its message once it has ended, with everything. */
function geminiCall(call: Fields, frame: Frame): EventDraft[] {
  const status = member(call, 'status');
  const tool = member(call, 'name') ?? '';
  const [result] = listOf(call['result']);
  const response = objectOf(objectOf(result?.['functionResponse'])['response']);
  const outcome = outcomeOf(tool, response, status);
  const phase = outcome.status === 'ok' ? ('completed' as const) : ('failed' as const);
  const server = / \((.{1,200}) MCP Server\)$/.exec(member(call, 'displayName')?.slice(0, 500) ?? '')?.[1];
  const mcp = server !== undefined || tool.startsWith('mcp_') ? { server } : undefined;
  const at = isoMillis(member(call, 'timestamp'));
  const timed = at === undefined ? frame : { ...frame, atMs: at };
  return toolDrafts({ ...withId(timed, member(call, 'id')), phase, outcome }, { tool, arguments: call['args'], mcp });
}

export const geminiCliSession: TranscriptReader = {
  name: 'gemini-cli',
  recognises: (line) => text(line, 'projectHash') !== undefined && text(line, 'sessionId') !== undefined,
  read(line, conversation) {
    const begins = text(line, 'projectHash') !== undefined;
    if (begins) enterGemini(line, conversation);
    const { session, agentId } = conversation;
    const frame = {
      ...frameOf(line, 'gemini-cli', session),
      agent: known<EventDraft['agent']>({ family: 'gemini-cli', id: agentId }),
    };
    const type = text(line, 'type');
    const content = line['content'];
    if (begins) return agentId === undefined ? geminiStart(line, frame) : ignore('duplicate');
    if (type === 'user') return prompts(textsOf(listOf(content as Json)), frame, 'unknown');
    const calls = listOf(line['toolCalls'] as Json);
    if (type !== 'gemini') return ignore('housekeeping');
    if (calls.length > 0) return calls.flatMap((call) => geminiCall(call, frame));
    const said = text(line, 'content');
    return said === undefined ? ignore('duplicate') : one(frame, { type: 'output', text: said });
  },
};

/** A sub-agent's file lies in a folder that is named by the session it belongs to. */
function enterGemini(line: Line, conversation: Conversation): void {
  const own = text(line, 'sessionId');
  const nested = text(line, 'kind') === 'subagent' && conversation.folder !== undefined;
  conversation.session = nested ? conversation.folder : own;
  conversation.agentId = nested ? own : undefined;
}

function geminiStart(line: Line, frame: Frame): Reading {
  const folders = line['directories'];
  const cwd = Array.isArray(folders) && typeof folders[0] === 'string' ? folders[0] : undefined;
  const atMs = isoMillis(text(line, 'startTime'));
  const action = known<SessionStartAction>({ type: 'session.start', reason: 'transcript', cwd });
  return one({ ...frame, ...known<Partial<Frame>>({ atMs }) }, action);
}

function qwenStart(line: Line, frame: Frame, conversation: Conversation): EventDraft[] {
  conversation.cwd = text(line, 'cwd') ?? conversation.cwd;
  conversation.version ??= text(line, 'version');
  if (conversation.started || conversation.cwd === undefined || frame.agent.id !== undefined) return [];
  conversation.started = true;
  return one(frame, { type: 'session.start', reason: 'transcript', cwd: conversation.cwd });
}

function qwenMessage(line: Line, frame: Frame, conversation: Conversation): Reading {
  const parts = listOf(object(line, 'message')['parts']);
  switch (text(line, 'type')) {
    case 'user': {
      const human = text(line, 'provenance') === 'real_user' && frame.agent.id === undefined;
      return prompts(textsOf(parts), frame, human ? 'human' : 'unknown');
    }
    case 'assistant':
      return parts.flatMap((part): EventDraft[] => {
        const said = member(part, 'text');
        const call = objectOf(part['functionCall']);
        const tool = member(call, 'name');
        if (tool !== undefined)
          return asked(withId(frame, member(call, 'id')), { tool, arguments: call['args'] }, conversation, true);
        return said === undefined ? [] : one(frame, { type: 'output', text: said });
      });
    case 'tool_result':
      return parts.flatMap((part) => qwenResult(line, part, frame, conversation));
    default:
      return ignore('duplicate');
  }
}

function qwenResult(line: Line, part: Fields, frame: Frame, conversation: Conversation): EventDraft[] {
  const response = objectOf(part['functionResponse']);
  if (Object.keys(response).length === 0) return [];
  const callId = member(response, 'id');
  const result = object(line, 'toolCallResult');
  const outcome = outcomeOf(conversation.calls.name(callId), objectOf(response['response']), member(result, 'status'));
  const exitCode = number(objectOf(result['resultDisplay']), 'exitCode') ?? outcome.exitCode;
  return answered(withId(frame, callId), known<Outcome>({ ...outcome, exitCode }), conversation);
}

export const qwenCodeSession: TranscriptReader = {
  name: 'qwen-code',
  recognises: (line) =>
    text(line, 'sessionId') !== undefined &&
    Array.isArray(object(line, 'message')['parts']) &&
    line['uuid'] !== undefined,
  read(line, conversation) {
    const frame = frameOf(line, 'qwen-code', text(line, 'sessionId'));
    const begun = qwenStart(line, frame, conversation);
    const told = qwenMessage(line, frame, conversation);
    if ('ignored' in told) return begun.length > 0 ? begun : told;
    return [...begun, ...told];
  },
};
