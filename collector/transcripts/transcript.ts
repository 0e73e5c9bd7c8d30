/** The plug-in border of transcripts: one file each agent, pure but for what a conversation has told of itself so far. */
import type { Outcome, Permission } from '../../contracts/event';
import type { Attributes } from '../../contracts/telemetry';
import type { EventDraft } from '../dialects/dialect';
import { toolDrafts } from '../dialects/draft';
import type { Frame, Reading } from '../dialects/draft';
import type { ToolCall } from '../dialects/tool-actions';

/** One line of the file, within the limits of telemetry. */
export type Line = Attributes;

/** What the lines of one file have told before. */
export interface Conversation {
  /** Name of the folder that the file lies in. */
  readonly folder: string | undefined;
  /** Set in the file of a sub-agent. */
  agentId?: string | undefined;
  session?: string | undefined;
  /** The session that started this one. */
  parent?: string | undefined;
  cwd?: string | undefined;
  version?: string | undefined;
  /** Permission and sandbox mode as last told. */
  mode?: string | undefined;
  started: boolean;
  readonly calls: OpenCalls;
}

export interface TranscriptReader {
  /** The name of the agent's dialect: transcript, hook and telemetry of one act have the same scope. */
  readonly name: string;
  /** Whether a line is of this agent; asked for the first lines of a file. */
  recognises(line: Line): boolean;
  /** Never throws on any input. */
  read(line: Line, conversation: Conversation): Reading;
}

export function newConversation(folder?: string): Conversation {
  return { folder, started: false, calls: new OpenCalls() };
}

interface OpenCall {
  frame: Frame;
  call: ToolCall;
  /** Folder that the call runs in, where that is known. */
  cwd: string | undefined;
}

/**
 * Calls whose answer has not come yet. A call is told once, with its answer: half the work, and a transcript is read after the act. Calls
 * that are never answered are told as proposed.
 */
export class OpenCalls {
  private readonly open = new Map<string, OpenCall>();

  /** Gives back the oldest when there are too many: agents run a few calls at once. */
  add(id: string, call: OpenCall): OpenCall | undefined {
    this.open.set(id, call);
    if (this.open.size <= MAX_OPEN) return undefined;
    const [oldest = ''] = this.open.keys();
    return this.take(oldest);
  }

  take(id: string | undefined): OpenCall | undefined {
    const call = this.open.get(id ?? '');
    this.open.delete(id ?? '');
    return call;
  }

  name(id: string | undefined): string {
    return this.open.get(id ?? '')?.call.tool ?? '';
  }

  /** Those that are left at the end of the file. */
  rest(): OpenCall[] {
    const left = [...this.open.values()];
    this.open.clear();
    return left;
  }
}

const MAX_OPEN = 1_000;

/** Keeps the call until its answer; tells what can no longer be kept. `inFolder` when it runs in the folder of the conversation. */
export function asked(frame: Frame, call: ToolCall, { calls, cwd }: Conversation, inFolder: boolean): EventDraft[] {
  const open = { frame, call, cwd: inFolder ? cwd : undefined };
  const told = frame.callId === undefined ? open : calls.add(frame.callId, open);
  return told === undefined ? [] : unanswered(told);
}

/** What was asked for, and no answer came. */
export function unanswered({ frame, call, cwd }: OpenCall): EventDraft[] {
  return within(cwd, toolDrafts({ ...frame, phase: 'proposed' }, call));
}

/** The call as it ended; `denied` and `error` by its outcome's status. One that was never told has no name: the engine joins it by its id. */
export function answered(
  frame: Frame,
  outcome: Outcome,
  { calls }: Conversation,
  permission?: Permission,
): EventDraft[] {
  const { status } = outcome;
  const phase = status === 'denied' ? 'denied' : status === 'error' || status === 'cancelled' ? 'failed' : 'completed';
  const open = calls.take(frame.callId);
  const told = permission === undefined ? {} : { permission };
  return within(open?.cwd, toolDrafts({ ...frame, ...told, phase, outcome }, open?.call ?? { tool: '' }));
}

function within(cwd: string | undefined, drafts: EventDraft[]): EventDraft[] {
  if (cwd === undefined) return drafts;
  return drafts.map((draft) => (draft.action.type === 'exec' ? { ...draft, action: { cwd, ...draft.action } } : draft));
}
