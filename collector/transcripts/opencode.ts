/** Sessions of opencode (1.18), as `opencode-database.ts` gives their rows. A tool's part holds the call and how it ended. */
import type { ModelCallAction, Outcome, SessionStartAction } from '../../contracts/event';
import { ignore, one, toolDrafts } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import { sessionScope } from '../dialects/identity';
import type { Json } from '../dialects/partial-json';
import { known, member, number, object, objectOf, text } from '../dialects/read-attributes';
import type { Conversation, Line, TranscriptReader } from './transcript';

const FAMILY = 'opencode';
type Fields = Readonly<Record<string, Json>>;

/** How opencode words that a person or a rule said no. */
const REFUSED = /rejected permission|permission (?:was )?(?:denied|rejected)|prevents you from using/i;

function frameOf({ session, parent }: Conversation, record: string, atMs: number | undefined): Frame {
  const links: Frame['links'] =
    session === undefined || parent === undefined
      ? undefined
      : [{ kind: 'child-parent', child: sessionScope(FAMILY, session), parent: sessionScope(FAMILY, parent) }];
  return known<Frame>({ record, atMs, session, agent: { family: FAMILY }, links });
}

function readSession(line: Line, conversation: Conversation): Reading {
  conversation.session = text(line, 'id');
  conversation.parent = text(line, 'parent_id');
  conversation.cwd = text(line, 'directory');
  conversation.version = text(line, 'version');
  const action = known<SessionStartAction>({ type: 'session.start', reason: 'transcript', cwd: conversation.cwd });
  return one(frameOf(conversation, 'session', number(line, 'time_created')), action);
}

function readMessage(line: Line, conversation: Conversation): Reading {
  const data = object(line, 'data');
  const tokens = objectOf(data['tokens']);
  const cache = objectOf(tokens['cache']);
  const fresh = numberIn(tokens, 'input');
  const callId = text(line, 'id');
  if (fresh === undefined || callId === undefined) return ignore('incomplete');
  const cached = numberIn(cache, 'read') ?? 0;
  const cost = numberIn(data, 'cost');
  const action = known<ModelCallAction>({
    type: 'model.call',
    provider: member(data, 'providerID'),
    model: member(data, 'modelID'),
    inputTokens: fresh + cached + (numberIn(cache, 'write') ?? 0),
    cachedInputTokens: cached,
    outputTokens: numberIn(tokens, 'output'),
    cost: cost === undefined ? undefined : { amount: cost, unit: 'USD' },
  });
  const frame = frameOf(conversation, 'message', numberIn(objectOf(data['time']), 'created'));
  return one({ ...frame, callId }, action, { outcome: { status: 'ok' } });
}

function readPart(line: Line, conversation: Conversation): Reading {
  const data = object(line, 'data');
  const frame = frameOf(conversation, member(data, 'type') ?? '', number(line, 'time'));
  if (data['type'] === 'tool') return readTool(data, frame, conversation.cwd);
  const said = data['type'] === 'text' ? member(data, 'text') : undefined;
  if (said === undefined) return ignore('housekeeping');
  if (text(line, 'role') !== 'user') return one(frame, { type: 'output', text: said });
  return one(frame, { type: 'prompt', text: said, origin: data['synthetic'] === true ? 'machine' : 'unknown' });
}

function readTool(data: Fields, frame: Frame, cwd: string | undefined): Reading {
  const state = objectOf(data['state']);
  const outcome = outcomeOf(state);
  const named = known<Frame>({
    ...frame,
    callId: member(data, 'callID'),
    atMs: numberIn(objectOf(state['time']), 'start') ?? frame.atMs,
  });
  const call = { tool: member(data, 'tool') ?? '', arguments: state['input'] };
  const { status } = outcome ?? {};
  const phase =
    status === 'denied' ? 'denied' : status === 'error' ? 'failed' : status === 'ok' ? 'completed' : 'proposed';
  const drafts = toolDrafts({ ...named, phase, ...(outcome && { outcome }) }, call);
  if (cwd === undefined) return drafts;
  return drafts.map((draft) => (draft.action.type === 'exec' ? { ...draft, action: { cwd, ...draft.action } } : draft));
}

/** Undefined of a call that has not ended. */
function outcomeOf(state: Fields): Outcome | undefined {
  const error = member(state, 'error');
  const { start, end } = objectOf(state['time']);
  const durationMs = typeof start === 'number' && typeof end === 'number' ? end - start : undefined;
  if (state['status'] === 'error')
    return known<Outcome>({ status: REFUSED.test(error?.slice(0, 500) ?? '') ? 'denied' : 'error', error, durationMs });
  if (state['status'] !== 'completed') return undefined;
  const exitCode = numberIn(objectOf(state['metadata']), 'exit');
  return known<Outcome>({ status: 'ok', exitCode, output: member(state, 'output'), durationMs });
}

function numberIn(fields: Fields, key: string): number | undefined {
  const value = fields[key];
  return typeof value === 'number' ? value : undefined;
}

export const opencodeSession: TranscriptReader = {
  name: FAMILY,
  recognises: (line) => text(line, 'opencode') === 'session',
  read(line, conversation) {
    switch (text(line, 'opencode')) {
      case 'session':
        return readSession(line, conversation);
      case 'message':
        return readMessage(line, conversation);
      case 'part':
        return readPart(line, conversation);
      default:
        return ignore('unknown event');
    }
  },
};
