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

/** Calls whose answer has not come yet: the answer's line does not repeat what was asked for. */
export class OpenCalls {
  private readonly open = new Map<string, ToolCall>();

  add(id: string | undefined, call: ToolCall): void {
    if (id === undefined) return;
    this.open.set(id, call);
    const [oldest] = this.open.keys();
    if (this.open.size > MAX_OPEN && oldest !== undefined) this.open.delete(oldest);
  }

  /** A call that was never told is one without a name: the engine then joins by the id alone. */
  take(id: string | undefined): ToolCall {
    const call = this.open.get(id ?? '');
    this.open.delete(id ?? '');
    return call ?? { tool: '' };
  }

  name(id: string | undefined): string {
    return this.open.get(id ?? '')?.tool ?? '';
  }
}

/** Agents run a few calls at once; more are forgotten, the oldest first. */
const MAX_OPEN = 1_000;

/** The call as asked for, in the folder of the conversation. */
export function asked(frame: Frame, call: ToolCall, { calls, cwd }: Conversation, inFolder: boolean): EventDraft[] {
  calls.add(frame.callId, call);
  return toolDrafts({ ...frame, phase: 'proposed' }, call).map((draft) =>
    draft.action.type === 'exec' && inFolder && cwd !== undefined
      ? { ...draft, action: { cwd, ...draft.action } }
      : draft,
  );
}

/** The call as it ended; `denied` and `error` by its outcome's status. */
export function answered(
  frame: Frame,
  outcome: Outcome,
  { calls }: Conversation,
  permission?: Permission,
): EventDraft[] {
  const { status } = outcome;
  const phase = status === 'denied' ? 'denied' : status === 'error' || status === 'cancelled' ? 'failed' : 'completed';
  const told = permission === undefined ? {} : { permission };
  return toolDrafts({ ...frame, ...told, phase, outcome }, calls.take(frame.callId));
}
