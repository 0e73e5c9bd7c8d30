/**
 * What one model call adds to a conversation that is repeated whole in every request: the calls that the model asks for now, the
 * answers to those it asked for last, and a new prompt. Everything older was told before and is left out.
 */
import type { Outcome } from '../../contracts/event';
import type { EventDraft } from './dialect';
import { toolDrafts } from './draft';
import type { Frame } from './draft';
import type { AskedCall, Message } from './messages';
import { known } from './read-attributes';
import type { ToolCall } from './tool-actions';
import { readResult } from './tool-results';

export interface Talk {
  /** What the model was given, oldest first. */
  input: readonly Message[];
  /** What it said. */
  output: readonly Message[];
}

export interface Telling {
  /** Time of the request, milliseconds; the frame has the time of the answer. */
  askedAtMs?: number | undefined;
  /** `refused`: the dialect has a span for each call that ran, so that only refusals are news. */
  answers: 'all' | 'refused';
  /**
   * Whether the call ids of the conversation are on the tool spans too. Where they are not, ids are left out: then the records of
   * an act meet by their content.
   */
  ids: boolean;
  /** The prompt is on another span. */
  withoutPrompt?: true;
  /** What the user sets to have arguments and results recorded. */
  setting?: string | undefined;
}

/** Drafts of the news in a model call, oldest first. */
export function newsOf(frame: Frame, { input, output }: Talk, telling: Telling): EventDraft[] {
  const asked = { ...frame, ...(telling.askedAtMs === undefined ? {} : { atMs: telling.askedAtMs }) };
  const since = input.findLastIndex((message) => message.role === 'assistant') + 1;
  const news = input.slice(since);
  const drafts = answered(asked, input.slice(0, since), news, telling);
  const prompt = news.findLast((message) => message.role === 'user' && message.text !== undefined)?.text;
  if (prompt !== undefined && telling.withoutPrompt !== true) {
    drafts.push({ ...asked, phase: 'completed', action: { type: 'prompt', text: prompt, origin: 'unknown' } });
  }
  for (const message of output) drafts.push(...said(frame, message, telling));
  return drafts;
}

/** Text and calls of one message of the model. */
export function said(frame: Frame, message: Message, telling: Pick<Telling, 'ids' | 'setting'>): EventDraft[] {
  const drafts: EventDraft[] = [];
  if (message.text !== undefined && message.text !== '') {
    drafts.push({ ...frame, phase: 'completed', action: { type: 'output', text: message.text } });
  }
  for (const call of message.calls) {
    drafts.push(
      ...toolDrafts({ ...withId(frame, call.id, telling), phase: 'proposed' }, toolCall(call, telling.setting)),
    );
  }
  return drafts;
}

function answered(frame: Frame, before: readonly Message[], news: readonly Message[], telling: Telling): EventDraft[] {
  const calls = new Map<string, AskedCall>();
  for (const message of before) for (const call of message.calls) if (call.id !== undefined) calls.set(call.id, call);
  const drafts: EventDraft[] = [];
  for (const { id, name, result } of news.flatMap((message) => message.answers)) {
    const call = id === undefined ? undefined : calls.get(id);
    const { outcome, visibility } = readResult(result, telling.setting);
    const refused = outcome.status === 'denied';
    if (telling.answers === 'refused' && !refused) continue;
    const told: Frame & Pick<EventDraft, 'phase'> = {
      ...withId(frame, id, telling),
      phase: refused ? 'denied' : 'completed',
      outcome: known<Outcome>(outcome),
      visibility,
    };
    if (call !== undefined) drafts.push(...toolDrafts(told, toolCall(call, telling.setting)));
    else if (id !== undefined && telling.ids) drafts.push({ ...told, action: { type: 'tool.call', tool: name ?? '' } });
  }
  return drafts;
}

function withId(frame: Frame, id: string | undefined, { ids }: Pick<Telling, 'ids'>): Frame {
  const { callId: _, ...rest } = frame;
  return ids && id !== undefined ? { ...rest, callId: id } : rest;
}

function toolCall({ name, arguments: given }: AskedCall, setting: string | undefined): ToolCall {
  return { tool: name, arguments: given, setting };
}
